/* Cards for questions whose pieces are put in their places: ordering, programs in lines (Parsons), matching. The page works
   without: its lists hold the answer and are what is posted; cards only move, and lists follow. Every move is said aloud,
   can be made with buttons, arrow keys or a finger, and can be undone. Every word comes from the page. */
(() => {
  "use strict";
  const words = JSON.parse(document.currentScript.dataset.words);
  const say = (word, values = {}) => words[word].replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const SIGNS = {
    up: "M12 20V5M6 11l6-6 6 6", down: "M12 4v15M6 13l6 6 6-6", less: "M20 12H5M11 6l-6 6 6 6", more: "M4 12h15M13 6l6 6-6 6",
    add: "M12 5v14M5 12h14", out: "M6 6l12 12M18 6L6 18", undo: "M9 5L4 10l5 5M4 10h10a5 5 0 0 1 0 10h-3",
    grip: "M9 5v.1M9 12v.1M9 19v.1M15 5v.1M15 12v.1M15 19v.1",
  };
  const INDENT = 28; // pixels of one step, as in activities.css
  const FAR = 6; // pixels after which a press is a drag

  const make = (tag, props = {}, ...inside) => {
    const one = Object.assign(document.createElement(tag), props);
    one.append(...inside);
    return one;
  };
  const sign = (name) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    for (const [key, value] of Object.entries({ class: "icon", viewBox: "0 0 24 24", width: 24, height: 24, "aria-hidden": true })) svg.setAttribute(key, value);
    path.setAttribute("d", SIGNS[name]);
    svg.append(path);
    return svg;
  };
  /* Only named, where its sign is enough to see. `off` is told, not disabled: the focus must not fall from a button that
     has just done its last step. */
  const button = (name, label, act) => {
    const one = make("button", { type: "button", className: `move ${name}`, title: label }, sign(name));
    one.setAttribute("aria-label", label);
    one.addEventListener("click", () => { if (one.getAttribute("aria-disabled") !== "true") act(); });
    return one;
  };
  const off = (one, no) => one.setAttribute("aria-disabled", no ? "true" : "false");

  /* What all boards share: lists as the one truth, a voice, and a way back. */
  class Board {
    constructor(question) {
      this.question = question;
      this.root = question.querySelector(".pieces");
      this.lists = [...question.querySelectorAll(".pieces select")];
      this.cards = [...this.root.querySelectorAll(".piece")].map((item, first) => ({
        item, first, id: item.dataset.piece, text: item.querySelector(".piece-text").textContent.trim(),
      }));
      this.past = [];
      this.sent = JSON.stringify(this.values());
      this.voice = make("p", { className: "unseen" });
      this.voice.setAttribute("role", "status");
      this.back = make("button", { type: "button", className: "link undo-move" }, sign("undo"), ` ${say("undo")}`);
      this.back.addEventListener("click", () => this.undo());
      this.question.classList.add("alive");
      this.root.after(make("p", { className: "board-end" }, this.back), this.voice);
    }
    values() { return this.lists.map((list) => list.value); }
    choose(list, start) {
      const wanted = [...list.options].find((one) => one.value === start);
      if (wanted) list.value = start;
    }
    /* Do something as one step that can be taken back, then say it. */
    step(change, told) {
      const before = JSON.stringify(this.values());
      change();
      if (JSON.stringify(this.values()) === before) return this.draw();
      this.past.push(before);
      this.draw();
      this.voice.textContent = told();
    }
    undo() {
      if (!this.past.length) return;
      const before = JSON.parse(this.past.pop());
      this.lists.forEach((list, at) => { list.value = before[at]; });
      this.draw();
      this.voice.textContent = say("undone");
      this.back.focus();
    }
    /* Feedback speaks of what was sent: it goes while something else is laid out, and comes back with it. */
    draw() {
      const held = document.activeElement;
      this.lay();
      if (held && held !== document.activeElement && document.contains(held)) held.focus();
      off(this.back, !this.past.length);
      this.question.classList.toggle("changed", JSON.stringify(this.values()) !== this.sent);
    }
  }

  /* Follow a finger or a mouse from a grip; `to(x, y)` is told where it is, `drop` where it ended. */
  const drag = (grip, card, to, drop) => {
    grip.addEventListener("pointerdown", (start) => {
      if (start.button || grip.closest(":disabled")) return;
      start.preventDefault();
      let moving = false;
      const move = (event) => {
        if (event.pointerId !== start.pointerId) return;
        moving = moving || Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > FAR;
        if (!moving) return;
        card.classList.add("dragged");
        to(event.clientX - start.clientX, event.clientY, event);
      };
      const end = (event) => {
        if (event.pointerId !== start.pointerId) return;
        document.removeEventListener("pointermove", move);
        document.removeEventListener("pointerup", end);
        document.removeEventListener("pointercancel", end);
        card.classList.remove("dragged");
        drop(moving && event.type === "pointerup", event);
      };
      // Of the document, not captured: a card that changes its place in the page would lose what it captured.
      document.addEventListener("pointermove", move);
      document.addEventListener("pointerup", end);
      document.addEventListener("pointercancel", end);
    });
  };
  /* The card of a line before which a height falls; null behind the last. */
  const cardAt = (list, y, except) => [...list.children].find((item) => {
    if (item === except || !item.matches(".piece")) return false;
    const box = item.getBoundingClientRect();
    return y < box.top + box.height / 2;
  }) || null;
  const arrows = (item, keys) => item.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
  });
  const grip = () => {
    const one = make("span", { className: "grip" }, sign("grip"));
    one.setAttribute("aria-hidden", "true");
    return one;
  };

  /* 1. Lines to put in order. */
  class Ordering extends Board {
    constructor(question) {
      super(question);
      this.root.setAttribute("role", "list");
      this.cards.forEach((card) => {
        card.list = card.item.querySelector("select");
        card.up = button("up", say("up", card), () => this.move(card, -1));
        card.down = button("down", say("down", card), () => this.move(card, 1));
        const handle = grip();
        card.item.querySelector(".piece-text").after(make("span", { className: "moves" }, card.up, card.down));
        card.item.prepend(handle);
        arrows(card.item, { ArrowUp: () => this.move(card, -1), ArrowDown: () => this.move(card, 1) });
        drag(handle, card.item, (_x, y) => this.root.insertBefore(card.item, cardAt(this.root, y, card.item)),
          (dropped) => { if (dropped) this.step(() => this.keep(), () => this.told(card)); else this.draw(); });
      });
      this.draw();
    }
    order() { return [...this.root.children].map((item) => this.cards.find((card) => card.item === item)); }
    keep() { this.order().forEach((card, at) => this.choose(card.list, `${card.id}=${at + 1}`)); }
    told(card) { return say("placed", { text: card.text, place: this.order().indexOf(card) + 1, of: this.cards.length }); }
    move(card, by) {
      const order = this.order();
      const to = order.indexOf(card) + by;
      if (to < 0 || to >= order.length) { this.voice.textContent = this.told(card); return; }
      const held = document.activeElement;
      this.root.insertBefore(card.item, by > 0 ? order[to].item.nextSibling : order[to].item);
      held.focus();
      this.step(() => this.keep(), () => this.told(card));
    }
    lay() {
      const place = (card) => Number(card.list.value.split("=")[1]) || 1000 + card.first;
      const wanted = [...this.cards].sort((one, other) => place(one) - place(other));
      if (wanted.some((card, at) => this.root.children[at] !== card.item)) this.root.append(...wanted.map((card) => card.item));
      wanted.forEach((card, at) => { off(card.up, at === 0); off(card.down, at === wanted.length - 1); });
    }
  }

  /* 2. A program in lines: those used in their order and with their indent, those left over beside. */
  class Parsons extends Board {
    constructor(question) {
      super(question);
      const titles = ["program", "left"].map((name) => make("p", { className: "board-title", id: `${question.id}-${name}`, textContent: say(name) }));
      this.program = make("ol", { className: "pieces code program" });
      this.empty = make("p", { className: "muted board-empty", textContent: say("empty") });
      this.program.setAttribute("aria-labelledby", titles[0].id);
      this.root.setAttribute("aria-labelledby", titles[1].id);
      this.root.classList.add("pool");
      this.root.before(titles[0], this.program, this.empty, titles[1]);
      this.cards.forEach((card) => this.prepare(card));
      this.draw();
    }
    prepare(card) {
      card.place = card.item.querySelector("[data-place]");
      card.indent = card.item.querySelector("[data-indent]");
      const on = (name, act) => { card[name] = button(name, say(name === "out" ? "remove" : name, card), act); return card[name]; };
      const moves = make("span", { className: "moves" },
        on("up", () => this.move(card, -1)), on("down", () => this.move(card, 1)),
        on("less", () => this.shift(card, -1)), on("more", () => this.shift(card, 1)),
        on("out", () => this.put(card, null)), on("add", () => this.put(card, this.used().length)));
      const handle = grip();
      card.item.querySelector(".piece-text").after(moves);
      card.item.prepend(handle);
      arrows(card.item, { ArrowUp: () => this.move(card, -1), ArrowDown: () => this.move(card, 1), ArrowLeft: () => this.shift(card, -1), ArrowRight: () => this.shift(card, 1) });
      drag(handle, card.item, (_x, y) => this.carry(card, y), (dropped, event) => this.dropped(card, dropped, event));
    }
    steps(card) { return Number(card.indent.value.split(">")[1]) || 0; }
    used() {
      const place = (card) => Number(card.place.value.split("=")[1]) || 0;
      return this.cards.filter(place).sort((one, other) => place(one) - place(other));
    }
    keep(used) {
      this.cards.forEach((card) => this.choose(card.place, used.includes(card) ? `${card.id}=${used.indexOf(card) + 1}` : ""));
    }
    told(card) {
      const at = this.used().indexOf(card);
      return at < 0 ? say("removed", card) : say("line", { text: card.text, place: at + 1, of: this.used().length, indent: this.steps(card) });
    }
    put(card, at) {
      this.step(() => {
        const used = this.used().filter((one) => one !== card);
        if (at !== null) used.splice(at, 0, card);
        else this.choose(card.indent, `${card.id}>0`);
        this.keep(used);
      }, () => this.told(card));
      (at === null ? card.add : card.down).focus();
    }
    move(card, by) {
      const used = this.used();
      const at = used.indexOf(card);
      const to = at + by;
      if (at < 0) return by > 0 ? undefined : this.put(card, used.length);
      if (to < 0 || to >= used.length) { this.voice.textContent = this.told(card); return; }
      this.step(() => { used.splice(at, 1); used.splice(to, 0, card); this.keep(used); }, () => this.told(card));
    }
    shift(card, by) {
      const to = this.steps(card) + by;
      if (!this.used().includes(card) || to < 0 || to > 3) { this.voice.textContent = this.told(card); return; }
      this.step(() => this.choose(card.indent, `${card.id}>${to}`), () => this.told(card));
    }
    inProgram(y) {
      const pool = this.root.getBoundingClientRect();
      return y < pool.top - 20 || (!this.root.children.length && y < pool.top + 40);
    }
    carry(card, y) {
      const list = this.inProgram(y) ? this.program : this.root;
      list.insertBefore(card.item, cardAt(list, y, card.item));
    }
    dropped(card, dropped, event) {
      if (!dropped) return this.draw();
      const inside = card.item.parentElement === this.program;
      const at = [...this.program.children].indexOf(card.item);
      const left = event.clientX - this.program.getBoundingClientRect().left - 24; // where in the card its grip is
      const indent = Math.max(0, Math.min(3, Math.round(left / INDENT)));
      this.step(() => {
        const used = this.used().filter((one) => one !== card);
        if (inside) used.splice(at, 0, card);
        this.choose(card.indent, `${card.id}>${inside ? indent : 0}`);
        this.keep(used);
      }, () => this.told(card));
    }
    lay() {
      const used = this.used();
      const spare = this.cards.filter((card) => !used.includes(card));
      const fill = (list, cards) => {
        if (list.children.length !== cards.length || cards.some((card, at) => list.children[at] !== card.item)) list.append(...cards.map((card) => card.item));
      };
      fill(this.program, used);
      fill(this.root, spare);
      this.empty.hidden = used.length > 0;
      this.cards.forEach((card) => {
        const at = used.indexOf(card);
        card.item.className = card.item.className.replace(/ ?\bstep-\d/g, "") + (at < 0 ? "" : ` step-${this.steps(card)}`);
        [card.up, card.down, card.less, card.more, card.out].forEach((one) => { one.hidden = at < 0; });
        card.add.hidden = at >= 0;
        off(card.up, at === 0);
        off(card.down, at === used.length - 1);
        off(card.less, this.steps(card) === 0);
        off(card.more, this.steps(card) === 3);
      });
    }
  }

  /* 3. Halves to bring together: take a card, then press its place; or drag it there. */
  class Matching extends Board {
    constructor(question) {
      super(question);
      this.held = null;
      this.halves = [...question.querySelectorAll("[data-half]")].map((item) => this.half(item));
      const pool = question.querySelector(".halves");
      pool.hidden = false;
      pool.before(make("p", { className: "board-title", textContent: say("halves") }));
      this.cards.forEach((card) => {
        card.list = card.item.querySelector("select");
        card.slot = make("button", { type: "button", className: "slot" });
        card.slot.addEventListener("click", () => this.pressed(card));
        card.item.querySelector(".piece-text").after(card.slot);
      });
      question.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !this.held) return;
        this.take(null);
        this.voice.textContent = say("let-go");
      });
      this.draw();
    }
    half(item) {
      const half = { id: item.dataset.half, text: item.textContent.trim(), html: [...item.childNodes] };
      half.button = make("button", { type: "button", className: "half" });
      half.button.append(...half.html.map((node) => node.cloneNode(true)));
      half.button.addEventListener("click", () => {
        if (half.dragged) { half.dragged = false; return; }
        this.take(this.held === half ? null : half);
        this.voice.textContent = this.held ? say("taken", half) : say("let-go");
      });
      const over = (event) => {
        const below = document.elementsFromPoint(event.clientX, event.clientY);
        return this.cards.find((card) => below.includes(card.item));
      };
      drag(half.button, half.button, (x, _y, event) => {
        half.start = half.start || { x: event.clientX - x, y: event.clientY };
        half.button.style.translate = `${event.clientX - half.start.x}px ${event.clientY - half.start.y}px`;
        this.cards.forEach((card) => card.item.classList.toggle("under", card === over(event)));
      }, (dropped, event) => {
        half.start = null;
        half.button.style.translate = "";
        half.dragged = dropped;
        this.cards.forEach((card) => card.item.classList.remove("under"));
        const card = dropped && over(event);
        if (card) this.place(card, half);
        if (dropped) setTimeout(() => { half.dragged = false; });
      });
      item.replaceChildren(half.button);
      return half;
    }
    take(half) {
      this.held = half;
      this.halves.forEach((one) => one.button.setAttribute("aria-pressed", one === half ? "true" : "false"));
      this.question.classList.toggle("holding", Boolean(half));
    }
    placed(card) { return this.halves.find((half) => card.list.value === `${card.id}=${half.id}`); }
    place(card, half) {
      this.take(null);
      this.step(() => this.choose(card.list, half ? `${card.id}=${half.id}` : ""), () => (half ? say("matched", { left: card.text, right: half.text }) : say("emptied", card)));
    }
    pressed(card) {
      if (this.held) { this.place(card, this.held); card.slot.focus(); }
      else if (this.placed(card)) this.place(card, null);
      else { this.voice.textContent = say("take-first"); this.halves[0].button.focus(); }
    }
    lay() {
      const used = new Set();
      this.cards.forEach((card) => {
        const half = this.placed(card);
        if (half) used.add(half);
        card.slot.replaceChildren(...(half ? half.html.map((node) => node.cloneNode(true)) : [make("span", { className: "muted", textContent: say("slot") })]));
        card.slot.setAttribute("aria-label", half ? say("slot-of", { left: card.text, right: half.text }) : say("slot-empty", card));
        card.slot.classList.toggle("filled", Boolean(half));
      });
      this.halves.forEach((half) => {
        half.button.classList.toggle("used", used.has(half));
        half.button.setAttribute("aria-pressed", half === this.held ? "true" : "false");
      });
    }
  }

  const KINDS = { ordering: Ordering, parsons: Parsons, matching: Matching };
  document.querySelectorAll("fieldset.question[data-kind]:not(:disabled)").forEach((question) => {
    const Kind = KINDS[question.dataset.kind];
    if (!Kind) return;
    new Kind(question);
    const hint = question.querySelector(".hint");
    if (hint) hint.textContent = say(`${question.dataset.kind}-hint`);
  });
})();
