// A model for explorers that live without a notebook: the part of anywidget's model that they use.

export class Model {
  /** @param {Record<string, any>} values */
  constructor(values) {
    this.values = values;
    this.listeners = {};
  }

  get(name) {
    return this.values[name];
  }

  set(name, value) {
    if (Object.is(this.values[name], value)) return;
    this.values[name] = value;
    (this.listeners[`change:${name}`] ?? []).forEach((call) => call());
  }

  on(event, call) {
    (this.listeners[event] ??= []).push(call);
  }

  off(event = "", call = null) {
    if (!event) this.listeners = {};
    else this.listeners[event] = (this.listeners[event] ?? []).filter((other) => other !== call);
  }

  save_changes() {}
}
