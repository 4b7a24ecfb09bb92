// The whole course on this device: every page by the service worker, and Python.

import { page, parts, root } from "./dom.js";
import { tr } from "../../explore/frame/tr.js";

const MB = 1e6;
const python = () => (page.runtime ? Object.entries(parts.sizes) : []);

/** Keep it; `say` is told how far it is. Raises what the network or the disk said. */
export async function keepAll(say) {
  await pages((done, total) => say(tr("{done} of {total} files are kept.", { done, total })));
  const cache = await caches.open(`handprop-python-${page.runtime}`);
  for (const [name, bytes] of python()) {
    const url = `${root}python/${page.runtime}/${name}`;
    say(tr("Python: {name}, {bytes} MB.", { name, bytes: (bytes / MB).toFixed(0) }));
    if (!(await cache.match(url))) await cache.add(url);
  }
}

async function pages(told) {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const ended = new Promise((done, failed) => {
    port1.onmessage = ({ data }) => {
      if (data.lost) failed(new Error(data.lost));
      else if (data.done === data.total) done(null);
      else told(data.done, data.total);
    };
  });
  active.postMessage({ everything: true }, [port2]);
  return ended;
}
