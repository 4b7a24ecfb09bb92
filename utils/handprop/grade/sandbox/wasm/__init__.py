"""A sandbox for every platform: Python as WebAssembly, run by wasmtime in a process of its own."""
