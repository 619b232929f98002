/* The page's side of the block editor: opens its frame, sends programs to it and hears what becomes of them. */
import { make } from "./drawing.js";

export const openBlocks = ({ url, title, program, changed, ready }) => {
  const frame = make("iframe", { className: "blocks-frame", src: url, title });
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
    if (data.kind === "ready") say({ kind: "open", program: editor.program });
    if (data.kind === "open") { frame.dataset.open = ""; ready?.(); }
    if (data.kind === "changed") { editor.program = data.program; changed(); }
  };
  addEventListener("message", hear);
  return editor;
};
