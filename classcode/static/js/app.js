/* Comforts for pages that work without them: one submit per form, openings told, drafts kept, fields shown when they
   matter. Nothing is loaded from elsewhere; every word comes from the page. */
(() => {
  "use strict";
  const PREFIX = "draft:";
  const DRAFT_DAYS = 14;
  const PATIENCE = 20000; // after this a form may be sent again: its act UUID makes the second time harmless
  const words = document.body.dataset;
  const posts = (form) => form.method === "post";

  /* 1. A form is sent once. */
  const release = (form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
    form.querySelectorAll("button[data-waits]").forEach((button) => {
      button.disabled = false;
      button.removeAttribute("data-waits");
      button.removeAttribute("aria-busy");
    });
  };
  const hold = (form) => {
    form.dataset.sent = "";
    form.setAttribute("aria-busy", "true");
    // Disabled a moment later: a button disabled during the event would not send its own name and value.
    setTimeout(() => form.querySelectorAll("button:not([disabled])").forEach((button) => {
      button.disabled = true;
      button.dataset.waits = "";
      button.setAttribute("aria-busy", "true");
    }));
    setTimeout(() => release(form), PATIENCE);
  };

  /* 2. What is written stays on this device until the server has it. */
  const store = {
    get(key) { try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch { return null; } },
    set(key, draft) { try { localStorage.setItem(PREFIX + key, JSON.stringify(draft)); } catch { /* full or forbidden: the form still works */ } },
    drop(key) { try { localStorage.removeItem(PREFIX + key); } catch { /* nothing was kept */ } },
    keys() {
      try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length)); }
      catch { return []; }
    },
  };
  const keeps = !("keepNothing" in words);
  const areas = (form) => [...form.querySelectorAll("textarea[name]")];
  const tell = (form, sentence, kind) => {
    let note = form.querySelector(".draft-note");
    if (!note) {
      note = document.createElement("p");
      note.className = "draft-note";
      note.setAttribute("role", "status");
      form.prepend(note);
    }
    note.classList.toggle("warm", kind === "warm");
    note.textContent = sentence;
  };
  const save = (form, sent) => {
    const fields = Object.fromEntries(areas(form).map((area) => [area.name, area.value]));
    if (!Object.values(fields).some((value) => value.trim())) return store.drop(form.dataset.draft);
    // The act travels with what was sent, so that sending it again after a cut is still one act.
    store.set(form.dataset.draft, { fields, at: Date.now(), sent, act: sent && form.elements.act ? form.elements.act.value : null });
  };
  const refused = () => document.querySelector(".error-summary, [aria-invalid=true]");
  const arrived = () => {
    const [trip] = performance.getEntriesByType("navigation");
    return trip && trip.type === "navigate" && document.referrer.startsWith(location.origin) && !refused();
  };
  const tidy = () => {
    const oldest = Date.now() - DRAFT_DAYS * 86400000;
    const answered = arrived();
    store.keys().forEach((key) => {
      const draft = store.get(key);
      if (!draft || draft.at < oldest || (draft.sent && answered)) store.drop(key);
    });
  };
  const restore = (form) => {
    const draft = store.get(form.dataset.draft);
    if (!draft || refused()) return;
    let changed = false;
    areas(form).forEach((area) => {
      const kept = draft.fields[area.name];
      if (kept && !area.value.trim()) { area.value = kept; changed = true; }
    });
    if (!changed) return;
    if (draft.sent && draft.act && form.elements.act) form.elements.act.value = draft.act;
    tell(form, words.wordRestored);
  };

  /* Lists of meetings that were kept for want of a network (offline.js) belong to who is signed in, and to nobody after. */
  const forgetLists = () => {
    try { Object.keys(localStorage).filter((key) => key.startsWith("roll:")).forEach((key) => localStorage.removeItem(key)); } catch { /* nothing was kept */ }
    if ("caches" in window) caches.keys().then((all) => all.filter((one) => one.startsWith("roll-")).forEach((one) => caches.delete(one))).catch(() => {});
  };
  if (!document.querySelector("meta[name=csrf-token]")) forgetLists();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !posts(form)) return;
    if ("sent" in form.dataset) return event.preventDefault();
    const drafted = keeps && form.dataset.draft;
    if (drafted && !navigator.onLine) {
      event.preventDefault();
      save(form, true);
      tell(form, words.wordKept, "warm");
      const button = event.submitter;
      addEventListener("online", () => form.requestSubmit(button || undefined), { once: true });
      return;
    }
    if (drafted) save(form, true);
    if ("forget" in form.dataset) { store.keys().forEach(store.drop); forgetLists(); }
    hold(form);
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

  tidy();
  if (keeps) document.querySelectorAll("form[data-draft]").forEach((form) => {
    restore(form);
    let wait;
    form.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(() => { if (!("sent" in form.dataset)) save(form, false); }, 400); });
  });

  /* 3. A page that is opened says so, once, when it is really looked at. */
  const tellOpening = (place) => {
    const token = document.querySelector("meta[name=csrf-token]");
    if (!token || place.dataset.told) return;
    place.dataset.told = "yes";
    const act = place.dataset.act || (crypto.randomUUID ? crypto.randomUUID() : "");
    fetch(place.dataset.openedUrl, {
      method: "POST", keepalive: true, credentials: "same-origin",
      headers: { "X-CSRFToken": token.content },
      body: new URLSearchParams({ csrf_token: token.content, act, lang: document.documentElement.lang }),
    }).catch(() => { /* the reader's next post records the opening too */ });
  };
  const tellAll = () => { if (document.visibilityState === "visible") document.querySelectorAll("[data-opened-url]").forEach(tellOpening); };
  tellAll();
  document.addEventListener("visibilitychange", tellAll);

  /* The browser knows the reader's time zone; nobody is asked for it. */
  document.querySelectorAll("input[data-zone]").forEach((field) => { field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || ""; });

  /* 4. A field that only some answers need: data-shown-when="name=value". Without this script it is always there. */
  const dependents = [...document.querySelectorAll("[data-shown-when]")];
  const review = () => dependents.forEach((place) => {
    const [name, value] = place.dataset.shownWhen.split("=");
    const form = place.closest("form");
    place.hidden = !(form && new FormData(form).getAll(name).includes(value));
  });
  if (dependents.length) { review(); document.addEventListener("change", review); }
})();
