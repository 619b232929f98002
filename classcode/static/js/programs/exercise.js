/* An exercise in its page: its worlds, its program, what happens when it runs, and what the server says of it. */
import { fill, make } from "./drawing.js";
import { drafts } from "./drafts.js";
import { runWith } from "./running.js";
import { stepList } from "./steps.js";

const PACES = { slow: 900, usual: 420, fast: 110 };
const WORLDS = {
  robot: () => import("./robot.js"),
  turtle: () => import("./turtle.js"),
};

const open = async (place) => {
  const exercise = JSON.parse(place.dataset.exercise);
  const words = { ...JSON.parse(place.dataset.words), ...exercise.words };
  const form = place.querySelector("form");
  const { Body, drawWorld } = await WORLDS[exercise.kind]();
  const { worlds, limits, hints } = exercise;
  const results = {};
  let at = 0;
  let run = null; // the answer of the run that is shown
  let shown = 0; // how many of its steps
  let timer = null;
  let blocks = null; // the frame of the block editor, once open

  const live = make("p", { className: "unseen", role: "status" });
  const told = make("p", { className: "exercise-told" });
  const announce = (sentence, seen) => {
    live.textContent = sentence || "";
    live.className = seen ? "exercise-said" : "unseen";
  };

  /* The worlds */
  const drawn = worlds.map((world) => drawWorld(world, words));
  const stage = make("div", { className: "stage", id: `${exercise.id}-stage` });
  const where = make("p", { className: "stage-where" });
  const inWords = make("p");
  const tabs = worlds.map((_, index) => make("button", {
    type: "button", className: "world-tab", role: "tab", on: { click: () => enter(index) }, aria: { controls: stage.id },
  }));
  const tabList = make("div", { className: "world-tabs", role: "tablist", aria: { label: words.worlds }, hidden: worlds.length < 2 }, ...tabs);
  tabList.addEventListener("keydown", ({ key }) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (by) { enter((at + by + worlds.length) % worlds.length); tabs[at].focus(); }
  });
  if (worlds.length > 1) stage.setAttribute("role", "tabpanel");
  const name = (index) => fill(words.world, { number: index + 1 });
  const mark = () => tabs.forEach((tab, index) => {
    const result = results[worlds[index].id];
    tab.replaceChildren(name(index), ...(result ? [make("span", { className: result.why ? "bad" : "ok", textContent: result.why ? " ✗" : " ✓", aria: { hidden: true } }),
      make("span", { className: "unseen", textContent: result.why ? words.fails : words.works })] : []));
    tab.setAttribute("aria-selected", index === at);
    tab.tabIndex = index === at ? 0 : -1;
  });
  const enter = (index) => {
    at = index;
    stage.replaceChildren(drawn[at].picture, where);
    stage.setAttribute("aria-label", name(at));
    inWords.textContent = drawn[at].described;
    reset();
    mark();
  };

  /* Running */
  const program = () => (blocks ? blocks.program : list.program());
  const light = (path, how, why) => { list.mark(path, how, why); blocks?.show(path, how); };
  const stop = () => { clearTimeout(timer); timer = null; };
  const reset = (edited) => {
    stop();
    run = null;
    shown = 0;
    light(null);
    if (edited !== true) told.replaceChildren(); // what was told stays while she mends: nothing jumps under her finger
    told.classList.toggle("old", edited === true);
    where.textContent = drawn[at].show({ trace: [], outcome: null }, 0);
    buttons();
  };
  const runIn = (index) => runWith(new Body(worlds[index]), program(), limits.steps);
  const begin = () => { if (!run || shown >= run.trace.length) { reset(); run = runIn(at); } };
  const sentence = ({ why, at: path, steps }) => [
    why ? words.whys[why] : fill(words.reached, { steps }),
    path ? fill(words.atStep, { step: list.nameOf(path) }) : "",
  ].filter(Boolean).join(" ");
  const finish = () => {
    timer = null;
    results[worlds[at].id] = run;
    const good = !run.why;
    told.replaceChildren(make("strong", { className: good ? "ok" : "bad", textContent: `${good ? "✓" : "✗"} ${sentence(run)}` }));
    if (hints[run.why]) told.append(make("span", { className: "exercise-hint", innerHTML: hints[run.why] }));
    const left = worlds.findIndex((world) => !(world.id in results) || results[world.id].why);
    if (good && left >= 0) told.append(make("button", { type: "button", className: "button quiet", textContent: fill(words.tryWorld, { number: left + 1 }), on: { click: () => { enter(left); tabs[left].focus(); } } }));
    light(run.at, "failed", words.whys[run.why]);
    announce(told.textContent);
    mark();
    buttons();
  };
  const advance = () => {
    if (shown < run.trace.length) {
      shown += 1;
      const now = run.trace[shown - 1];
      light(now.at);
      where.textContent = `${drawn[at].show(run, shown)} ${"says" in now ? words[now.says ? "yes" : "no"] : ""}`;
    }
    if (shown >= run.trace.length) { drawn[at].show(run, shown); finish(); }
  };
  const tick = () => {
    advance();
    if (run && shown < run.trace.length) timer = setTimeout(tick, PACES[pace.value]);
    buttons();
  };
  const play = () => {
    if (timer) { stop(); buttons(); } else { begin(); tick(); }
  };
  const one = () => { stop(); begin(); advance(); announce(`${run.trace[shown - 1] ? list.nameOf(run.trace[shown - 1].at) : ""} ${where.textContent} ${told.textContent}`); buttons(); };
  const button = (className, textContent, click) => make("button", { type: "button", className: className === "link" ? className : `button ${className}`, textContent, on: { click } });
  const go = button("go", words.run, play);
  const back = button("quiet", words.reset, () => { reset(); announce(words.wasReset); });
  const pace = make("select", { aria: { label: words.pace } }, ...Object.keys(PACES).map((value) => make("option", { value, textContent: words.paces[value], selected: value === "usual" })));
  const paced = () => stage.style.setProperty("--pace", `${PACES[pace.value] * 0.8}ms`);
  pace.addEventListener("change", paced);
  const buttons = () => {
    go.textContent = timer ? words.pause : words.run;
    back.setAttribute("aria-disabled", !run);
  };

  /* Judging */
  const outcome = make("div", { className: "exercise-outcome", role: "status" });
  const outcomeOf = (sentences, passed, all = []) => outcome.replaceChildren(
    make("p", { className: `outcome ${passed ? "ok" : ""}` }, make("strong", { textContent: sentences.join(" ") })),
    ...(all.length > 1 ? [make("ul", {}, ...all.map(({ why, at: path, words: said }, index) => make("li", {
      textContent: `${why ? "✗" : "✓"} ${fill(words.inWorld, { number: index + 1, said })} ${path ? fill(words.atStep, { step: list.nameOf(path) }) : ""}`,
    })))] : []),
  );
  const judged = (said) => {
    said.worlds.forEach((result) => { results[result.id] = result; });
    outcomeOf(said.passed ? [words.passed] : [words.notYet, said.ever_passed ? words.passedBefore : ""], said.passed, said.worlds);
    mark();
    const failing = said.worlds.findIndex(({ why }) => why);
    if (failing < 0) return;
    enter(failing);
    run = runIn(failing);
    shown = run.trace.length;
    where.textContent = drawn[at].show(run, shown);
    finish();
  };
  const ask = async () => {
    const body = new FormData(form);
    body.set("program", JSON.stringify(program()));
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (answer.status >= 500) throw new Error(answer.status);
    const said = await answer.json();
    if (said.act) form.elements.act.value = said.act;
    if (said.refused) return announce(said.refused.words, true);
    if (!answer.ok) return announce(words.drafts.signedOut, true);
    return judged(said);
  };
  const here = () => {
    const all = worlds.map(({ id }, index) => { const ran = runIn(index); return { ...ran, id, words: words.whys[ran.why] || words.outcomes.reached }; });
    return { passed: all.every(({ why }) => !why), worlds: all };
  };
  const check = async () => {
    reset();
    if (!exercise.signed_in) return judged(here());
    all.setAttribute("aria-busy", true);
    try { await ask(); } catch { announce(words.cutCheck, true); }
    return all.removeAttribute("aria-busy");
  };
  const all = button("main", worlds.length > 1 ? words.checkAll : words.check, check);

  /* The program */
  const saved = make("p", { className: "exercise-saved muted" });
  const note = (kind, more) => {
    const time = kind === "saved" && new Date(more).toLocaleTimeString(words.dates, { hour: "2-digit", minute: "2-digit" });
    saved.textContent = kind === "refused" ? more : fill(words.drafts[kind], { time });
    saved.classList.toggle("warm", kind !== "saved");
    if (kind !== "saved" && saved.dataset.kind !== kind) announce(saved.textContent);
    saved.dataset.kind = kind;
  };
  const clash = make("div", { className: "notice warm exercise-clash", role: "alert", hidden: true });
  const disagrees = (other) => {
    const settle = (chosen) => () => { clash.hidden = true; store.settle(chosen, other); show(chosen); all.focus(); };
    const mine = structuredClone(program());
    const time = new Date(other.saved_at).toLocaleString(words.dates, { dateStyle: "long", timeStyle: "short" });
    clash.replaceChildren(make("p", { textContent: fill(words.clash, { time }) }), make("div", { className: "actions" },
      button("quiet", words.keepMine, settle(mine)), button("quiet", words.takeOther, settle(other.program))));
    clash.hidden = false;
  };
  const store = drafts({ url: exercise.urls.draft, signedIn: exercise.signed_in, draft: exercise.draft, told: note, disagrees });
  const changed = () => {
    worlds.forEach(({ id }) => delete results[id]);
    outcome.replaceChildren();
    mark();
    reset(true);
    store.save(program());
  };
  const list = stepList({ exercise, words, changed, announce });
  const show = (other) => { list.load(other); blocks?.load(other); reset(); };
  const start = button("link", words.startAgain, () => { show(exercise.start); store.save(exercise.start); announce(words.startedAgain); });

  /* The block editor comes on request, in its own frame */
  const offer = fill(words.openBlocks, { size: words.blocksSize });
  const swap = (opened) => {
    if (blocks) { blocks.close(); list.load(blocks.program); }
    blocks = opened;
    list.element.hidden = keys.hidden = Boolean(blocks);
    blocksButton.textContent = blocks ? words.openList : offer;
  };
  const failed = () => { swap(null); announce(words.cutBlocks, true); };
  const blocksButton = button("link", offer, () => (blocks ? swap(null) : import("./frame.js").then(({ openBlocks }) => {
    swap(openBlocks({ url: exercise.urls.blocks, title: words.blocks, program: list.program(), changed: () => { list.load(blocks.program); changed(); }, failed }));
    list.element.before(blocks.element);
  }).catch(failed)));

  const keys = make("details", {}, make("summary", { textContent: words.keysTitle }), make("p", { textContent: words.keys }));
  const map = make("details", {}, make("summary", { textContent: words.inWords }), inWords);
  place.querySelector(".exercise-place").replaceChildren(
    make("div", { className: "exercise-world" }, tabList, stage, make("div", { className: "exercise-run" }, go, button("quiet", words.step, one), back, pace), told, map),
    make("div", { className: "exercise-program" }, make("h3", { textContent: words.program }), clash, list.element, live, keys,
      make("div", { className: "actions" }, all, blocksButton, start), saved, outcome));
  list.load(store.begin() || exercise.start, false);
  const { changed: edited, ever_passed: ever } = exercise.last || {};
  if (edited || ever) outcomeOf([edited ? words.changed : words.passedBefore], ever && !edited);
  paced();
  enter(0);
  place.dataset.ready = "";
};

document.querySelectorAll(".exercise[data-exercise]").forEach(open);
