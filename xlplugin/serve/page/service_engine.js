"use strict";
// The engine behind the page: the program on this machine, asked over 127.0.0.1. Everything goes there as one archive.

const CRC = new Uint32Array(256).map((_, at) => {
  for (let bit = 0; bit < 8; bit++) { at = at & 1 ? 0xedb88320 ^ (at >>> 1) : at >>> 1; }
  return at;
});

function crcOf(bytes) {
  let crc = ~0;
  for (const byte of bytes) { crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8); }
  return ~crc >>> 0;
}

// A .zip whose files are stored as they are. Layout: PKWARE's APPNOTE 4.3.7, 4.3.12, 4.3.16.
async function archiveOf(files) {
  const pieces = [], directory = [];
  let at = 0;
  const put = (list, size, fill) => { const view = new DataView(new ArrayBuffer(size)); fill(view); list.push(view.buffer); };
  for (const { name, file } of files) {
    const bytes = new Uint8Array(await file.arrayBuffer()), label = new TextEncoder().encode(name), crc = crcOf(bytes);
    const common = (view, from) => {
      view.setUint16(from, 20, true); view.setUint16(from + 2, 0x800, true); view.setUint16(from + 8, 0x21, true);
      view.setUint32(from + 10, crc, true); view.setUint32(from + 14, bytes.length, true); view.setUint32(from + 18, bytes.length, true); view.setUint16(from + 22, label.length, true);
    };
    put(pieces, 30, (view) => { view.setUint32(0, 0x04034b50, true); common(view, 4); });
    pieces.push(label, bytes);
    const begun = at;
    put(directory, 46, (view) => { view.setUint32(0, 0x02014b50, true); view.setUint16(4, 20, true); common(view, 6); view.setUint32(42, begun, true); });
    directory.push(label);
    at += 30 + label.length + bytes.length;
  }
  const size = directory.reduce((sum, piece) => sum + piece.byteLength, 0);
  put(directory, 22, (view) => {
    view.setUint32(0, 0x06054b50, true); view.setUint16(8, files.length, true); view.setUint16(10, files.length, true); view.setUint32(12, size, true); view.setUint32(16, at, true);
  });
  return new Blob([...pieces, ...directory]);
}

function serviceEngine(setting, onStep) {
  const token = location.hash.slice(1) || sessionStorage.getItem("token") || "";
  sessionStorage.setItem("token", token);
  history.replaceState(null, "", "/");

  async function ask(path, body) {
    const answer = await fetch(path, { method: body === undefined ? "GET" : "POST", headers: { "X-Xlplugin-Token": token }, body, cache: "no-store" });
    if (answer.ok) { return answer; }
    let told = answer.status + " " + answer.statusText;
    try { told = (await answer.json()).error; } catch (error) { /* it was no JSON: the status is all there is */ }
    throw new Error(told);
  }

  const query = (values) => "?" + new URLSearchParams(values);

  function sitting(input, options) {
    let archive = null, seen = null;

    async function finish() {
      const job = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
      const asking = ask("/api/report/page" + query({ lang: options.lang, job }), archive);
      await watch(job, asking.then(() => true, () => true));
      seen = await (await asking).json();
      return seen;
    }

    // Tells how far it is, until it is over. What is not told in time shows in the result.
    async function watch(job, over) {
      const pause = () => new Promise((done) => setTimeout(done, 250, false));
      let names = null, known = 0, isStopping = false;
      while (!await Promise.race([over, pause()])) {
        let now = null;
        try { now = await (await ask("/api/progress" + query({ job, since: known }))).json(); } catch (error) { continue; } // the answer itself will tell
        if (now.files && !names) { names = now.files; if (options.onFiles) { options.onFiles(names); } }
        for (const one of now.done) { known++; if (options.onFile) { options.onFile(one.file, one); } }
        if (now.now !== null && names && known < names.length && options.onFile) { options.onFile(now.now, null); }
        if (!isStopping && options.isStopped && options.isStopped()) { isStopping = true; await ask("/api/stop" + query({ job }), "stop"); }
      }
    }

    const taken = async (kind, more) => named(kind, await ask("/api/report/" + kind + query({ lang: options.lang, ...more }), archive));

    // A file by itself goes to the process that stands ready; with others beside it all are looked at again.
    const copied = async (file) => {
      const [one, ...others] = [...input.submissions, ...(input.roster || []), ...(input.prior || [])];
      if (others.length || one.name !== file) { return taken("annotated", { file }); }
      return named(file, await ask("/api/annotate" + query({ lang: options.lang, name: file }), one.file));
    };

    async function named(otherwise, answer) {
      const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") || "");
      return { name: name ? decodeURIComponent(name[1]) : otherwise, bytes: new Uint8Array(await answer.arrayBuffer()) };
    }

    const self = {
      async run() {
        const all = ["submissions", "roster", "prior"].flatMap((role) => (input[role] || []).map(({ name, file }) => ({ name: role + "/" + name, file })));
        archive = await archiveOf(all);
        if (options.onFiles) { options.onFiles((input.submissions || []).map(({ name }) => name)); }
        await finish();
        return self;
      },
      get seen() { return seen; },
      report: (kind) => taken(kind),
      annotated: copied,
      published: (file, ending) => taken("published", { file, ending }),
      shown: async (lang) => { options.lang = lang; return finish(); },
    };
    return self;
  }

  onStep("ready");
  return {
    ready: Promise.resolve(),
    run: (input, options) => sitting(input, options).run(),
    blank: async (name) => ({ name, bytes: new Uint8Array(await (await ask("/api/form" + query({ name }))).arrayBuffer()) }),
  };
}
