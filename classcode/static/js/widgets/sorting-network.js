/* Walks the numbers of a sorting network from meeting to meeting: the reader says each time which is the smaller. */
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

  const open = (place) => {
    const { start, xs, meetings, height } = JSON.parse(place.dataset.given);
    const words = JSON.parse(place.dataset.words);
    const svg = place.querySelector("svg");
    const play = place.querySelector(".play");
    const ask = play.querySelector(".ask");
    const told = play.querySelector(".told");
    const choices = [...play.querySelectorAll("[data-side]")];
    const steps = meetings[meetings.length - 1][0] + 1;
    let numbers = [...start]; // by line
    let at = 0; // the meeting that comes next

    // One token for each number: it rides down its line and changes lines where it has to.
    const tokens = numbers.map(() => {
      const token = document.createElementNS(SVG, "g");
      token.setAttribute("class", "token");
      token.innerHTML = '<circle r="18"/><text y="7"></text>';
      svg.append(token);
      return token;
    });
    let held = [...tokens]; // the token on each line

    const heightOf = (line) => {
      if (at >= meetings.length) return height - 24;
      const behind = meetings.slice(0, at).filter((one) => one[1] === line || one[2] === line);
      return behind.length ? behind[behind.length - 1][3] + 23 : 24;
    };
    const draw = () => {
      held.forEach((token, line) => {
        token.style.transform = `translate(${xs[line]}px, ${heightOf(line)}px)`;
        token.querySelector("text").textContent = numbers[line];
      });
      svg.querySelectorAll(".meeting").forEach((one, index) => {
        one.classList.toggle("now", index === at);
        one.classList.toggle("past", index < at);
      });
    };
    const question = () => {
      const over = at >= meetings.length;
      play.querySelector(".choices").hidden = over;
      play.querySelector("[data-do=step]").hidden = over;
      if (over) {
        const sorted = numbers.every((one, line) => !line || numbers[line - 1] <= one);
        ask.textContent = fill(sorted ? words.sorted : words.unsorted, { numbers: numbers.join(", "), count: meetings.length });
        return;
      }
      const [step, low, high] = meetings[at];
      choices[0].textContent = numbers[low];
      choices[1].textContent = numbers[high];
      ask.textContent = fill(words.ask, { step: step + 1, steps, one: numbers[low], other: numbers[high] });
    };
    const show = () => { draw(); question(); };
    const meet = () => {
      const [, low, high] = meetings[at];
      if (numbers[low] > numbers[high]) {
        [numbers[low], numbers[high]] = [numbers[high], numbers[low]];
        [held[low], held[high]] = [held[high], held[low]];
      }
      at += 1;
      return { low: numbers[low], high: numbers[high] };
    };
    const ended = () => { if (at >= meetings.length) { told.textContent = ""; ask.focus(); } };
    const begin = (given) => {
      numbers = [...given];
      held = [...tokens];
      at = 0;
      show();
      told.textContent = fill(words.begun, { numbers: numbers.join(", ") });
    };

    choices.forEach((button, side) => button.addEventListener("click", () => {
      const [, low, high] = meetings[at];
      const pair = [numbers[low], numbers[high]];
      if (pair[side] > pair[1 - side]) {
        told.textContent = fill(words.wrong, { low: pair[1 - side], high: pair[side] });
        return;
      }
      told.textContent = fill(words.right, meet());
      show();
      ended();
    }));
    play.addEventListener("click", (event) => {
      const what = event.target.closest("[data-do]")?.dataset.do;
      if (what === "step") {
        const step = meetings[at][0];
        while (at < meetings.length && meetings[at][0] === step) meet();
        show();
        told.textContent = fill(words.stepped, { step: step + 1, numbers: numbers.join(", ") });
        ended();
      } else if (what === "again") {
        begin(start);
      } else if (what === "other") {
        const fresh = new Set();
        while (fresh.size < start.length) fresh.add(1 + Math.floor(Math.random() * 99));
        begin([...fresh]);
      }
    });
    place.classList.add("alive");
    play.hidden = false;
    show();
  };

  document.querySelectorAll("[data-widget=sorting-network]").forEach(open);
})();
