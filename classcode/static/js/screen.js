/* The page of a projector asks for itself again whenever its code turns. Without this script the browser reloads it. */
(() => {
  "use strict";
  const AGAIN = 5; // seconds after which a page that could not be had is asked for again
  const USUAL = 30;
  const away = document.querySelector(".screen-away");
  const shown = () => document.getElementById("shown");
  const plan = (seconds) => setTimeout(turn, seconds * 1000 + 300); // a moment later, so that the code has turned
  const turn = async () => {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("shown");
      shown().replaceWith(document.importNode(fresh, true));
      away.hidden = true;
      plan(Number(shown().dataset.turns) || USUAL);
    } catch {
      away.textContent = shown().dataset.wordAway;
      away.hidden = false;
      plan(AGAIN);
    }
  };
  plan(Number(shown().dataset.turns) || USUAL);
})();
