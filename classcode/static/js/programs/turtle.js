/* A turtle on its sheet: how it walks, whether it drew what was asked (docs/programs.md is the law), and how that looks. All
   numbers are whole millionths, so that both steppers agree to the last digit. */
import { draw, fill } from "./drawing.js";

const EDGE = 200_000_000; // millionths of a unit of the sheet
const CLOSE = 10 ** 12; // one unit, in the products below
const QUARTER = Array.from({ length: 91 }, (_, degrees) => Math.round(Math.sin((degrees * Math.PI) / 180) * 1e6));

/* The sine of whole degrees, in whole millionths. */
export const sine = (degrees) => {
  const h = ((degrees % 360) + 360) % 360;
  if (h >= 180) return -sine(h - 180);
  return QUARTER[h > 90 ? 180 - h : h];
};

export class Body {
  constructor({ goal }) {
    Object.assign(this, { x: 0, y: 0, heading: 0, pen: true, colour: "black", goal, strokes: [] });
  }

  state() { return { x: this.x, y: this.y, heading: this.heading, pen: this.pen, colour: this.colour }; }

  act(node) {
    const { op } = node;
    if (op === "forward" || op === "back") return this.walk(op === "back" ? -node.steps : node.steps);
    if (op === "left") this.heading = (this.heading - node.degrees + 360) % 360;
    if (op === "right") this.heading = (this.heading + node.degrees) % 360;
    if (op === "pen-up" || op === "pen-down") this.pen = op === "pen-down";
    if (op === "colour") this.colour = node.to;
    return null;
  }

  walk(steps) {
    const x = this.x + steps * sine(this.heading), y = this.y + steps * sine(this.heading + 90);
    if (Math.max(Math.abs(x), Math.abs(y)) > EDGE) return "edge";
    if (this.pen) this.strokes.push([this.x, this.y, x, y, this.colour, this.heading % 180]);
    Object.assign(this, { x, y });
    return null;
  }

  judge() {
    if (!this.goal) return null;
    return sameDrawing(lines(this.strokes), lines(this.goal)) ? null : "other-drawing";
  }
}

const byNumbers = (one, other) => {
  const at = one.findIndex((number, index) => number !== other[index]);
  return at < 0 ? 0 : one[at] - other[at];
};

/* The lines of a drawing, by colour and direction: each as [c, smaller t, larger t]. */
const lines = (strokes) => {
  const groups = {};
  for (const [x0, y0, x1, y1, colour, d] of strokes) {
    const along = sine(d), across = sine(d + 90);
    const ends = [x0 * along + y0 * across, x1 * along + y1 * across];
    (groups[`${colour} ${d}`] ||= []).push([x0 * across - y0 * along, Math.min(...ends), Math.max(...ends)]);
  }
  for (const key of Object.keys(groups)) groups[key] = byLine(groups[key].sort(byNumbers)).flatMap(joined);
  return groups;
};

/* Cut sorted strokes into lines: one more than a unit further from the middle begins another. */
const byLine = (strokes) => {
  const found = [];
  strokes.forEach((stroke, index) => {
    if (!index || stroke[0] - strokes[index - 1][0] > CLOSE) found.push([]);
    found.at(-1).push(stroke);
  });
  return found;
};

/* Join the strokes of one line that touch. */
const joined = (line) => {
  const parts = [];
  for (const [, from, to] of [...line].sort((one, other) => one[1] - other[1] || one[2] - other[2])) {
    const last = parts.at(-1);
    if (last && from - last[2] <= CLOSE) last[2] = Math.max(last[2], to);
    else parts.push([line[0][0], from, to]);
  }
  return parts;
};

const sameDrawing = (one, other) => {
  const keys = Object.keys(one);
  const near = (mine, theirs) => mine.every((number, index) => Math.abs(number - theirs[index]) <= CLOSE);
  return keys.length === Object.keys(other).length && keys.every((key) => (
    one[key].length === other[key]?.length && one[key].every((part, index) => near(part, other[key][index]))
  ));
};

/* Drawing */
const UNIT = 1e6;
const lineDrawn = (kind) => ([x0, y0, x1, y1, colour]) => draw("line", {
  class: `${kind} pen-${colour}`, x1: x0 / UNIT, y1: -y0 / UNIT, x2: x1 / UNIT, y2: -y1 / UNIT,
});

/* The strokes of a run: where the place changed while the pen was down. */
const strokes = (trace) => trace.flatMap((now, index) => {
  const before = trace[index - 1] || { x: 0, y: 0 };
  const still = now.x === before.x && now.y === before.y;
  return still || !now.pen ? [] : [[before.x, before.y, now.x, now.y, now.colour]];
});

const turtleDrawn = () => draw("g", { class: "turtle" },
  ...[[-9, -8], [9, -8], [-9, 9], [9, 9]].map(([cx, cy]) => draw("circle", { class: "turtle-limb", cx, cy, r: 4 })),
  draw("circle", { class: "turtle-limb", cx: 0, cy: -14, r: 5 }),
  draw("ellipse", { class: "turtle-shell", cx: 0, cy: 0, rx: 10.5, ry: 12.5 }),
  draw("path", { class: "turtle-lines", d: "M0 -12V12M-10 0H10" }));

/* Draw a world; `show(answer, count)` shows it after so many steps. */
export const drawWorld = ({ goal }, words) => {
  const asked = draw("g", {}, ...(goal || []).map(lineDrawn("asked")));
  const drawn = draw("g");
  const turtle = turtleDrawn();
  const described = goal ? words.sheetAsked : words.sheetFree;
  const picture = draw("svg", { viewBox: "-206 -206 412 412", role: "img", "aria-label": described },
    draw("rect", { class: "sheet-paper", x: -204, y: -204, width: 408, height: 408, rx: 6 }), asked, drawn, turtle);
  picture.style.maxWidth = "440px";
  let angle = 0;

  const show = ({ trace }, count) => {
    const past = trace.slice(0, count);
    const now = past.at(-1) || { x: 0, y: 0, heading: 0, pen: true, colour: "black" };
    angle = count ? angle + ((((now.heading - angle) % 360) + 540) % 360) - 180 : 0;
    drawn.replaceChildren(...strokes(past).map(lineDrawn("drawn")));
    turtle.style.transform = `translate(${now.x / UNIT}px, ${-now.y / UNIT}px) rotate(${angle}deg)`;
    return fill(words.turtleAt, { x: Math.round(now.x / UNIT), y: Math.round(now.y / UNIT), heading: now.heading });
  };
  return { picture, show, described };
};
