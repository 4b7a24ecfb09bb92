// Where an answer is written into: the nearest cell above that sets its variable.

/** Put a line of code in the place of `name = ...`; false where no cell takes it.
 * @param {HTMLElement} el where it comes from @param {string} name @param {string} line */
export function takenBy(el, name, line) {
  const told = new CustomEvent("handprop-answer", { bubbles: true, composed: true, cancelable: true, detail: { name, line } });
  if (!el.dispatchEvent(told)) return true; // the page has cells of its own
  const view = editors(el).filter((one) => found(one, name)).pop();
  if (!view) return false;
  const { index, text } = found(view, name);
  view.dispatch({ changes: { from: index, to: index + text.length, insert: line }, userEvent: "input" });
  return true;
}

/** What `name = ...` takes up of a cell, up to the end of its brackets.
 * @param {string} source @param {string} name */
export function assignment(source, name) {
  const match = new RegExp(`^${name} *=(?!=) *(?:\\[[^\\]]*\\]|.*)`, "m").exec(source);
  return match && { index: match.index, text: match[0] };
}

const found = (view, name) => assignment(view.state.doc.toString(), name);

// As CodeMirror's EditorView.findFromDOM, for the CodeMirror that JupyterLab has loaded.
function editors(el) {
  const notebook = el.closest(".jp-Notebook") ?? document;
  const above = (node) => node.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING;
  return [...notebook.querySelectorAll(".cm-content")].filter(above).flatMap((/** @type {any} */ node) => {
    const part = node.cmTile ?? node.cmView;
    const view = (part?.root ?? part?.rootView)?.view;
    return view && !view.state.readOnly ? [view] : [];
  });
}
