/* The page's side of the block editor: opens its frame, sends programs to it and hears what becomes of them. */
import { make } from "./drawing.js";

const WAITS = 3000; // ms for the frame to speak once it is loaded: a page of the browser's own never does

export const openBlocks = ({ url, title, program, changed, failed }) => {
  let heard = false;
  const frame = make("iframe", { className: "blocks-frame", src: url, title });
  frame.addEventListener("load", () => setTimeout(() => { if (!heard && frame.isConnected) failed(); }, WAITS));
  const say = (message) => frame.contentWindow?.postMessage(message, location.origin);
  const editor = {
    element: frame,
    program,
    load(other) { editor.program = other; say({ kind: "load", program: other }); },
    show(path, how) { say({ kind: "show", path, how }); },
    close() { removeEventListener("message", hear); frame.remove(); },
  };
  const hear = ({ origin, source, data }) => {
    if (origin !== location.origin || source !== frame.contentWindow) return;
    heard = true;
    if (data.kind === "failed") failed();
    if (data.kind === "ready") say({ kind: "open", program: editor.program });
    if (data.kind === "open") { frame.dataset.open = ""; }
    if (data.kind === "changed") { editor.program = data.program; changed(); }
  };
  addEventListener("message", hear);
  return editor;
};
