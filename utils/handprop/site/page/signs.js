// Signs that look like Python's and are not: a keyboard on glass writes them, and a text that is copied has them.

import { insertBracket } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import { EditorView } from "@codemirror/view";

const OTHERS = { "\u00a0": " ", "\u202f": " ", "−": "-", "–": "-", "—": "-", "×": "*", "·": "*", "⋅": "*", "÷": "/", "…": "...", "≤": "<=", "≥": ">=", "≠": "!=", "，": ",", "（": "(", "）": ")" };
const QUOTES = { "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'" };

/** A text with Python's own signs; inside of quotes and comments it stays as it is. `open` is the quote or # before it,
 * which a round quote ends where it is `ended`. */
export function plain(text, open = "", ended = false) {
  let out = "";
  let curly = ended; // what was opened with a round quote is closed with one
  for (const sign of text) {
    const quote = QUOTES[sign] ?? sign;
    const isQuote = quote === '"' || quote === "'";
    if (!open) {
      out += QUOTES[sign] ?? OTHERS[sign] ?? sign;
      if (isQuote) curly = sign in QUOTES;
      if (isQuote || sign === "#") open = quote;
    } else if (quote === open && (sign === open || curly)) {
      out += quote;
      open = "";
    } else {
      out += sign;
      if (sign === "\n") open = "";
    }
  }
  return out;
}

/** The quote or # in which a place lies, and whether a round quote typed there is meant as its end: not as the first of two.
 * @returns {[string, boolean]} */
function openAt(state, at) {
  const node = syntaxTree(state).resolveInner(at, -1);
  if (node.name === "Comment") return ["#", false];
  if (!/String/.test(node.name) || node.from === at) return ["", false];
  const text = state.sliceDoc(node.from, node.to);
  const quote = /^\w*(["'])/.exec(text)?.[1] ?? "";
  if (at === node.to && /(["'])[^]*\1$/.test(text)) return ["", false];
  const before = state.sliceDoc(node.from, at);
  return [quote, !/[\s([]$|[“„‘‚][^”’]*$/.test(before)];
}

export const signs = [
  EditorView.inputHandler.of((view, from, to, text) => {
    const insert = plain(text, ...openAt(view.state, from));
    if (insert === text) return false;
    const pair = from === to && view.state.selection.main.empty && insertBracket(view.state, insert);
    view.dispatch(pair || view.state.update({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: "input.type" }));
    return true;
  }),
  EditorView.clipboardInputFilter.of((text, state) => plain(text, openAt(state, state.selection.main.from)[0])),
];
