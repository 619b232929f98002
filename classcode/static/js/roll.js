/* Ticking a list by one key for each person. A key counts only while the focus is on a line (WCAG 2.1.4), never in a field
   that is written in. */
(() => {
  "use strict";
  const KEYS = { p: "attended", t: "partly", a: "absent", e: "excused" };
  const lines = [...document.querySelectorAll("[data-line]")];
  const hint = document.querySelector("[data-roll-keys]");
  if (hint) hint.hidden = false;
  const radios = (line) => [...line.querySelectorAll("input[type=radio]")];
  const enter = (line) => {
    const all = radios(line);
    const first = all.find((one) => one.checked) || all[0];
    if (first) first.focus();
  };
  document.addEventListener("keydown", (event) => {
    const held = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
    const line = event.target.closest("[data-line]");
    if (held || !line || event.target.type !== "radio") return;
    const chosen = radios(line).find((one) => one.value === KEYS[event.key]);
    if (!chosen) return;
    event.preventDefault();
    chosen.checked = true;
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
    const minutes = line.querySelector("input[name^=minutes]");
    const next = lines[lines.indexOf(line) + 1];
    if (chosen.value === "partly" && minutes) minutes.focus();
    else if (next) enter(next);
  });
})();
