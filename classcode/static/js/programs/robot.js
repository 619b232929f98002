/* A robot in its maze: what it does and sees, whether it ended well (docs/programs.md is the law), and how it is drawn. */
import { draw, fill } from "./drawing.js";

const WAYS = { north: [0, -1], east: [1, 0], south: [0, 1], west: [-1, 0] };
const HEADINGS = Object.keys(WAYS);
const LOOKS = { "^": "north", ">": "east", v: "south", "<": "west" };

/* Read a robot's map: where it stands, where it goes, what lies there. */
const readMap = (map) => {
  const found = { width: map[0].length, height: map.length, walls: new Set(), items: new Set(), goal: null };
  map.forEach((row, y) => [...row].forEach((sign, x) => {
    const cell = `${x},${y}`;
    if (sign === "#") found.walls.add(cell);
    if (sign === "*") found.items.add(cell);
    if (sign === "G") found.goal = cell;
    if (sign in LOOKS) Object.assign(found, { x, y, heading: LOOKS[sign] });
  }));
  return found;
};

export class Body {
  constructor({ map }) { Object.assign(this, readMap(map)); }

  state() { return { x: this.x, y: this.y, heading: this.heading, left: this.items.size }; }

  cell() { return `${this.x},${this.y}`; }

  turned(quarters) { return HEADINGS[(HEADINGS.indexOf(this.heading) + quarters + 4) % 4]; }

  ahead(quarters = 0) {
    const [dx, dy] = WAYS[this.turned(quarters)];
    const x = this.x + dx, y = this.y + dy;
    const inside = x >= 0 && y >= 0 && x < this.width && y < this.height;
    return inside && !this.walls.has(`${x},${y}`) ? { x, y } : null;
  }

  act({ op }) {
    if (op === "left" || op === "right") this.heading = this.turned(op === "left" ? -1 : 1);
    if (op === "pick" && !this.items.delete(this.cell())) return "nothing-here";
    if (op === "forward") {
      const next = this.ahead();
      if (!next) return "wall";
      Object.assign(this, next);
    }
    return null;
  }

  says(test) {
    if (test === "at-goal") return this.cell() === this.goal;
    if (test === "on-item") return this.items.has(this.cell());
    return this.ahead({ "path-ahead": 0, "path-left": -1, "path-right": 1 }[test]) !== null;
  }

  judge() {
    if (this.goal !== null && this.cell() !== this.goal) return "not-at-goal";
    return this.items.size ? "items-left" : null;
  }
}

/* Drawing */
const SIDE = 40;
const STAR = "M20 6l4.2 9.4 10.2 1-7.7 6.8 2.3 10-9-5.3-9 5.3 2.3-10-7.7-6.8 10.2-1z";
const ITEM = "M20 10l9 10-9 10-9-10z";
const letter = (x) => String.fromCharCode(65 + x);
const place = (cell) => { const [x, y] = cell.split(","); return { x: x * SIDE, y: y * SIDE }; };
const moved = (x, y) => `translate(${x} ${y})`;

/* The name of a cell, as on the paper grids: B3 is in the second column and the third row. */
export const cellName = (x, y) => `${letter(Number(x))}${Number(y) + 1}`;

const robotDrawn = () => draw("g", { class: "robot" },
  draw("rect", { class: "robot-wheel", x: -15, y: -10, width: 30, height: 8, rx: 3 }),
  draw("rect", { class: "robot-wheel", x: -15, y: 4, width: 30, height: 8, rx: 3 }),
  draw("rect", { class: "robot-body", x: -11, y: -13, width: 22, height: 27, rx: 7 }),
  draw("path", { class: "robot-nose", d: "M-7 -9L0 -18L7 -9z" }),
  draw("circle", { class: "robot-eye", cx: -4.5, cy: -4, r: 2.4 }),
  draw("circle", { class: "robot-eye", cx: 4.5, cy: -4, r: 2.4 }));

const cellDrawn = (sign, x, y) => {
  if (sign === "#") return draw("path", { class: "wall", d: "M0 0h40v40H0zM0 13h40M0 27h40M20 0v13M9 13v14M31 13v14M20 27v13", transform: moved(x, y) });
  return draw("rect", { class: "cell", x: x + 1, y: y + 1, width: SIDE - 2, height: SIDE - 2, rx: 4 });
};

const names = (map) => {
  const columns = [...map[0]].map((_, x) => draw("text", { class: "axis", x: x * SIDE + 20, y: -5 }, letter(x)));
  const rows = map.map((_, y) => draw("text", { class: "axis", x: -9, y: y * SIDE + 25 }, String(y + 1)));
  return [...columns, ...rows];
};

/* Say a map in words: where the robot, the goal, the items and the free cells are. */
export const inWords = (map, words) => {
  const world = readMap(map);
  const free = [];
  map.forEach((row, y) => [...row].forEach((sign, x) => { if (sign !== "#") free.push(cellName(x, y)); }));
  const named = (cells) => cells.map((cell) => cellName(...cell.split(","))).join(", ");
  return [
    fill(words.mapSize, { columns: world.width, rows: world.height }),
    fill(words.mapRobot, { cell: cellName(world.x, world.y), heading: words.headings[world.heading] }),
    world.goal ? fill(words.mapGoal, { cell: named([world.goal]) }) : "",
    world.items.size ? fill(words.mapItems, { cells: named([...world.items]) }) : "",
    fill(words.mapFree, { cells: free.join(", ") }),
  ].filter(Boolean).join(" ");
};

/* Draw a world; `show(answer, count)` shows it after so many steps. */
export const drawWorld = ({ map }, words) => {
  const world = readMap(map);
  const items = new Map([...world.items].map((cell) => {
    const { x, y } = place(cell);
    return [cell, draw("path", { class: "item", d: ITEM, transform: moved(x, y) })];
  }));
  const cells = map.flatMap((row, y) => [...row].map((sign, x) => cellDrawn(sign, x * SIDE, y * SIDE)));
  const goal = world.goal ? place(world.goal) : null;
  const robot = robotDrawn();
  const trail = draw("polyline", { class: "trail" });
  const bump = draw("path", { class: "bump", d: "M-8 -8L8 8M8 -8L-8 8" });
  const picture = draw("svg", {
    viewBox: `-20 -20 ${world.width * SIDE + 24} ${world.height * SIDE + 24}`, role: "img", "aria-label": inWords(map, words),
  }, ...names(map), ...cells, trail, ...(goal ? [draw("path", { class: "goal", d: STAR, transform: moved(goal.x, goal.y) })] : []),
  ...items.values(), robot, bump);
  picture.style.maxWidth = `${world.width * 56 + 40}px`;
  let angle = HEADINGS.indexOf(world.heading) * 90;

  const show = ({ trace, outcome }, count) => {
    const past = trace.slice(0, count);
    const now = past.at(-1) || { x: world.x, y: world.y, heading: world.heading };
    const wanted = HEADINGS.indexOf(now.heading) * 90;
    angle = count ? angle + ((((wanted - angle) % 360) + 540) % 360) - 180 : wanted;
    robot.style.transform = `translate(${now.x * SIDE + 20}px, ${now.y * SIDE + 20}px) rotate(${angle}deg)`;
    trail.setAttribute("points", [world, ...past].map(({ x, y }) => `${x * SIDE + 20},${y * SIDE + 20}`).join(" "));
    const taken = past.filter((one, index) => one.left < (index ? past[index - 1].left : items.size));
    const gone = new Set(taken.map(({ x, y }) => `${x},${y}`));
    items.forEach((drawn, cell) => drawn.classList.toggle("gone", gone.has(cell)));
    const crashed = outcome === "crashed" && count === trace.length;
    bump.classList.toggle("seen", crashed);
    if (crashed) bump.style.transform = `${robot.style.transform} translate(0, -20px)`;
    return fill(words.robotAt, { cell: cellName(now.x, now.y), heading: words.headings[now.heading] });
  };
  return { picture, show, described: inWords(map, words) };
};
