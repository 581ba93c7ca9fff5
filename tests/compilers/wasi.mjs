// Runs a program for wasm32-wasi in Node: node wasi.mjs <program.wasm> [argument…]
import {readFile} from 'node:fs/promises';
import {WASI} from 'node:wasi';

const [program, ...args] = process.argv.slice(2);
const wasi = new WASI({version: 'preview1', args: [program, ...args]});
const module = await WebAssembly.compile(await readFile(program));
const instance = await WebAssembly.instantiate(module, wasi.getImportObject());
process.exitCode = wasi.start(instance);
