/* Comforts of the forms that ask: suggestions while one writes, and who sees what in the case that is ticked. The form
   works without them; what is typed goes to our own server alone, in the body of a request, and is not kept. */
(() => {
  "use strict";
  const PAUSE = 600; // milliseconds without a key
  const LEAST = 12; // characters; less says nothing yet
  const place = document.querySelector("[data-suggest]");
  const form = place && place.closest("form");
  if (form) {
    const area = form.elements.text;
    const plain = form.querySelector("[data-send-plain]");
    const anyway = form.querySelector("[data-send-anyway]");
    let wait;
    let asked = area.value.trim();
    let latest = 0;
    const show = (html) => {
      if (place.innerHTML.trim() === html.trim()) return; // the same again is not read aloud again
      place.innerHTML = html;
      const some = Boolean(place.querySelector("a"));
      plain.hidden = some;
      anyway.hidden = !some;
    };
    const look = async () => {
      const text = area.value.trim();
      if (text === asked) return;
      asked = text;
      const turn = ++latest;
      if (text.length < LEAST) return show("");
      const body = new URLSearchParams({
        csrf_token: form.elements.csrf_token.value, act: form.elements.act.value,
        lang: document.documentElement.lang, text,
        unit: form.elements.unit ? form.elements.unit.value : "",
      });
      try {
        const answer = await fetch(place.dataset.suggest, { method: "POST", credentials: "same-origin", body });
        if (answer.ok && turn === latest) show(await answer.text());
      } catch { /* no suggestion: the form is not waiting for one */ }
    };
    area.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(look, PAUSE); });
    form.querySelectorAll("[data-without-script]").forEach((part) => { part.hidden = true; });
    if (area.value.trim()) { asked = ""; wait = setTimeout(look, PAUSE); } // a draft that came back
  }

  const tick = document.getElementById("unnamed");
  if (tick) {
    const cases = document.querySelectorAll("[data-when-unnamed]");
    const tell = () => cases.forEach((one) => { one.hidden = (one.dataset.whenUnnamed === "yes") !== tick.checked; });
    tick.addEventListener("change", tell);
    tell();
  }
})();
