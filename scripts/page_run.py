"""What 年报审核.html costs in a browser: its start against that of Pyodide alone, a later file against the same work in a warm native process, in one run.

    python scripts/page_run.py [ROUNDS]

Headless Chromium opens, in turn, a page that only starts Pyodide and imports numpy and lxml, and 年报审核.html (built where anything it is made
of has changed). The native times are those of the same sitting in this process. Then the served page is asked: the first
check, with its processes started, and further ones.
"""

from __future__ import annotations

import http.server
import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from _setup import ROOT, elsewhere

if TYPE_CHECKING:
    from tests.chromium import Browser

MOST_START = MOST_LATER = 3.0
"""Times the bare start, and the native work."""
MOST_SERVED = 0.4
"""Seconds of a further check by the service."""
SAMPLE = "samples/错误样例/03勾稽不平.xlsx"
_BARE = """<!doctype html><meta charset="utf-8"><script type="module">
import { loadPyodide } from "./pyodide.mjs";
const python = await loadPyodide({ indexURL: new URL("./", location.href).href });
await python.loadPackage(["numpy", "lxml"]);
python.runPython("import numpy, lxml.etree");
window.bare = performance.now();
</script>"""


def main(rounds: int) -> int:
    """Prints the times; 1 where one is over its limit, or no browser is here."""
    if (status := elsewhere(__file__, str(rounds))) is not None:
        return status
    sys.path.insert(0, str(ROOT))
    import make_samples

    from tests.chromium import browser
    from tests.page_alone import built, missing

    if missing:
        print(f"not installed: {', '.join(missing)}", file=sys.stderr)
        return 1
    page = built()
    with tempfile.TemporaryDirectory(prefix="xlplugin-page-run-", ignore_cleanup_errors=True) as own:
        folder = Path(own)
        make_samples.main(folder / "samples")
        content = (folder / SAMPLE).read_bytes()
        with _bare(folder / "bare") as address, browser(folder / "profile") as running:
            times = [(_start_bare(running, address), *_start(running, page, content)) for _ in range(rounds)]
            whole, alone = _later(running, content, rounds)
        native_whole, native_alone = _native(folder / "native", content, rounds)
        served = _served(content, rounds)
    bare, ready, verdict = (statistics.median(one) for one in zip(*times, strict=True))
    ratios = [("ready", ready / bare, MOST_START), ("first verdict", verdict / bare, MOST_START), ("a later file", whole / native_whole, MOST_LATER)]
    print(f"medians of {rounds}: Pyodide with numpy and lxml {bare:.2f} s; the page ready {ready:.2f} s, first verdict {verdict:.2f} s")
    print(f"a later file {whole:.3f} s, of it reading and checking {alone:.3f} s; the same natively, warm: {native_whole:.3f} s and {native_alone:.3f} s ({alone / native_alone:.2f} ×)")
    for name, ratio, most in ratios:
        print(f"{name}: {ratio:.2f} × (at most {most:g})")
    print(f"served: first check {served[0]:.2f} s, {len(served) - 1} further: median {statistics.median(served[1:]):.3f} s, longest {max(served[1:]):.3f} s (at most {MOST_SERVED})")
    return int(any(ratio > most for _, ratio, most in ratios) or statistics.median(served[1:]) > MOST_SERVED)


@contextmanager
def _bare(folder: Path) -> Iterator[str]:
    """Pyodide as it is released, with the two packages, over HTTP on this machine: from the disk no page may fetch."""
    from _page_parts import fetch

    parts = fetch()
    folder.mkdir()
    (folder / "index.html").write_text(_BARE, "utf-8")
    for name, content in {**parts.runtime, **parts.wheels}.items():
        (folder / name).write_bytes(content)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    Quiet.extensions_map = {**Quiet.extensions_map, ".mjs": "text/javascript", ".wasm": "application/wasm"}
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


def _start_bare(running: Browser, address: str) -> float:
    running.call("Page.navigate", url=address)
    return float(_until(running, "window.bare"))


def _start(running: Browser, page: Path, content: bytes) -> tuple[float, float]:
    """Milliseconds since the page was asked for, as the browser counts them: until it is ready, and until the verdict of a file that was there before."""
    from tests.page_alone import handed

    running.call("Page.navigate", url=page.as_uri())
    _until(running, "'xlplugin' in window && document.readyState === 'complete'")
    running.evaluate("window.came = {}; xlplugin.ready.then(() => { came.ready = performance.now(); }); 0")
    files = handed(running, "first", {"年报.xlsx": content})
    running.evaluate(f"xlplugin.check({files}).then(() => {{ came.verdict = performance.now(); }}); 0")
    return _until(running, "came.ready"), _until(running, "came.verdict")


def _later(running: Browser, content: bytes, rounds: int) -> tuple[float, float]:
    """Seconds for a file when all is ready, and those of reading and checking it."""
    from tests.page_alone import asked, handed

    files = handed(running, "later", {"年报.xlsx": content})
    timed = (
        "let begun = 0, done = 0; const start = performance.now(); const onFile = (file, one) => { if (one) { done = performance.now(); } else { begun = performance.now(); } };"
        f" await xlplugin.sitting({files}, {{ onFile }}); return [performance.now() - start, done - begun];"
    )
    found = [asked(running, f"(async () => {{ {timed} }})()") for _ in range(rounds + 1)][1:]
    whole, alone = (statistics.median(one) / 1000 for one in zip(*found, strict=True))
    return whole, alone


def _native(folder: Path, content: bytes, rounds: int) -> tuple[float, float]:
    """The same as `_later`, by the same code, here."""
    from xlplugin.serve.browser import Sitting

    sitting = Sitting(folder)
    found = []
    steps: list[tuple[str, dict[str, str], bytes | None]] = [
        ("open", {"lang": "zh"}, None),
        ("add", {"role": "submissions", "name": "年报.xlsx"}, content),
        ("begin", {}, None),
        ("check", {"file": "年报.xlsx"}, None),
        ("finish", {}, None),
    ]
    with chdir("."):  # the sitting changes it
        for _ in range(rounds + 1):
            times = [_seconds(partial(sitting.answer, method, json.dumps(arguments), given)) for method, arguments, given in steps]
            found.append((sum(times), times[3]))
    whole, alone = (statistics.median(one) for one in zip(*found[1:], strict=True))
    return whole, alone


def _served(content: bytes, rounds: int) -> list[float]:
    """What the served page waits for: the first check, whose processes have to be started, then others."""
    from tests.archives import archive_of
    from tests.test_serve import said
    from xlplugin.serve.local.service import Service

    packed = archive_of({"submissions/年报.xlsx": content})
    with Service() as service:
        threading.Thread(target=service.serve_forever, daemon=True).start()
        found = [_seconds(lambda: said(service, "POST", "/api/report/page", packed)) for _ in range(rounds + 2)]
        service.shutdown()
    return found


def _until(running: Browser, expression: str) -> float:
    """What an expression comes to, in seconds where it is milliseconds."""
    end = time.monotonic() + 600
    while time.monotonic() < end:
        if found := running.evaluate(expression):
            return float(found) / 1000
        time.sleep(0.05)
    raise SystemExit(f"nothing came of {expression}")


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
