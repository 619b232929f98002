/* The list without a network: ticks stay on this phone with the time they were made, and leave in one post. What came of
   it is told by the page that answers; that page empties the phone. Logging out does too (app.js). */
(() => {
  "use strict";
  const place = document.getElementById("offline");
  const sent = document.querySelector("[data-offline-sent]");
  const key = (meeting, person) => `roll:${meeting}:${person}`;
  const newAct = () => (crypto.randomUUID ? crypto.randomUUID() : null);

  if (sent) {
    localStorage.removeItem(key(sent.dataset.offlineSent, sent.dataset.person));
    const end = `/meetings/${sent.dataset.offlineSent}/offline/`;
    if ("caches" in window) caches.keys().then((all) => all.filter((one) => one.endsWith(end)).forEach((one) => caches.delete(one)));
    if ("serviceWorker" in navigator) {
      navigator.serviceWorker.getRegistrations().then((all) => all.filter((one) => one.scope.endsWith(end)).forEach((one) => one.unregister()));
    }
  }
  if (!place) return;

  const words = place.dataset;
  const mine = key(words.meeting, words.person);
  const list = place.querySelector("[data-offline-list]");
  const form = document.getElementById("synchronise");
  const waiting = document.querySelector("[data-offline-waiting]");
  const read = () => { try { return JSON.parse(localStorage.getItem(mine)) || { ticks: {} }; } catch { return { ticks: {} }; } };
  const write = (state) => { try { localStorage.setItem(mine, JSON.stringify(state)); } catch { /* full or forbidden: what is ticked can still be sent */ } };
  let state = read();
  const tell = (sentence) => {
    const n = Object.keys(state.ticks).length;
    waiting.textContent = sentence || (n ? `${words.wordWaiting} ${n}.` : words.wordNone);
  };
  const of = (line, name) => line.querySelector(`[name^="${name}-"]`);

  /* 1. Every change of a line is a tick, with its time. */
  list.addEventListener("change", (event) => {
    const line = event.target.closest("[data-line]");
    if (!line) return;
    const chosen = line.querySelector("input[type=radio]:checked");
    const name = of(line, "name");
    const minutes = of(line, "minutes").value;
    state.ticks[line.dataset.line] = {
      presence: chosen ? chosen.value : "", minutes: chosen && chosen.value === "partly" && minutes ? Number(minutes) : null,
      name: name ? name.value : "", at: Date.now(),
    };
    state.act = newAct(); // more was ticked since: another batch than the one that may have left
    write(state);
    tell();
  });
  list.addEventListener("submit", (event) => event.preventDefault());
  Object.entries(state.ticks).forEach(([line, tick]) => {
    const here = list.querySelector(`[data-line="${CSS.escape(line)}"]`);
    if (!here) return;
    const radio = here.querySelector(`input[type=radio][value="${CSS.escape(tick.presence)}"]`);
    if (radio) radio.checked = true;
    if (tick.minutes) of(here, "minutes").value = tick.minutes;
    if (tick.name && of(here, "name")) of(here, "name").value = tick.name;
  });
  document.dispatchEvent(new Event("change")); // fields that depend on what was just restored
  tell();

  /* 2. One post brings them back; sent twice it is the same act. */
  const gather = () => Object.entries(state.ticks).map(([line, tick]) => ({
    ...tick, ...(line.startsWith("line-") ? { line: Number(line.slice(5)) } : { person: line }),
  }));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (state.act) form.elements.act.value = state.act;
    form.elements.ticks.value = JSON.stringify(gather());
    form.elements.sent.value = String(Date.now());
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      const answer = await fetch(form.action, { method: "POST", credentials: "same-origin", body: new URLSearchParams(new FormData(form)) });
      if (answer.redirected && answer.ok) location.assign(answer.url);
      else form.submit(); // the page that answers says what is wrong
    } catch {
      tell(words.wordCut);
    }
    button.disabled = false;
  });

  /* 3. The page stays on the phone. */
  if (!("serviceWorker" in navigator)) return;
  const needed = [...document.querySelectorAll("link[rel=stylesheet], script[src], link[rel=icon]")].map((one) => one.href || one.src);
  navigator.serviceWorker.addEventListener("message", (event) => {
    if (event.data && event.data.kept) place.querySelector("[data-offline-ready]").textContent = words.wordReady;
  });
  navigator.serviceWorker.register(words.worker, { scope: words.scope })
    .then(() => navigator.serviceWorker.ready)
    .then((registration) => { if (navigator.onLine) registration.active.postMessage({ keep: [location.pathname, ...needed] }); })
    .catch(() => { /* without it the page works for as long as it stays open */ });
})();
