// In the words of the oldest browsers: whether this one can run the rest.
(function () {
  var can = typeof WebAssembly === "object" && typeof Worker === "function" && typeof BigInt === "function" && typeof DecompressionStream === "function" && typeof structuredClone === "function";
  if (!can) { document.getElementById("app-old").removeAttribute("hidden"); } else { document.getElementById("app").removeAttribute("hidden"); }
  window.xlpluginCanRun = can;
})();
