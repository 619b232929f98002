/* Runs a program in any world: what the table of cases asks. A page loads only its own world (see exercise.js). */
import { Body as Robot } from "./robot.js";
import { runWith } from "./running.js";
import { Body as Turtle } from "./turtle.js";

export const run = (program, world, most) => (
  runWith(world.kind === "robot" ? new Robot(world) : new Turtle(world), program, most)
);
