// The editor of a cell: CodeMirror, with the keys of JupyterLab.

import { indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { minimalSetup } from "codemirror";
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { signs } from "./signs.js";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword, tags.bool, tags.null], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: tags.number, color: "var(--code-number)" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], color: "var(--code-name)" },
]);

const NARROW = "(max-width: 40rem)";

/** An editor in `place`; `act` has change(text), run(), runAndGoOn(), leave(). */
export function edit(place, text, label, act) {
  const run = (what) => () => {
    what();
    return true;
  };
  const keys = keymap.of([
    { key: "Shift-Enter", run: run(act.runAndGoOn) },
    { key: "Ctrl-Enter", run: run(act.run) },
    { key: "Cmd-Enter", run: run(act.run) },
    { key: "Escape", run: run(act.leave) },
    ...closeBracketsKeymap,
    indentWithTab,
  ]);
  return new EditorView({
    doc: text,
    parent: place,
    extensions: [
      keys,
      signs,
      minimalSetup,
      matchMedia(NARROW).matches ? EditorView.lineWrapping : [], // as a cell that is not edited is
      python(),
      indentUnit.of("    "),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      syntaxHighlighting(colours),
      EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
      EditorView.updateListener.of((update) => update.docChanged && act.change(update.state.doc.toString())),
      EditorView.theme({ "&": { backgroundColor: "transparent" }, "&.cm-focused": { outline: "none" } }),
    ],
  });
}
