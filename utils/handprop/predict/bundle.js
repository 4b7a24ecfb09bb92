// utils/handprop/explore/frame/keep.js
var nobody = (id) => ({
  comm_id: id,
  send: () => "",
  close: () => "",
  on_msg() {
  },
  on_close() {
  },
  nobody: true
});
function accompany(part) {
  if (part.comm_live) return;
  part.comm = nobody(part.model_id);
  part.comm_live = true;
}
function leave(part) {
  if (!part.comm?.nobody) return;
  part.comm_live = false;
  part.comm = void 0;
}
function keepFamily(model) {
  let ended = false;
  const found = [];
  const manager = model.widget_manager;
  (model.get("family") ?? []).forEach(async (id) => {
    if (!manager?.has_model?.(id)) return;
    const part = await manager.get_model(id);
    if (ended) return;
    const follow = () => accompany(part);
    part.on("comm_live_update", follow);
    found.push([part, follow]);
    follow();
  });
  return () => {
    ended = true;
    found.forEach(([part, follow]) => {
      part.off("comm_live_update", follow);
      leave(part);
    });
  };
}

// utils/handprop/predict/prediction.js
function add(parent, tag, attributes = {}, text = "") {
  const node = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  if (text) node.textContent = text;
  parent.append(node);
  return node;
}
var read = (text) => text.trim() ? Number(text.trim().replace("−", "-").replace(",", ".")) : NaN;
var bare = (words) => words.replace(/\.$/, "");
var shown = (number) => String(Number(number.toPrecision(4))).replace("-", "−");
function howNear({ kind, answer }, said) {
  if (!said) return "";
  if (kind === "choice") return said === answer ? `You said: ${bare(said)}. So it is.` : `You said: ${bare(said)}. It is: ${bare(answer)}.`;
  if (kind !== "number") return `You said: ${bare(said)}. Compare it with what happens.`;
  const off = read(said) - answer;
  if (Math.abs(off) <= 5e-3 * Math.abs(answer)) return `You said ${shown(read(said))}, and it is ${shown(answer)}.`;
  return `You said ${shown(read(said))}. It is ${shown(answer)}: you are ${shown(Math.abs(off))} too ${off > 0 ? "high" : "low"}.`;
}
var FIELDS = {
  choice(form, { options }, name) {
    const choices = add(form, "div", { class: "hp-choices" });
    const radios = options.map((option) => {
      const label = add(choices, "label");
      const radio = add(label, "input", { type: "radio", name, value: option });
      label.append(` ${option}`);
      return radio;
    });
    return {
      value: () => radios.find((one) => one.checked)?.value ?? "",
      fill: (said) => radios.forEach((one) => {
        one.checked = one.value === said;
      }),
      missing: () => "Choose one first, or look without predicting.",
      first: radios[0]
    };
  },
  number(form) {
    const field = add(form, "input", { type: "text", inputmode: "decimal", "aria-label": "Your prediction, a number" });
    return {
      value: () => Number.isFinite(read(field.value)) ? field.value.trim() : "",
      fill: (said) => {
        field.value = said;
      },
      missing: () => "Type a number first, such as 0.5, or look without predicting.",
      first: field
    };
  },
  words(form) {
    const field = add(form, "input", { type: "text", maxlength: "300", "aria-label": "Your prediction, in a few words" });
    return {
      value: () => field.value.trim(),
      fill: (said) => {
        field.value = said;
      },
      missing: () => "Type a few words first, or look without predicting.",
      first: field
    };
  }
};
function render({ model, el }) {
  const spec = model.get("spec");
  el.classList.add("hp-predict");
  el.addEventListener("keydown", (event) => event.stopPropagation());
  const form = add(el, "form");
  const group = add(form, "fieldset");
  add(group, "legend", {}, "Your prediction");
  const name = `hp-predict-${Math.random().toString(36).slice(2)}`;
  const field = FIELDS[spec.kind](group, spec, name);
  const buttons = add(group, "div", { class: "hp-buttons" });
  add(buttons, "button", { type: "submit" }, "Keep it, then show");
  const skip = add(buttons, "button", { type: "button" }, "Show without predicting");
  const note = add(el, "p", { role: "status" });
  const outcome = add(el, "div", { class: "hp-outcome", tabindex: "-1" });
  const near = add(outcome, "p", { class: "hp-near" });
  if (spec.outcome) {
    add(outcome, "p", {}, "What happens:");
    add(outcome, "pre", {}, spec.outcome);
  }
  add(outcome, "p", {}, "Run the next cell to see it for yourself. The words below it can be opened, too.");
  const again = add(outcome, "button", { type: "button" }, "Predict again");
  const show = () => {
    const seen = model.get("seen");
    form.hidden = seen;
    outcome.hidden = !seen;
    near.textContent = howNear(spec, model.get("said"));
    near.hidden = !near.textContent;
  };
  const put = (said, seen) => {
    model.set("said", said);
    model.set("seen", seen);
    model.save_changes();
    note.textContent = "";
    (seen ? outcome : field.first).focus({ preventScroll: true });
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = field.value();
    if (said) put(said, true);
    else {
      note.textContent = field.missing();
      field.first.focus();
    }
  });
  skip.addEventListener("click", () => put("", true));
  again.addEventListener("click", () => put(model.get("said"), false));
  model.on("change:said", show);
  model.on("change:seen", show);
  field.fill(model.get("said"));
  show();
  const endKeeping = keepFamily(model);
  return () => {
    endKeeping();
    model.off("change:said", show);
    model.off("change:seen", show);
  };
}
var prediction_default = { render };
export {
  prediction_default as default
};
