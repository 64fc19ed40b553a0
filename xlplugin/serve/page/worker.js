"use strict";
// The worker: CPython compiled to WebAssembly, with the program in it. It answers one call after the other, and asks no network for anything.

const BASE = "https://offline.invalid/";
let answer = null;

async function unpacked(part) {
  return new Response(part.stream().pipeThrough(new DecompressionStream("gzip")));
}

// The runtime fetches its parts by name: they are here.
function answerFetches(parts) {
  self.importScripts = undefined; // the runtime asks for it, to tell a worker that is no module, and would not start in one
  self.fetch = async (address) => {
    const name = String(address.url || address).split("/").pop();
    if (name === "pyodide.asm.wasm") { return new Response(new Uint8Array(8), { headers: { "content-type": "application/wasm" } }); }
    if (name === "python_stdlib.zip") { return new Response(parts[name]); }
    throw new TypeError("no such part: " + name);
  };
}

async function start({ parts, wasm }) {
  const step = (name) => postMessage({ step: name });
  answerFetches(parts);
  // It was compiled once, on the page: a worker that follows another one starts the faster.
  WebAssembly.instantiateStreaming = async (response, imports) => ({ module: wasm, instance: await WebAssembly.instantiate(wasm, imports) });
  step("runtime");
  const asm = URL.createObjectURL(new Blob([await (await unpacked(parts["pyodide.asm.mjs"])).text()], { type: "text/javascript" }));
  const loader = URL.createObjectURL(new Blob([await (await unpacked(parts["pyodide.mjs"])).text()], { type: "text/javascript" }));
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.all([import(loader), import(asm)]);
  const python = await loadPyodide({ indexURL: BASE, packageBaseUrl: BASE, lockFileContents: JSON.parse(parts.lock), createPyodideModule });
  step("program");
  const packages = new Uint8Array(await (await unpacked(parts["packages.tar"])).arrayBuffer());
  python.unpackArchive(packages, "tar", { extractDir: "/lib/python" + parts.version + "/site-packages" });
  step("rules");
  answer = python.runPython(`
from xlplugin.serve.browser import Sitting
_sitting = Sitting()
lambda method, arguments, content: _sitting.answer(method, arguments, None if content is None else content.to_bytes())
`);
}

function call({ id, method, args, content, hang }) {
  if (hang) { for (;;); } // for tests: a file that never comes to an end
  let result, value, bytes;
  try {
    result = answer(method, JSON.stringify(args), content ? new Uint8Array(content) : undefined);
    [value, bytes] = result.toJs();
    result.destroy();
    value = JSON.parse(value);
  } catch (error) { // the interpreter itself has ended
    value = /memory/i.test(String(error)) ? { memory: true } : { crash: String(error) };
  }
  const copy = bytes ? bytes.slice().buffer : null;
  postMessage({ id, ...value, content: copy }, copy ? [copy] : []);
}

self.onmessage = async ({ data }) => {
  if (!data.parts) { call(data); return; }
  try {
    await start(data);
    postMessage({ ready: true });
  } catch (error) {
    postMessage({ broken: String(error && error.stack || error) });
  }
};
