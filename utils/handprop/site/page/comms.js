// Between widgets on the page and widgets in Python: the comms of Jupyter, over the worker.

import { hearComms, say, watch } from "./python.js";

const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer;
const PIECE = 8192;

// In pieces: a file of the learner's own has more bytes than a function may have arguments.
const text = (buffer) => {
  const all = new Uint8Array(buffer.buffer ?? buffer);
  const signs = Array.from({ length: Math.ceil(all.length / PIECE) }, (_, k) => String.fromCharCode(...all.subarray(k * PIECE, (k + 1) * PIECE)));
  return btoa(signs.join(""));
};
const comms = new Map();

class Comm {
  constructor(target, id) {
    this.target_name = target;
    this.comm_id = id;
    comms.set(id, this);
  }

  // A widget waits with its next message until Python is idle again.
  tell(type, callbacks, data, metadata, buffers = [], more = {}) {
    const content = { comm_id: this.comm_id, data: data ?? {}, ...more };
    say({ type, content, metadata: metadata ?? {}, buffers: buffers.map(text) })
      .then(() => callbacks?.iopub?.status?.({ content: { execution_state: "idle" } }));
    return this.comm_id;
  }

  open(data, callbacks, metadata, buffers) {
    return this.tell("comm_open", callbacks, data, metadata, buffers, { target_name: this.target_name });
  }

  send(data, callbacks, metadata, buffers) {
    return this.tell("comm_msg", callbacks, data, metadata, buffers);
  }

  close(data, callbacks, metadata, buffers) {
    comms.delete(this.comm_id);
    return this.tell("comm_close", callbacks, data, metadata, buffers);
  }

  on_msg(act) { this.heard = act; }

  on_close(act) { this.closed = act; }
}

/** Let widgets that Python makes live on the page. */
export function connect() {
  watch(async ({ state }) => {
    if (state !== "off" || !comms.size) return;
    comms.clear();
    await (await import("./widgets.js")).manager.disconnect(); // the pictures go on without Python
  });
  let before = Promise.resolve();
  // In their order: a message to a widget waits until the widget is there.
  hearComms((message) => { before = before.then(() => take(message)).catch((fault) => console.warn("Handprop:", fault)); });
}

async function take({ type, content, metadata, buffers }) {
  const { manager } = await import("./widgets.js");
  /** @type {any} */ (manager).open = (target, id) => new Comm(target, id);
  const message = { content, metadata, buffers: buffers.map(bytes), header: {}, parent_header: {} };
  if (type === "comm_open") {
    await manager.handle_comm_open(new Comm(content.target_name, content.comm_id), /** @type {any} */ (message));
    return;
  }
  const comm = comms.get(content.comm_id);
  if (type === "comm_msg") comm?.heard?.(message);
  if (type === "comm_close") {
    comms.delete(content.comm_id);
    comm?.closed?.(message);
  }
}
