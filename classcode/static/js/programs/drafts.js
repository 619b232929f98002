/* Keeps a program: at once on this device, within two seconds on the server, and after a cut as soon as there is a network.
   Who is not signed in keeps hers as long as the tab is open; a shared device keeps nothing. */

const SOON = 1000; // ms after a change
const AGAIN = 5000; // ms after a cut

export const drafts = ({ url, signedIn, draft, told, disagrees }) => {
  const key = `draft:program:${url}`; // app.js forgets what begins with "draft:" when somebody signs out
  let box = null;
  try { box = "keepNothing" in document.body.dataset ? null : signedIn ? localStorage : sessionStorage; } catch { /* forbidden */ }
  const kept = (where) => { try { return JSON.parse(where?.getItem(key) || null); } catch { return null; } };
  const keep = () => { try { box?.setItem(key, JSON.stringify({ program: latest, version, at: Date.now() })); } catch { /* full */ } };
  let version = draft?.version || 0;
  let latest = null;
  let busy = false;
  let timer;

  const plan = (wait) => { clearTimeout(timer); timer = setTimeout(send, wait); };
  const answered = async (answer, sent) => {
    if (answer.status >= 500) throw new Error(answer.status);
    const said = await answer.json();
    if (answer.status === 409) return disagrees(said);
    if (!answer.ok) return said.refused ? told("refused", said.refused.words) : told("signedOut");
    version = said.version;
    if (latest !== sent) { keep(); return plan(0); }
    box?.removeItem(key);
    latest = null;
    return told("saved", said.saved_at);
  };
  const send = async () => {
    if (!signedIn || busy || !latest) return;
    busy = true;
    const sent = latest;
    try {
      await answered(await fetch(url, {
        method: "PUT", keepalive: true, credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
        body: JSON.stringify({ program: sent, version }),
      }), sent);
    } catch {
      told("cut");
      plan(AGAIN);
    } finally { busy = false; }
    if (latest && latest !== sent) plan(0);
  };
  addEventListener("online", () => plan(0));
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") send(); });

  const save = (program) => {
    latest = structuredClone(program);
    keep();
    plan(SOON);
  };
  return {
    save,
    /* After two devices disagreed: go on with a program, knowing the other one's version. */
    settle(program, other) { version = other.version; save(program); },
    /* The program to begin with. What could not be sent yet, or was tried before there was an account, is sent now. */
    begin() {
      const mine = kept(box) || (box && !draft && kept(sessionStorage));
      if (mine) { latest = mine.program; version = mine.version; plan(0); }
      return mine?.program || draft?.program || null;
    },
  };
};
