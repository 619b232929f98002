/* Turns binary cards: each is a button, their sum is told, and the table of numbers fills as they are made. */
(() => {
  "use strict";
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

  const open = (place) => {
    const { cards, numbers } = JSON.parse(place.dataset.given);
    const words = JSON.parse(place.dataset.words);
    const play = place.querySelector(".play");
    const sum = play.querySelector("[data-sum]");
    const ask = play.querySelector(".ask");
    const told = play.querySelector(".told");
    const most = cards.reduce((one, other) => one + other, 0);
    const wanted = [...numbers];
    const made = new Set();
    let target = wanted[0];

    const buttons = [...place.querySelectorAll(".bcard")].map((card, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "bcard-turn";
      button.setAttribute("aria-label", fill(words.card, { value: cards[index] }));
      button.setAttribute("aria-pressed", "true");
      const sign = document.createElement("span");
      sign.className = "bcard-sign";
      sign.setAttribute("aria-hidden", "true");
      button.append(...card.childNodes, sign);
      card.append(button);
      return button;
    });
    const up = (button) => button.getAttribute("aria-pressed") === "true";
    const held = () => cards.filter((_value, index) => up(buttons[index]));
    const signs = () => buttons.map((button) => (up(button) ? "1" : "0")).join("");
    const sentence = () => {
      const faces = held();
      const number = faces.reduce((one, other) => one + other, 0);
      return number ? fill(words.sum, { sum: faces.join(" + "), number, signs: signs() }) : fill(words.none, { signs: signs() });
    };
    const record = (number) => {
      const row = place.querySelector(`tr[data-number="${number}"]`);
      if (row) [...signs()].forEach((sign, index) => { row.querySelectorAll("td")[index].textContent = sign; });
    };
    const question = () => {
      ask.textContent = target === undefined ? "" : fill(words.ask, { number: target });
    };
    const show = () => {
      buttons.forEach((button) => { button.querySelector(".bcard-sign").textContent = up(button) ? "1" : "0"; });
      sum.textContent = sentence();
      const number = held().reduce((one, other) => one + other, 0);
      if (number !== target) { told.textContent = sentence(); return; }
      record(number);
      made.add(number);
      target = wanted.find((one) => !made.has(one));
      const praise = fill(words.made, { number, signs: signs() });
      told.textContent = target === undefined && wanted.length ? `${praise} ${fill(words.all, { most })}` : praise;
      question();
    };

    buttons.forEach((button) => button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(!up(button)));
      show();
    }));
    play.addEventListener("click", (event) => {
      const what = event.target.closest("[data-do]")?.dataset.do;
      if (what === "hide") {
        buttons.forEach((button) => button.setAttribute("aria-pressed", "false"));
        show();
      } else if (what === "next") {
        // One that was not made yet, else any: there is always another.
        const left = wanted.filter((one) => !made.has(one) && one !== target);
        let fresh = left[0];
        while (fresh === undefined || fresh === target) fresh = 1 + Math.floor(Math.random() * most);
        target = fresh;
        question();
        told.textContent = ask.textContent;
      }
    });
    place.classList.add("alive");
    play.hidden = false;
    buttons.forEach((button) => button.setAttribute("aria-pressed", "false"));
    buttons.forEach((button) => { button.querySelector(".bcard-sign").textContent = "0"; });
    sum.textContent = sentence();
    question();
  };

  document.querySelectorAll("[data-widget=binary-cards]").forEach(open);
})();
