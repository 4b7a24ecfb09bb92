// What a cell shows: from Python's messages to outputs of a notebook, and from these to the page.

import { all, make, parts, placeOf, styleBelow } from "./dom.js";
import { tr } from "../../explore/frame/tr.js";

const VIEW = "application/vnd.jupyter.widget-view+json";
const escape = (text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Add what a message says to the outputs of a cell. */
export function take(outputs, message) {
  const last = outputs.at(-1);
  if (message.kind === "stream") {
    if (last?.output_type === "stream" && last.name === message.name) last.text += message.text;
    else outputs.push({ output_type: "stream", name: message.name, text: message.text });
  } else if (message.kind === "display") {
    outputs.push({ output_type: "display_data", data: message.data, metadata: message.metadata });
  } else if (message.kind === "result") {
    outputs.push({ output_type: "execute_result", data: message.data, metadata: message.metadata, execution_count: message.count });
  } else if (message.kind === "error") {
    const { ename, evalue, traceback } = message;
    outputs.push({ output_type: "error", ename, evalue, traceback });
  } else if (message.kind === "clear") outputs.length = 0;
}

/** As they are kept and exported: a view is alive only where its Python is. */
export function lasting(outputs) {
  return outputs.map((output) => {
    if (!output.data?.[VIEW]) return output;
    const data = { ...output.data };
    delete data[VIEW];
    return Object.keys(data).length ? { ...output, data } : null;
  }).filter(Boolean);
}

export function draw(place, outputs) {
  all(".widget", place).forEach((one) => one.handpropEnd?.());
  place.replaceChildren();
  outputs.forEach((output) => drawOne(place, output));
  all("a[href]", place).forEach((link) => {
    const found = placeOf(link.getAttribute("href"));
    if (found) link.href = found;
  });
}

const joined = (text) => (Array.isArray(text) ? text.join("") : text);

function drawOne(place, output) {
  if (output.output_type === "stream") return ansi(make(place, "pre", { class: output.name }), joined(output.text));
  if (output.ename === "WrongAnswer") return verdict(make(place, "div", { class: "verdict" }), output.traceback);
  if (output.output_type === "error") return ansi(make(place, "pre", { class: "error" }), output.traceback.join("\n"));
  const data = output.data;
  if (data[VIEW]) return view(make(place, "div", { class: "widget" }), data[VIEW].model_id);
  if (data["text/html"]) {
    make(place, "div", { class: "html" }).innerHTML = joined(data["text/html"]);
    return null;
  }
  if (data["text/markdown"]) return words(make(place, "div", { class: "html" }), joined(data["text/markdown"]));
  if (data["text/latex"]) return formula(make(place, "div", { class: "latex scroll", tabindex: "0", role: "group", "aria-label": tr("Formula") }), joined(data["text/latex"]));
  if (data["image/png"]) return make(place, "img", { alt: joined(data["text/plain"] ?? ""), src: `data:image/png;base64,${joined(data["image/png"])}` });
  return ansi(make(place, "pre"), joined(data["text/plain"] ?? ""));
}

// Its sentences come in lines as long as JupyterLab's are, with an empty one between; here a line is as long as the page.
function verdict(place, lines) {
  lines.join("\n").split(/\n{2,}/).forEach((words) => make(place, "p", {}, words.replace(/\n/g, " ")));
}

async function view(place, id) {
  try {
    await (await import("./widgets.js")).show(id, place);
    place.dataset.live = "";
  } catch (fault) {
    place.remove();
    console.warn("Handprop:", fault);
  }
}

async function words(place, text) {
  const { marked } = await import("marked");
  place.innerHTML = await marked.parse(text);
}

async function formula(place, latex) {
  const [{ default: katex }] = await Promise.all([import("katex"), styleBelow(parts.formulas)]);
  const bare = latex.trim().replace(/^\$+|\$+$/g, "").trim();
  katex.render(bare, place, { displayMode: true, throwOnError: false, strict: "ignore" });
}

const NAMES = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/** Text with the colours of a terminal, as tracebacks have them. */
export function ansi(place, text) {
  let classes = [];
  const html = text.split(/\x1b\[([\d;]*)m/).map((part, index) => { // eslint-disable-line no-control-regex
    if (index % 2) {
      part.split(";").forEach((code) => { classes = styled(classes, Number(code)); });
      return "";
    }
    return classes.length ? `<span class="${classes.join(" ")}">${escape(part)}</span>` : escape(part);
  }).join("");
  place.innerHTML = html;
  return place;
}

function styled(classes, code) {
  if (code === 0) return [];
  if (code === 1) return [...classes, "ansi-bold"];
  const name = NAMES[code % 10];
  if ((code >= 30 && code < 38) || (code >= 90 && code < 98)) return [...classes.filter((one) => !one.endsWith("-fg")), `ansi-${name}-fg`];
  if (code === 39) return classes.filter((one) => !one.endsWith("-fg"));
  return classes;
}
