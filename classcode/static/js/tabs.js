/* Texts that stand one below the other become tabs (WAI-ARIA practices): arrows go between them, one is shown. */
(() => {
  "use strict";
  let count = 0;
  document.querySelectorAll(".prose .tabs").forEach((set) => {
    const panels = [...set.children].filter((one) => one.classList.contains("tab"));
    if (panels.length < 2) return;
    const list = document.createElement("div");
    list.className = "tab-list";
    list.setAttribute("role", "tablist");
    const tabs = panels.map((panel) => {
      count += 1;
      const title = panel.querySelector(":scope > .tab-title");
      const tab = document.createElement("button");
      tab.type = "button";
      tab.id = `tab-${count}`;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", `tab-${count}-text`);
      tab.append(...title.cloneNode(true).childNodes);
      panel.id = `tab-${count}-text`;
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      panel.tabIndex = 0;
      list.append(tab);
      return tab;
    });
    const show = (index) => tabs.forEach((tab, one) => {
      tab.setAttribute("aria-selected", String(one === index));
      tab.tabIndex = one === index ? 0 : -1;
      panels[one].classList.toggle("away", one !== index);
    });
    list.addEventListener("click", (event) => {
      const tab = event.target.closest("[role=tab]");
      if (tab) show(tabs.indexOf(tab));
    });
    list.addEventListener("keydown", (event) => {
      const here = tabs.indexOf(document.activeElement);
      const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (here < 0 || to === undefined) return;
      event.preventDefault();
      const index = (to + tabs.length) % tabs.length;
      show(index);
      tabs[index].focus();
    });
    set.prepend(list);
    set.classList.add("alive");
    // What the address points at inside a folded text is shown.
    const aimed = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    show(Math.max(0, panels.findIndex((panel) => aimed && panel.contains(aimed))));
  });
})();
