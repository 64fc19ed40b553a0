(function () {
  "use strict";
  var all = Array.prototype.slice;
  var tools = document.getElementById("tools");
  var files = all.call(document.querySelectorAll("details.file"));
  var buttons = all.call(document.querySelectorAll("#filters button"));
  var tiles = all.call(document.querySelectorAll(".tile[data-tile], .tile[data-goto]"));
  var search = document.getElementById("search");
  var newest = document.getElementById("newest");
  var shown = document.getElementById("shown");
  var nothing = document.getElementById("nothing");
  var status = "all";

  // A page with many files holds what is below their lines in packs, each of several files.
  var unpacked = { number: null, bodies: [] };
  function fill(file) {
    var body = file.querySelector("[data-pack]");
    if (!body) { return; }
    var number = body.getAttribute("data-pack");
    if (unpacked.number !== number) {
      var packed = atob(document.getElementById("pack-" + number).textContent);
      unpacked = { number: number, bodies: inflated(Uint8Array.from(packed, function (mark) { return mark.charCodeAt(0); })).split("\0") };
    }
    body.innerHTML = unpacked.bodies[body.getAttribute("data-place")];
    body.removeAttribute("data-pack");
  }

  function refresh() {
    var words = search.value.toLowerCase().split(/\s+/);
    var count = 0;
    files.forEach(function (file) {
      var text = file.getAttribute("data-search");
      var fits = (status === "all" || file.getAttribute("data-status") === status) &&
        !(newest && newest.checked && file.classList.contains("old")) &&
        words.every(function (word) { return text.indexOf(word) >= 0; });
      file.hidden = !fits;
      count += fits ? 1 : 0;
    });
    buttons.forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-filter") === status));
    });
    tiles.forEach(function (tile) {
      if (tile.hasAttribute("data-tile")) { tile.setAttribute("aria-pressed", String(status !== "all" && tile.getAttribute("data-tile") === status)); }
    });
    shown.textContent = shown.getAttribute("data-words").replace("{shown}", count).replace("{all}", files.length);
    nothing.hidden = count > 0;
    document.body.classList.toggle("filtered", count < files.length);
  }

  function showAll() {
    status = "all";
    search.value = "";
    if (newest) { newest.checked = false; }
    refresh();
  }

  // A link into the page may lead to something that is closed, or that the filter hides.
  function reveal() {
    var name = decodeURIComponent(location.hash.slice(1));
    var file = document.getElementById(name.split("-")[0]);
    if (file && file.classList.contains("file")) { fill(file); }
    var target = document.getElementById(name);
    if (!target) { return; }
    for (var at = target; at && at !== document.body; at = at.parentElement) {
      if (at.hidden) { showAll(); }
      if (at.tagName === "DETAILS") { at.open = true; }
    }
    var inside = target.querySelector("details");
    if (target.tagName === "TR" && inside) { inside.open = true; }
    target.scrollIntoView({ block: target.tagName === "TD" ? "center" : "start" });
  }

  function setOpen(open) {
    files.forEach(function (file) { if (!file.hidden) { if (open) { fill(file); } file.open = open; } });
  }

  var closed = [];
  window.addEventListener("beforeprint", function () {
    files.forEach(function (file) { if (!file.hidden) { fill(file); } });
    closed = all.call(document.querySelectorAll("details:not([open])")).filter(function (one) { return !one.hidden; });
    closed.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (one) { one.open = false; });
    closed = [];
  });

  buttons.forEach(function (button) {
    button.addEventListener("click", function () { status = button.getAttribute("data-filter"); refresh(); });
  });
  // A tile shows the files of its state; organs that sent none have a list of their own.
  tiles.forEach(function (tile) {
    tile.setAttribute("role", "button");
    tile.tabIndex = 0;
    function act() {
      var list = tile.getAttribute("data-goto");
      if (list) { document.getElementById(list).scrollIntoView(); return; }
      var wanted = tile.getAttribute("data-tile");
      status = status === wanted ? "all" : wanted;
      if (newest) { newest.checked = status !== "all"; }
      refresh();
      document.getElementById("files").scrollIntoView();
    }
    tile.addEventListener("click", act);
    tile.addEventListener("keydown", function (event) { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(); } });
  });
  search.addEventListener("input", refresh);
  if (newest) { newest.addEventListener("change", refresh); }
  document.getElementById("open-all").addEventListener("click", function () { setOpen(true); });
  document.getElementById("close-all").addEventListener("click", function () { setOpen(false); });
  document.addEventListener("toggle", function (event) { if (event.target.open && files.indexOf(event.target) >= 0) { fill(event.target); } }, true);
  window.addEventListener("hashchange", reveal);
  // The same link once more changes no address.
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[href^='#']") : null;
    if (link && link.getAttribute("href") === location.hash) { reveal(); }
  });
  tools.hidden = false;
  document.getElementById("print-hint").hidden = false;
  refresh();
  reveal();
})();
