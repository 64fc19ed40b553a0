"use strict";
// What the clerk does and sees. Whichever engine is behind it, this asks it through `ready`, `run` and `blank`, and a sitting through `report`, `annotated`, `published` and `shown`.

function app(setting, makeEngine) {
  const $ = (id) => document.getElementById(id);
  const chosen = { roster: [], prior: [] };
  let lang = setting.lang, isReady = false, sitting = null, isBusy = false, isStopped = false, said = ["unpack", {}];

  const word = (name, values) => setting.words[name][lang].replace(/\{(\w+)\}/g, (whole, key) => (values && key in values ? values[key] : whole));

  function say(name, values) {
    said = [name, values || {}];
    const more = isReady || isBusy || ["broken"].includes(name) ? "" : " " + word("early");
    $("app-state").textContent = word(name, values) + more;
  }

  const engine = makeEngine(setting, (step) => { if (!isBusy) { say(step); } });
  engine.ready.then(() => { isReady = true; document.body.classList.add("ready"); if (!isBusy) { say("ready"); } }, (error) => say("broken", { why: String(error && error.message || error).slice(0, 200) }));

  function why(error) {
    return error && error.failure ? word("lost_" + error.failure) : String(error && error.message || error);
  }

  function translate() {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = word("title");
    document.querySelectorAll("[data-w]").forEach((element) => { element.textContent = word(element.dataset.w); });
    for (const role of ["roster", "prior"]) {
      $("app-" + role + "-chosen").textContent = chosen[role].length ? word("chosen", { n: chosen[role].length }) : word("none_chosen");
      $("app-" + role + "-remove").hidden = !chosen[role].length;
    }
    say(...said);
  }

  // Files

  const named = (files) => [...files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));

  async function below(entry, above) {
    if (entry.isFile) { return [{ name: above + entry.name, file: await new Promise((done, fail) => entry.file(done, fail)) }]; }
    const reader = entry.createReader(), found = [];
    for (;;) {
      const some = await new Promise((done, fail) => reader.readEntries(done, fail));
      if (!some.length) { break; }
      for (const inner of some) { found.push(...await below(inner, above + entry.name + "/")); }
    }
    return found;
  }

  async function dropped(transfer) {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
    if (!entries.some((entry) => entry.isDirectory)) { return named(transfer.files); }
    const found = [];
    for (const entry of entries) { found.push(...await below(entry, "")); }
    return found;
  }

  // 名册.csv or 名册.xlsx among what is dropped is the roster.
  const isRoster = (name) => /^[^/]*名册[^/]*\.(csv|xlsx)$/.test(name);

  function take(role, files) {
    if (!files.length) { return; }
    chosen[role] = role === "roster" ? files.slice(-1) : files;
    translate();
  }

  async function check(all) {
    if (isBusy || !all.length) { return; }
    const rosters = all.length > 1 ? all.filter(({ name }) => isRoster(name)) : [];
    take("roster", rosters);
    const submissions = all.filter((one) => !rosters.includes(one));
    isBusy = true;
    isStopped = false;
    showList(true);
    say("waiting", { n: submissions.length });
    let begun = 0, count = 0, at = 0;
    try {
      sitting = await engine.run({ submissions, roster: chosen.roster, prior: chosen.prior }, {
        lang,
        isStopped: () => isStopped,
        onFiles: (names) => { begun ||= performance.now(); count = names.length; $("app-progress").max = count + 1; },
        onFile: (file, one) => {
          if (one) { listed(one); $("app-progress").value = ++at; } else { say("checking", { at: at + 1, all: count, file }); }
          if (at === count) { say("finishing"); }
        },
      });
      show(sitting.seen);
      say("done", { n: JSON.parse(sitting.seen.json).files.length, seconds: ((performance.now() - begun) / 1000).toFixed(1) });
    } catch (error) {
      if (isStopped) { say("stopped"); } else { say("failed", { why: why(error) }); }
      $("app-again").hidden = false;
    } finally {
      isBusy = false;
      showList(false);
    }
  }

  function showList(isOn) {
    for (const id of ["app-progress", "app-stop", "app-list"]) { $(id).hidden = !isOn; }
    $("app-intake").hidden = isOn || $("app-view").childElementCount > 0;
    if (isOn) { $("app-list").textContent = ""; $("app-progress").value = 0; $("app-view").textContent = ""; $("app-take").hidden = true; $("app-said").textContent = ""; }
  }

  function listed(one) {
    const line = document.createElement("li");
    line.className = "app-" + one.status;
    const numbers = [one.errors && word("errors") + " " + one.errors, one.warnings && word("warnings") + " " + one.warnings].filter(Boolean).join("　");
    line.textContent = word(one.status) + "　" + one.file + (numbers ? "　" + numbers : "");
    $("app-list").prepend(line);
  }

  // Results

  function show(seen) {
    const view = $("app-view");
    view.innerHTML = seen.view; // written by the program, which escapes all that comes from a file; the page's policy runs no script in it
    const files = view.querySelectorAll("details.file");
    document.body.classList.toggle("single", files.length === 1 && !chosen.roster.length); // with a roster there is more to say than of the one file
    // The sections are numbered f1, f2, … in the order of the files.
    JSON.parse(seen.json).files.forEach((one, at) => addButtons(view.querySelector("#f" + (at + 1)), one.file));
    const links = $("app-said");
    links.replaceChildren(...seen.sentences.map((sentence) => { const line = document.createElement("p"); line.textContent = sentence; return line; }));
    $("app-take").hidden = false;
    $("app-intake").hidden = true;
    setting.report();
    window.scrollTo(0, 0);
  }

  function addButtons(section, file) {
    const bar = document.createElement("p");
    const body = section && section.querySelector(".body");
    if (!body || section.dataset.status === "unreadable") { return; }
    bar.className = "app-one";
    const make = (name, work) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = word(name);
      button.addEventListener("click", () => save(work, bar));
      bar.append(button, " ");
    };
    make("one_annotated", () => sitting.annotated(file));
    make("one_docx", () => sitting.published(file, ".docx"));
    make("one_html", () => sitting.published(file, ".html"));
    body.before(bar); // of many files the body is made only when it is looked at
    body.prepend(...body.querySelectorAll(".advice")); // the cells to look at first
  }

  async function save(work, bar) {
    const note = bar.querySelector(".app-note") || bar.appendChild(document.createElement("span"));
    note.className = "app-note quiet";
    note.setAttribute("role", "status");
    note.textContent = word("making");
    try {
      const { name, bytes } = await work();
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([bytes]));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      note.textContent = word("saved", { name });
    } catch (error) {
      note.textContent = word("failed", { why: why(error) });
    }
  }

  // What is pressed

  const picked = (id, work) => $(id).addEventListener("change", (event) => { work(named(event.target.files)); event.target.value = ""; });
  picked("app-files", check);
  picked("app-folder", check);
  picked("app-roster", (files) => take("roster", files));
  picked("app-prior", (files) => take("prior", files));
  picked("app-prior-folder", (files) => take("prior", files));
  for (const role of ["roster", "prior"]) { $("app-" + role + "-remove").addEventListener("click", () => { chosen[role] = []; translate(); }); }
  document.addEventListener("dragover", (event) => { event.preventDefault(); document.body.classList.add("over"); });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) { document.body.classList.remove("over"); } });
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    document.body.classList.remove("over");
    const files = await dropped(event.dataTransfer);
    if (files.length === 1 && isRoster(files[0].name)) { take("roster", files); } else { check(files); }
  });
  document.querySelectorAll("[data-kind]").forEach((button) => button.addEventListener("click", () => save(() => sitting.report(button.dataset.kind), $("app-take"))));
  document.querySelectorAll("[data-blank]").forEach((button) => button.addEventListener("click", () => save(() => engine.ready.then(() => engine.blank(button.dataset.blank)), button.parentElement)));
  $("app-print").addEventListener("click", () => window.print());
  $("app-stop").addEventListener("click", () => { isStopped = true; });
  $("app-again").addEventListener("click", () => { $("app-view").textContent = ""; $("app-said").textContent = ""; $("app-take").hidden = true; $("app-intake").hidden = false; document.body.classList.remove("single"); sitting = null; say(isReady ? "ready" : "unpack"); $("app-files").focus(); });
  $("app-about-open").addEventListener("click", () => $("app-about").showModal());
  $("app-about-close").addEventListener("click", () => $("app-about").close());
  $("app-language").addEventListener("click", async () => {
    lang = lang === "zh" ? "en" : "zh";
    translate();
    if (sitting && !isBusy) { show(await sitting.shown(lang)); }
  });
  translate();

  // For tests and for those who embed the page.
  const run = (files, options) => engine.run(
    { submissions: named(files), roster: named(options && options.roster ? [].concat(options.roster) : []), prior: named(options && options.prior || []) },
    { lang, ...options },
  );
  window.xlplugin = {
    ready: engine.ready,
    check: async (files, options) => JSON.parse((await run(files, options)).seen.json),
    annotate: async (file, options) => (await (await run([file], options)).annotated(file.webkitRelativePath || file.name)).bytes,
    sitting: run,
  };
}
