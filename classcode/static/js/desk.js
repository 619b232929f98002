/* Comforts of the desk, on pages that work without them: who else is here, kept answers at the cursor, how many questions
   are chosen, and shortcuts that can be turned off. Nothing is loaded from elsewhere; every word comes from the page. */
(() => {
  "use strict";
  const EVERY = 20000; // a third of the time after which the server forgets who is here
  const TYPED = 30000; // somebody who typed so lately is writing
  const SWITCH = "desk-keys";
  const token = document.querySelector("meta[name=csrf-token]");
  const form = document.getElementById("answer");
  const area = form && form.querySelector("textarea[name=text]");
  const send = (url, body, accept) => fetch(url, {
    method: "POST", credentials: "same-origin",
    headers: { "X-CSRFToken": token.content, ...(accept ? { Accept: accept } : {}) }, body,
  });

  /* 1. Who else has this question open. */
  const place = document.querySelector("[data-here]");
  let typed = 0;
  if (area) area.addEventListener("input", () => { typed = Date.now(); });
  const show = (others) => {
    const told = [...place.children].map((line) => line.textContent.trim()).join("\n");
    if (told === others.join("\n")) return; // read out once, not every time
    place.replaceChildren(...others.map((words) => {
      const line = document.createElement("p");
      line.textContent = words;
      return line;
    }));
  };
  const tell = async () => {
    if (document.visibilityState !== "visible") return;
    const writing = Date.now() - typed < TYPED ? "yes" : "";
    try {
      const answer = await send(place.dataset.here, new URLSearchParams({ writing, lang: document.documentElement.lang }));
      if (answer.ok) show((await answer.json()).others);
    } catch { /* the next word of it comes soon */ }
  };
  if (place && token) {
    tell();
    setInterval(tell, EVERY);
    document.addEventListener("visibilitychange", tell);
  }

  /* 2. A kept answer comes where the cursor is; what was written stays, and it can be taken out again. */
  const insert = document.querySelector("[data-insert]");
  const takeOut = document.querySelector("[data-take-out]");
  let before = null;
  const put = (text) => {
    before = { value: area.value, at: area.selectionStart };
    area.focus();
    area.setSelectionRange(before.at, before.at);
    // This way the browser's own undo knows of it too.
    if (!document.execCommand("insertText", false, text)) area.setRangeText(text, before.at, before.at, "end");
    before.after = area.value;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    takeOut.hidden = takeOut.disabled = false;
  };
  if (insert && area && token) {
    insert.addEventListener("click", async (event) => {
      event.preventDefault();
      const chosen = form.elements.canned;
      if (!chosen.value) return chosen.focus();
      const fields = new FormData(form);
      fields.delete("files");
      try {
        const answer = await send(insert.formAction, new URLSearchParams(fields), "application/json");
        if (answer.ok) put((await answer.json()).text);
      } catch { form.requestSubmit(insert); }
    });
    takeOut.addEventListener("click", (event) => {
      if (!before) return; // inserted by the server: it takes it out too
      event.preventDefault();
      const text = before.after.slice(before.at, before.after.length - (before.value.length - before.at));
      const at = area.value === before.after ? before.at : area.value.indexOf(text);
      if (at >= 0) area.setRangeText("", at, at + text.length, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
      takeOut.hidden = takeOut.disabled = true;
      before = null;
      area.focus();
    });
  }

  /* 3. How many questions are chosen for one act. */
  const chosen = document.querySelector("[data-chosen]");
  const count = () => {
    const n = document.querySelectorAll("input[name=ticket]:checked").length;
    chosen.textContent = n ? `${chosen.dataset.some} ${n}.` : chosen.dataset.none;
  };
  if (chosen) { count(); document.addEventListener("change", count); }

  /* 4. Shortcuts: never while somebody writes, never with another key held, and off when she says so (WCAG 2.1.4). */
  const kept = { get() { try { return localStorage.getItem(SWITCH) !== "off"; } catch { return true; } },
    set(on) { try { localStorage.setItem(SWITCH, on ? "on" : "off"); } catch { /* until the page goes */ } } };
  let on = kept.get();
  const switches = [...document.querySelectorAll("[data-keys-switch]")];
  switches.forEach((one) => {
    one.checked = on;
    one.addEventListener("change", () => { on = one.checked; kept.set(on); switches.forEach((other) => { other.checked = on; }); });
  });
  const links = () => [...document.querySelectorAll("a[data-open]")].filter((one) => one.checkVisibility ? one.checkVisibility() : true);
  const step = (by) => {
    const all = links();
    const here = document.activeElement && document.activeElement.closest("[data-card]");
    const at = all.findIndex((one) => here && here.contains(one));
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
    if (next) next.focus();
  };
  const opened = () => {
    const here = document.activeElement && document.activeElement.closest("[data-card]");
    return here ? here.querySelector("a[data-open]") : null;
  };
  const acts = {
    j: () => step(1),
    k: () => step(-1),
    o: () => { const link = opened(); if (link) link.click(); },
    a: () => {
      const here = document.activeElement && document.activeElement.closest("[data-card]");
      const button = (here || document).querySelector("[data-accept] button");
      if (button) button.focus();
    },
    r: () => { if (area) area.focus(); },
    n: () => {
      const note = document.querySelector("[data-note]");
      if (note) { note.open = true; note.querySelector("textarea").focus(); }
    },
    "?": () => {
      const dialog = document.querySelector("[data-keys-dialog]");
      const page = document.querySelector("a[data-keys-page]");
      if (dialog) dialog.showModal(); else if (page) page.click();
    },
  };
  const writes = (one) => one.isContentEditable || /^(input|select|textarea)$/i.test(one.tagName) && !/^(checkbox|radio|button|submit)$/.test(one.type);
  document.addEventListener("keydown", (event) => {
    const held = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
    if (!on || held || event.defaultPrevented || writes(event.target) || document.querySelector("dialog[open]")) return;
    const act = acts[event.key];
    if (act) { event.preventDefault(); act(); }
  });
})();
