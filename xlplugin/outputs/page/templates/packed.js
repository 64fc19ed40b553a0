// Takes apart what packed.py put together: deflate without a header (RFC 1951). The browser's own DecompressionStream would not do:
// it has to be waited for, and there is no waiting before a page is printed.
function inflated(data) {
  var at = 0, hold = 0, held = 0, out = [];
  function bits(count) {
    while (held < count) { hold |= data[at++] << held; held += 8; }
    var value = hold & ((1 << count) - 1);
    hold >>>= count;
    held -= count;
    return value;
  }
  function code(lengths) {
    var counts = new Uint16Array(16), offsets = new Uint16Array(16), symbols = [];
    lengths.forEach(function (length) { counts[length] += 1; });
    counts[0] = 0;
    for (var length = 1; length < 16; length++) { offsets[length] = offsets[length - 1] + counts[length - 1]; }
    lengths.forEach(function (length, symbol) { if (length) { symbols[offsets[length]++] = symbol; } });
    return { counts: counts, symbols: symbols };
  }
  function symbol(code) {
    var value = 0, first = 0, index = 0;
    for (var length = 1; length < 16; length++) {
      value |= bits(1);
      var count = code.counts[length];
      if (value - count < first) { return code.symbols[index + value - first]; }
      index += count;
      first = (first + count) << 1;
      value <<= 1;
    }
    throw new Error("no such code");
  }
  function extended(code, base, step) {  // lengths and distances: few values, then ranges that double
    if (code < base) { return code; }
    var extra = Math.floor(code / step) - 1;
    return ((step + code % step) << extra) + bits(extra);
  }
  function coded(literals, distances) {
    for (var found = symbol(literals); found !== 256; found = symbol(literals)) {
      if (found < 256) { out.push(found); continue; }
      var length = found === 285 ? 258 : 3 + extended(found - 257, 8, 4);
      var from = out.length - 1 - extended(symbol(distances), 4, 2);
      while (length--) { out.push(out[from++]); }
    }
  }
  function lengthsOf(count, code) {
    var lengths = [];
    while (lengths.length < count) {
      var found = symbol(code), last = found === 16 ? lengths[lengths.length - 1] : 0;
      if (found < 16) { lengths.push(found); continue; }
      for (var times = found === 16 ? 3 + bits(2) : found === 17 ? 3 + bits(3) : 11 + bits(7); times > 0; times--) { lengths.push(last); }
    }
    return lengths;
  }
  function described() {
    var literals = bits(5) + 257, distances = bits(5) + 1, given = bits(4) + 4, lengths = [];
    [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15].forEach(function (place, number) { lengths[place] = number < given ? bits(3) : 0; });
    var all = lengthsOf(literals + distances, code(lengths));
    coded(code(all.slice(0, literals)), code(all.slice(literals)));
  }
  function fixed() {
    var lengths = [];
    for (var number = 0; number < 288; number++) { lengths.push(number < 144 ? 8 : number < 256 ? 9 : number < 280 ? 7 : 8); }
    coded(code(lengths), code([].map.call(new Uint8Array(30), function () { return 5; })));
  }
  function stored() {
    hold = held = 0;
    var length = data[at] | data[at + 1] << 8;
    for (at += 4; length > 0; length--) { out.push(data[at++]); }
  }
  for (var last = 0; !last;) {
    last = bits(1);
    [stored, fixed, described][bits(2)]();
  }
  return new TextDecoder().decode(Uint8Array.from(out));
}
