"use strict";
// The engine in this page: a worker that checks one file at a time. One that hangs or runs out of memory is ended; the next one is told what was found so far.

class Lost extends Error {
  constructor(failure) { super(failure); this.failure = failure; }
}

function bytesOf(name) {
  const element = document.querySelector('script[data-name="' + name + '"]');
  const text = element.textContent;
  element.remove();
  if (Uint8Array.fromBase64) { return Uint8Array.fromBase64(text); }
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) { bytes[at] = binary.charCodeAt(at); }
  return bytes;
}

function browserEngine(setting, onStep) {
  const parts = { version: setting.python, lock: document.getElementById("part-lock").textContent };
  const LONG = 600;
  let wasm = null, worker = null, calls = new Map(), serial = 0, current = null, last = Promise.resolve();

  async function load() {
    onStep("unpack");
    await new Promise((done) => setTimeout(done, 0)); // what is said is shown first
    for (const name of setting.parts) { parts[name] = new Blob([bytesOf(name)]); }
    const stream = parts["pyodide.asm.wasm"].stream().pipeThrough(new DecompressionStream("gzip"));
    delete parts["pyodide.asm.wasm"];
    wasm = await WebAssembly.compileStreaming(new Response(stream, { headers: { "content-type": "application/wasm" } }));
  }

  function begin() {
    return new Promise((resolve, reject) => {
      const source = document.getElementById("worker-source").textContent;
      const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      worker = new Worker(address); // no module: Chromium lets none begin from a file:// page
      worker.onerror = (event) => reject(new Error(event.message || "worker"));
      worker.onmessage = ({ data }) => {
        if (data.step) { onStep(data.step); } else if (data.broken) { reject(new Error(data.broken)); } else if (data.ready) { onStep("ready"); resolve(); } else { settle(data); }
      };
      worker.postMessage({ parts, wasm });
    });
  }

  function settle(data) {
    const waiting = calls.get(data.id);
    if (!waiting) { return; }
    calls.delete(data.id);
    clearTimeout(waiting.timer);
    if (data.crash) { console.error(data.crash); }
    if (data.memory || data.crash) { waiting.reject(new Lost(data.memory ? "memory" : "crash")); }
    else if (data.error) { waiting.reject(new Error(data.error)); }
    else { waiting.resolve({ value: data.value, content: data.content }); }
  }

  function call(method, args, content, seconds, hang) {
    return new Promise((resolve, reject) => {
      const id = ++serial;
      const timer = setTimeout(() => { calls.delete(id); reject(new Lost("time")); }, (seconds || LONG) * 1000);
      calls.set(id, { resolve, reject, timer });
      worker.postMessage({ id, method, args, content, hang }, content ? [content] : []);
    });
  }

  async function again() {
    worker.terminate();
    calls.forEach((waiting) => clearTimeout(waiting.timer));
    calls = new Map();
    current = null;
    await begin();
  }

  // One thing after the other, whoever asks; a worker that was lost in it is not asked again.
  function inTurn(work) {
    const turn = last.then(work).catch(async (error) => {
      if (error instanceof Lost) { await again(); }
      throw error;
    });
    last = turn.catch(() => undefined);
    return turn;
  }

  function sitting(input, options) {
    const kept = [];
    let names = [], seen = null;

    async function handIn() {
      current = null;
      await call("open", { lang: options.lang });
      for (const role of ["submissions", "roster", "prior"]) {
        for (const { name, file } of input[role] || []) { await call("add", { role, name }, await file.arrayBuffer()); }
      }
      names = (await call("begin", {})).value;
      for (const outcome of kept) { await call("keep", { outcome }); }
      current = self;
    }

    async function checkOne(file) {
      try {
        return (await call("check", { file }, null, options.seconds || 60, options.hang === file)).value;
      } catch (lost) {
        if (!(lost instanceof Lost)) { throw lost; }
        await again();
        await handIn();
        return (await call("fail", { file, failure: lost.failure })).value;
      }
    }

    async function finish() {
      seen = (await call("finish", {})).value;
    }

    // Another sitting may have had the worker meanwhile.
    const asked = (method, args) => inTurn(async () => {
      if (current !== self) { await handIn(); await finish(); }
      const { value, content } = await call(method, args);
      return { name: value, bytes: new Uint8Array(content) };
    });

    const self = {
      async run() {
        await handIn();
        if (options.onFiles) { options.onFiles(names); }
        for (const file of names) {
          if (options.isStopped && options.isStopped()) { throw new Error("stopped"); }
          if (options.onFile) { options.onFile(file, null); }
          const one = await checkOne(file);
          kept.push(one.outcome);
          if (options.onFile) { options.onFile(file, one); }
        }
        await finish();
        return self;
      },
      get seen() { return seen; },
      report: (kind) => asked("report", { kind }),
      annotated: (file) => asked("annotated", { file }),
      published: (file, ending) => asked("published", { file, ending }),
      shown: (lang) => inTurn(async () => { options.lang = lang; await handIn(); await finish(); return seen; }),
    };
    return self;
  }

  const started = load().then(begin);
  return {
    ready: started,
    run: (input, options) => inTurn(async () => { await started; return sitting(input, options).run(); }),
    blank: (name) => inTurn(async () => ({ name, bytes: new Uint8Array((await call("blank", { name })).content) })),
  };
}
