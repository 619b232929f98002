/* A picture in squares: squares are turned black by touch or keys and compared with the numbers, or numbers are written. */
(() => {
  "use strict";
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  const same = (one, other) => one.join(" ") === other.join(" ");

  /* The numbers of a row of true (black) and false: white squares first. */
  const code = (squares) => {
    const numbers = [0];
    let black = false;
    squares.forEach((one) => {
      if (one !== black) { numbers.push(0); black = one; }
      numbers[numbers.length - 1] += 1;
    });
    return numbers;
  };

  const tell = (place, words, codes, shows, codesOf) => {
    const told = place.querySelector(".told");
    const rows = [...place.querySelectorAll("tbody tr")];
    const right = new Set();
    const mark = (row) => {
      const fits = same(codesOf(row), codes[row]);
      rows[row].classList.toggle("right", fits);
      if (fits) right.add(row); else right.delete(row);
      return fits;
    };
    return {
      changed(row) {
        const before = right.has(row);
        if (mark(row) && !before) {
          told.textContent = right.size === codes.length ? fill(words.done, { shows }) : fill(words.rightRow, { row: row + 1 });
        } else if (before) told.textContent = "";
      },
      compared(say) {
        codes.forEach((_code, row) => mark(row));
        if (right.size === codes.length) { told.textContent = fill(words.done, { shows }); return; }
        const wrong = codes.findIndex((_code, row) => !right.has(row));
        told.textContent = `${fill(words.check, { right: right.size, rows: codes.length })} ${say(wrong)}`;
      },
      wiped() {
        codes.forEach((_code, row) => mark(row));
        told.textContent = words.wiped;
      },
    };
  };

  const toDraw = (place, { codes, width, shows }, words) => {
    const squares = [...place.querySelectorAll("tbody tr")].map((line, row) =>
      [...line.querySelectorAll("td:not(.code)")].map((cell, column) => {
        const button = document.createElement("button");
        button.type = "button";
        button.setAttribute("aria-label", fill(words.square, { row: row + 1, square: column + 1 }));
        button.setAttribute("aria-pressed", "false");
        button.setAttribute("aria-describedby", line.querySelector(".code").id);
        button.tabIndex = row || column ? -1 : 0;
        cell.append(button);
        return button;
      }));
    const black = (button) => button.getAttribute("aria-pressed") === "true";
    const codesOf = (row) => code(squares[row].map(black));
    const teller = tell(place, words, codes, shows, codesOf);
    let here = squares[0][0];
    const reach = (button) => {
      here.tabIndex = -1;
      here = button;
      here.tabIndex = 0;
    };
    const turn = (button, row, on = !black(button)) => {
      button.setAttribute("aria-pressed", String(on));
      teller.changed(row);
    };
    squares.forEach((line, row) => line.forEach((button, column) => {
      button.addEventListener("click", () => { reach(button); turn(button, row); });
      button.addEventListener("keydown", (event) => {
        const [down, right] = MOVES[event.key] || [0, 0];
        const to = event.key === "Home" ? squares[row][0] : event.key === "End" ? squares[row][width - 1] : squares[row + down]?.[column + right];
        if (!to || to === button) return;
        event.preventDefault();
        reach(to);
        to.focus();
      });
    }));
    place.addEventListener("click", (event) => {
      const what = event.target.closest("[data-do]")?.dataset.do;
      if (what === "check") {
        teller.compared((row) => fill(words.differs, { row: row + 1, mine: codesOf(row).join(" "), theirs: codes[row].join(" ") }));
      } else if (what === "wipe") {
        squares.flat().forEach((button) => button.setAttribute("aria-pressed", "false"));
        teller.wiped();
      }
    });
  };

  const toWrite = (place, { codes, width, shows }, words) => {
    const fields = [...place.querySelectorAll("td.code")].map((cell, row) => {
      const field = document.createElement("input");
      field.type = "text";
      field.inputMode = "numeric";
      field.autocomplete = "off";
      field.setAttribute("aria-label", fill(words.field, { row: row + 1 }));
      cell.append(field);
      return field;
    });
    const codesOf = (row) => (fields[row].value.match(/\d+/g) || []).map(Number);
    const teller = tell(place, words, codes, shows, codesOf);
    fields.forEach((field, row) => field.addEventListener("input", () => teller.changed(row)));
    const say = (row) => {
      const sum = codesOf(row).reduce((one, other) => one + other, 0);
      return sum === width ? fill(words.again, { row: row + 1 }) : fill(words.sum, { row: row + 1, sum, width });
    };
    place.addEventListener("click", (event) => {
      if (event.target.closest("[data-do=check]")) teller.compared(say);
    });
  };

  document.querySelectorAll("[data-widget=pixels]").forEach((place) => {
    const given = JSON.parse(place.dataset.given);
    (given.task === "write" ? toWrite : toDraw)(place, given, JSON.parse(place.dataset.words));
    place.classList.add("alive");
    place.querySelector(".play").hidden = false;
  });
})();
