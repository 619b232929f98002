/* The block editor in its frame: turns the tree of a program into blocks and blocks into the tree. No code is generated. It
   loads its library when the page around it asks, and listens to that page alone. */

const place = document.getElementById("blocks");
const exercise = JSON.parse(place.dataset.exercise);
const words = { ...JSON.parse(place.dataset.words), ...exercise.words };
const FIELDS = { times: [3, "times"], steps: [50, "length"], degrees: [90, "degrees"] };
const HUES = { repeat: "loop", until: "loop", while: "loop", if: "choice", "if-else": "choice", colour: "pen", "pen-up": "pen", "pen-down": "pen" };
const SPACE = 24;
const say = (message) => parent.postMessage(message, location.origin);
let workspace = null;
let paths = {}; // path of a node -> id of its block
let last = ""; // the program that the page knows, as JSON

const load = (src) => new Promise((done, failed) => {
  document.head.append(Object.assign(document.createElement("script"), { src, onload: done, onerror: failed }));
});

/* Definitions */
const fieldOf = (name) => {
  const options = { test: [exercise.tests, words.tests], to: [exercise.colours, words.colours] }[name];
  if (options) return { type: "field_dropdown", name, options: options[0].map((value) => [options[1][value], value]) };
  const [value, limit] = FIELDS[name];
  return { type: "field_number", name, value, min: 1, max: exercise.limits[limit], precision: 1 };
};
const definition = (type) => {
  const op = type === "if-else" ? "if" : type;
  const names = [];
  const message0 = (words.phrases[`${exercise.kind}-${op}`] || words.phrases[op]).replace(/\{(\w+)\}/g, (_, name) => `%${names.push(name)}`);
  const holds = "times" === names[0] || "test" === names[0];
  const statement = (name) => [{ type: "input_statement", name }];
  return {
    type, message0, args0: names.map(fieldOf), previousStatement: null, nextStatement: null, style: HUES[type] || "act",
    ...(holds && { message1: "%1", args1: statement("do") }),
    ...(type === "if-else" && { message2: words.otherwise, message3: "%1", args3: statement("else") }),
  };
};
const types = exercise.blocks.map((name) => (name === "else" ? "if-else" : name));

const offer = (type) => {
  const goal = type === "until" && exercise.tests.includes("at-goal");
  return [{ kind: "block", type, fields: goal ? { test: "at-goal" } : {} }, { kind: "sep", gap: "10" }];
};

/* From the tree to blocks, and back */
const stateOf = ([node, ...rest]) => node && {
  type: node.else ? "if-else" : node.op,
  fields: Object.fromEntries(["times", "steps", "degrees", "test", "to"].filter((name) => name in node).map((name) => [name, node[name]])),
  inputs: Object.fromEntries(["do", "else"].filter((name) => node[name]?.length).map((name) => [name, { block: stateOf(node[name]) }])),
  ...(rest.length && { next: { block: stateOf(rest) } }),
};
const nodesOf = (first, path) => {
  const nodes = [];
  for (let block = first; block; block = block.getNextBlock()) {
    const here = `${path}${nodes.length}`;
    paths[here] = block.id;
    const node = { op: block.type === "if-else" ? "if" : block.type };
    for (const input of block.inputList) {
      for (const field of input.fieldRow) if (field.name) node[field.name] = field.getValue();
      if (input.connection) node[input.name] = nodesOf(block.getInputTargetBlock(input.name), `${here}.${input.name}.`);
    }
    nodes.push(node);
  }
  return nodes;
};
const read = () => {
  paths = {};
  const [start] = workspace.getBlocksByType("start");
  return { version: 1, do: nodesOf(start.getNextBlock(), "") };
};
const write = (program) => {
  workspace.clear();
  const next = program.do.length && { next: { block: stateOf(program.do) } };
  Blockly.serialization.blocks.append({ type: "start", deletable: false, x: SPACE, y: SPACE, ...next }, workspace);
  last = JSON.stringify(read());
};
const show = (path) => workspace.highlightBlock(path === null ? null : paths[path] || null);

/* The workspace */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const theme = () => Blockly.Theme.defineTheme("classcode", {
  name: "classcode", base: Blockly.Themes.Classic, startHats: true,
  blockStyles: {
    start: { colourPrimary: "#5b6270" }, act: { colourPrimary: "#0b6464" }, loop: { colourPrimary: "#a63d14" },
    choice: { colourPrimary: "#6b2f86" }, pen: { colourPrimary: "#1d4f91" },
  },
  componentStyles: {
    workspaceBackgroundColour: colour("paper"), flyoutBackgroundColour: colour("panel"), flyoutForegroundColour: colour("ink"),
    flyoutOpacity: 1, scrollbarColour: colour("line"), insertionMarkerColour: colour("ink"), insertionMarkerOpacity: 0.3,
  },
});
/* The library draws the frame of a connection with a style attribute, which our policy refuses: the same without one. */
const quietRenderer = () => {
  class Paths extends Blockly.zelos.PathObject {
    addConnectionHighlight(connection, d, { x, y }, leftward) {
      const transform = `translate(${x}, ${y})${leftward ? " scale(-1 1)" : ""}`;
      const known = this.connectionHighlights.get(connection);
      if (known) {
        known.setAttribute("d", d);
        known.setAttribute("transform", transform);
        return known;
      }
      const made = Blockly.utils.dom.createSvgElement("path", { id: connection.id, class: "blocklyHighlightedConnectionPath", d, transform }, this.svgRoot);
      made.style.display = "none";
      this.connectionHighlights.set(connection, made);
      return made;
    }
  }
  return class extends Blockly.zelos.Renderer {
    makePathObject(root, style) { return new Paths(root, style, this.getConstants()); }
  };
};
const open = async (program) => {
  document.getElementById("waiting").textContent = words.loadingBlocks;
  await load(place.dataset.library);
  await load(place.dataset.messages);
  Blockly.registry.register(Blockly.registry.Type.RENDERER, "zelos", quietRenderer(), true); // its name is in its styles, whose hashes we know
  Blockly.defineBlocksWithJsonArray([{ type: "start", message0: words.whenRun, nextStatement: null, style: "start" }, ...types.map(definition)]);
  document.querySelectorAll("h1, #waiting").forEach((one) => one.classList.add("gone"));
  place.className = "open";
  const narrow = innerWidth < 500;
  workspace = Blockly.inject(place, {
    toolbox: { kind: "flyoutToolbox", contents: types.flatMap(offer) },
    media: place.dataset.media, rendererOverrides: { FIELD_DROPDOWN_SVG_ARROW_DATAURI: `${place.dataset.media}dropdown-arrow.svg` }, sounds: false, trashcan: true, renderer: "zelos", theme: theme(),
    horizontalLayout: narrow, toolboxPosition: narrow ? "end" : "start", maxBlocks: 1 + (exercise.limits.blocks || exercise.limits.nodes),
    zoom: { controls: true, startScale: 0.75 }, move: { scrollbars: true, drag: true, wheel: true },
  });
  write(program);
  workspace.addChangeListener(Blockly.Events.disableOrphans);
  workspace.addChangeListener((event) => {
    if (event.isUiEvent || workspace.isDragging()) return;
    const now = read();
    if (JSON.stringify(now) === last) return;
    last = JSON.stringify(now);
    say({ kind: "changed", program: now });
  });
  new ResizeObserver(() => Blockly.svgResize(workspace)).observe(place);
  say({ kind: "open" });
};

addEventListener("message", ({ origin, source, data }) => {
  if (origin !== location.origin || source !== parent || parent === window) return;
  if (data.kind === "open" && !workspace) open(data.program).catch(() => say({ kind: "failed" }));
  if (data.kind === "load" && workspace) write(data.program);
  if (data.kind === "show" && workspace) show(data.path);
});
if (parent !== window) say({ kind: "ready" });
