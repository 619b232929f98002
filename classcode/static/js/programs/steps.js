/* The list of steps: an editor of programs for fingers, keys and screen readers. One step is chosen; the buttons act on it,
   and what is added comes after it, or inside it where it is an empty loop. */
import { fill, make } from "./drawing.js";

const LISTS = ["do", "else"];
const FIELDS = { repeat: ["times"], until: ["test"], while: ["test"], if: ["test"], colour: ["to"] };
const TURTLE = { forward: ["steps"], back: ["steps"], left: ["degrees"], right: ["degrees"] };
const FIRST = { times: 3, steps: 50, degrees: 90 };
const UNDOS = 100;

const listsOf = (node) => LISTS.filter((name) => node[name]);
export const count = (nodes) => nodes.reduce((sum, node) => sum + 1 + listsOf(node).reduce((all, name) => all + count(node[name]), 0), 0);
const depth = (node) => 1 + Math.max(0, ...listsOf(node).flatMap((name) => node[name].map(depth)));
const level = (path) => (path.split(".").length + 1) / 2;
const beside = (path, by) => path.replace(/\d+$/, (index) => Number(index) + by);

/* The list and the index that a path leads to. */
const reach = (program, path) => {
  const keys = path.split(".");
  let list = program.do;
  for (let at = 0; at < keys.length - 1; at += 2) list = list[keys[at]][keys[at + 1]];
  return { list, index: Number(keys.at(-1)) };
};

/* Every place where a step may be put, from top to bottom. */
const slots = (nodes, path = "") => [`${path}0`, ...nodes.flatMap((node, index) => [
  ...listsOf(node).flatMap((name) => slots(node[name], `${path}${index}.${name}.`)), `${path}${index + 1}`,
])];

export const stepList = ({ exercise, words, changed, announce }) => {
  const { kind, limits, blocks } = exercise;
  const fields = kind === "turtle" ? { ...FIELDS, ...TURTLE } : FIELDS;
  const most = Math.min(limits.blocks || limits.nodes, limits.nodes);
  let program = { version: 1, do: [] };
  let chosen = null; // the path of a step
  let next = "0"; // where the next step comes
  let past = [];
  let future = [];

  const choicesOf = { test: exercise.tests, to: exercise.colours };
  const called = { test: words.tests, to: words.colours };
  const highest = { times: limits.times, steps: limits.length, degrees: limits.degrees };
  const phraseOf = (op) => words.phrases[`${kind}-${op}`] || words.phrases[op];
  const said = (node) => fill(phraseOf(node.op), Object.fromEntries((fields[node.op] || []).map((name) => [name, called[name]?.[node[name]] ?? node[name]])));
  /* "2.1": the first step inside the second; what comes after "otherwise" counts on. */
  const numberOf = (path) => path.split(".").map((key, index, keys) => {
    if (LISTS.includes(key)) return null;
    const before = keys[index - 1] === "else" ? reach(program, keys.slice(0, index - 1).join(".")) : null;
    return Number(key) + 1 + (before ? before.list[before.index].do.length : 0);
  }).filter(Boolean).join(".");
  const nodeAt = (path) => { const { list, index } = reach(program, path); return list[index]; };
  const nameOf = (path) => fill(words.stepName, { number: numberOf(path), step: said(nodeAt(path)) });

  const list = make("div");
  const counted = make("p", { className: "steps-count muted" });

  /* Drawing */
  const field = (node, path, name) => {
    const data = { field: name, key: `${name} ${path}` };
    const label = { label: `${words.fields[name]}, ${nameOf(path)}` };
    if (!choicesOf[name]) return make("input", { type: "number", inputMode: "numeric", min: 1, max: highest[name], step: 1, value: node[name], data, aria: label });
    const options = choicesOf[name].map((value) => make("option", { value, textContent: called[name][value], selected: value === node[name] }));
    return make("select", { data, aria: label }, ...options);
  };
  const stepDrawn = (node, path) => {
    const [first, ...rest] = phraseOf(node.op).split(/\{(\w+)\}/);
    const pick = make("button", { type: "button", className: "step-pick", data: { key: `pick ${path}` }, aria: { label: nameOf(path) } },
      make("span", { className: "step-number", textContent: numberOf(path) }), first.trim());
    const parts = rest.map((part, at) => (at % 2 ? part.trim() && make("span", { textContent: part.trim() }) : field(node, path, part)));
    const inside = listsOf(node).flatMap((name) => [
      ...(name === "else" ? [make("p", { className: "step-else", textContent: words.otherwise })] : []),
      listDrawn(node[name], `${path}.${name}.`),
    ]);
    return make("li", { data: { path, next: words.nextHere } }, make("div", { className: "step" }, pick, ...parts.filter(Boolean)), ...inside);
  };
  const emptyDrawn = (path) => make("li", { className: "step-empty" }, make("button", {
    type: "button", textContent: words.addHere, data: { slot: `${path}0`, key: `slot ${path}0` },
  }));
  const listDrawn = (nodes, path) => make("ol", {}, ...(nodes.length || !path
    ? nodes.map((node, index) => stepDrawn(node, `${path}${index}`)) : [emptyDrawn(path)]));
  const show = () => {
    list.querySelectorAll("li[data-path]").forEach((one) => {
      const here = one.dataset.path === chosen;
      one.classList.toggle("chosen", here);
      one.classList.toggle("next", beside(one.dataset.path, 1) === next);
      const [step] = one.children;
      step.firstChild.setAttribute("aria-current", here);
      [...step.children].forEach((control) => { control.tabIndex = here || (!chosen && one.dataset.path === "0") ? 0 : -1; });
    });
    list.querySelectorAll("[data-slot]").forEach((one) => one.classList.toggle("next", one.dataset.slot === next));
    Object.entries(tools).forEach(([name, tool]) => {
      const able = { undo: past.length, redo: future.length, up: chosen && shifted(-1), down: chosen && shifted(1) }[name] ?? chosen;
      tool.setAttribute("aria-disabled", !able);
    });
  };
  const focused = () => document.activeElement?.dataset.key;
  const render = (focus = focused()) => {
    const inside = list.contains(document.activeElement) || focus !== focused();
    list.replaceChildren(program.do.length ? listDrawn(program.do, "") : make("p", { className: "steps-none", textContent: words.noStep }));
    counted.textContent = fill(limits.blocks ? words.countOf : words.count, { count: count(program.do), most });
    show();
    if (focus && inside) list.querySelector(`[data-key="${focus}"]`)?.focus();
  };

  /* Changing */
  const keep = () => { past = [...past, JSON.stringify({ program, chosen, next })].slice(-UNDOS); future = []; };
  const choose = (path) => {
    chosen = path;
    const inside = path !== null && nodeAt(path).do?.length === 0; // an empty loop is filled first
    next = path === null ? String(program.do.length) : inside ? `${path}.do.0` : beside(path, 1);
  };
  const done = (sentence, focus) => { render(focus); announce(sentence); changed(); };
  const turn = (from, to, sentence) => {
    if (!from.length) return;
    to.push(JSON.stringify({ program, chosen, next }));
    ({ program, chosen, next } = JSON.parse(from.pop()));
    done(sentence, chosen === null ? undefined : `pick ${chosen}`);
  };
  const put = (node, path) => {
    keep();
    const { list: into, index } = reach(program, path);
    into.splice(index, 0, node);
    choose(path);
    return done(fill(words.added, { step: nameOf(path) }), focused());
  };
  const add = (op, also) => {
    if (count(program.do) >= most) return announce(fill(words.full, { most }), true);
    if (level(next) > limits.depth) return announce(words.tooDeep, true);
    const first = (name) => (op === "until" && choicesOf.test.includes("at-goal") ? "at-goal" : choicesOf[name]?.[0] ?? FIRST[name]);
    const values = (fields[op] || []).map((name) => [name, first(name)]);
    const lists = "repeat until while if".includes(op) ? { do: [], ...also } : {};
    return put({ op, ...Object.fromEntries(values), ...lists }, next);
  };
  const without = (path) => {
    const rest = structuredClone(program);
    const { list: from, index } = reach(rest, path);
    return { rest, node: from.splice(index, 1)[0] };
  };
  /* Where the chosen step goes when it moves one place: in and out of loops too. */
  const shifted = (by) => {
    const { rest, node } = without(chosen);
    const ways = slots(rest.do).filter((path) => level(path) + depth(node) <= limits.depth + 1);
    return ways[ways.indexOf(chosen) + by];
  };
  const move = (by) => {
    const to = chosen && shifted(by);
    if (!to) return;
    const { rest, node } = without(chosen);
    keep();
    const { list: into, index } = reach(rest, to);
    into.splice(index, 0, node);
    program = rest;
    choose(to);
    const focus = list.contains(document.activeElement) ? `pick ${to}` : undefined;
    const parent = to.split(".").slice(0, -2).join(".");
    done(fill(parent ? words.movedIn : words.moved, { number: numberOf(to), step: said(node), parent: parent && said(nodeAt(parent)) }), focus);
  };
  const copy = () => {
    const twin = structuredClone(nodeAt(chosen));
    if (count([...program.do, twin]) > most) return announce(fill(words.full, { most }), true);
    return put(twin, beside(chosen, 1));
  };
  const remove = () => {
    const name = nameOf(chosen);
    const within = list.contains(document.activeElement);
    keep();
    const { list: from, index } = reach(program, chosen);
    from.splice(index, 1);
    const slot = chosen;
    const parent = chosen.split(".").slice(0, -2).join(".");
    if (from.length) choose(index ? beside(chosen, -1) : chosen); else choose(parent || null);
    if (!from.length) next = slot;
    done(fill(words.removed, { step: name }), within && chosen !== null ? `pick ${chosen}` : undefined);
    if (within && chosen === null) palette.querySelector("button").focus();
  };

  /* Controls */
  const acts = {
    up: () => move(-1), down: () => move(1), copy, remove,
    undo: () => turn(past, future, words.undone), redo: () => turn(future, past, words.redone),
  };
  const tool = (name) => make("button", {
    type: "button", className: `tool tool-${name}`, textContent: words.tools[name],
    on: { click: () => { if (tools[name].getAttribute("aria-disabled") !== "true") acts[name](); else announce(words.chooseFirst); } },
  });
  const tools = Object.fromEntries(Object.keys(acts).map((name) => [name, tool(name)]));
  const offer = (op, label, also) => make("button", { type: "button", className: "palette-step", textContent: label, data: { op }, on: { click: () => add(op, also) } });
  const palette = make("div", { className: "palette", role: "group", aria: { label: words.add } }, ...blocks.flatMap((op) => (
    op === "else" ? [offer("if", words.palette.else, { else: [] })] : [offer(op, words.palette[`${kind}-${op}`] || words.palette[op])]
  )));
  const walk = (key) => {
    const picks = [...list.querySelectorAll(".step-pick")];
    const at = picks.indexOf(document.activeElement);
    picks[{ ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: picks.length - 1 }[key]]?.focus();
  };
  list.addEventListener("click", ({ target }) => {
    const slot = target.closest("[data-slot]");
    const step = target.closest(".step");
    if (slot) { chosen = null; next = slot.dataset.slot; show(); announce(words.nextHere); } else if (step && !target.closest("input, select")) step.firstChild.focus();
  });
  list.addEventListener("focusin", ({ target }) => { const one = target.closest("li[data-path]"); if (one && !target.dataset.slot) { choose(one.dataset.path); show(); } });
  list.addEventListener("change", ({ target }) => {
    const { field: name } = target.dataset;
    const { path } = target.closest("li").dataset;
    const node = nodeAt(path);
    const value = choicesOf[name] ? target.value : Math.round(Number(target.value));
    if (!choicesOf[name] && !(value >= 1 && value <= highest[name])) {
      target.value = node[name];
      return announce(fill(words.between, { most: highest[name] }), true);
    }
    keep();
    node[name] = value;
    // In place: a list drawn anew would take away the field to which the finger is on its way.
    target.closest(".step").firstChild.setAttribute("aria-label", nameOf(path));
    show();
    announce(nameOf(path));
    return changed();
  });
  list.addEventListener("keydown", (event) => {
    const { key, altKey, target } = event;
    if (!target.matches(".step-pick")) return;
    const act = altKey ? { ArrowUp: acts.up, ArrowDown: acts.down }[key] : { Delete: remove, Backspace: remove }[key];
    if (act) act(); else if (!altKey && /^(Arrow(Up|Down)|Home|End)$/.test(key)) walk(key); else return;
    event.preventDefault();
  });
  const undoBar = make("div", { className: "steps-undo" }, tools.undo, tools.redo);
  const bar = make("div", { className: "steps-bar" }, palette, make("div", { className: "tools", role: "group", aria: { label: words.withStep } }, tools.up, tools.down, tools.copy, tools.remove));
  const element = make("div", { className: "steps" }, make("div", { className: "steps-head" }, counted, undoBar), list, bar);
  element.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || !"zy".includes(event.key.toLowerCase()) || event.target.matches("input")) return;
    event.preventDefault();
    acts[event.key.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo"]();
  });

  return {
    element,
    nameOf,
    program: () => program,
    /* Show another program; what was there can be undone where `undoable`. */
    load(other, undoable = true) {
      if (undoable) keep();
      program = structuredClone(other);
      choose(null);
      render();
    },
    /* Show one step as the one that runs, or that failed with a reason; null clears both. */
    mark(path, how = "running", why = "") {
      list.querySelectorAll(".running, .failed").forEach((one) => one.classList.remove("running", "failed"));
      list.querySelectorAll(".step-why").forEach((one) => one.remove());
      const step = path && list.querySelector(`li[data-path="${path}"] > .step`);
      if (!step) return;
      step.classList.add(how);
      if (why) step.append(make("p", { className: "step-why", textContent: why }));
    },
  };
};
