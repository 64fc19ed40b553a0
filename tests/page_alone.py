"""The page 年报审核.html, built once for the checkout as it is, and driven in a headless Chromium."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.chromium import Browser, chromium
from tests.locked import locked

ROOT = Path(__file__).parent.parent
_KEPT = ROOT / ".venv" / "page-parts"
_SOURCES = ("xlplugin", "workbook_templates", "scripts/build_page.py", "scripts/_page_packages.py", "scripts/_page_parts.py", "scripts/page_parts.toml", "scripts/page_compile.mjs")
PATIENCE = 420.0

PICK = (
    "(files => { const held = new DataTransfer(); files.forEach(file => held.items.add(file));"
    " const input = document.getElementById('app-files'); input.files = held.files; input.dispatchEvent(new Event('change')); return 0; })"
)
"""Chooses files as a clerk does."""

missing = [name for name, program in (("chromium", chromium()), ("node", shutil.which("node")), ("npm", shutil.which("npm"))) if program is None]
"""What the page's tests need and is not installed."""


def built() -> Path:
    """The page; built when anything it is made of has changed since, by one process at a time."""
    digest = hashlib.sha256()
    for source in map(ROOT.joinpath, _SOURCES):
        for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    _KEPT.mkdir(parents=True, exist_ok=True)
    target = _KEPT / f"page-{digest.hexdigest()[:16]}.html"
    with locked(_KEPT / "lock"):
        if not target.exists():
            import build_page

            content = build_page.build()
            for older in _KEPT.glob("page-*.html"):
                older.unlink()
            target.write_text(content, "utf-8")
    return target


def opened(running: Browser, page: Path) -> None:
    """Loads the page and notes what comes of it in `window.came`."""
    running.open(page)
    running.evaluate("window.came = {}; 0")


def asked(running: Browser, expression: str) -> Any:
    """What a promise in the page comes to; what it fails with as `{"failed": …}`."""
    running.evaluate(f"came.last = undefined; Promise.resolve({expression}).then(value => {{ came.last = {{ value }}; }}, error => {{ came.last = {{ failed: String(error && error.message || error) }}; }}); 0")
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        came: Mapping[str, Any] | None = running.evaluate("came.last")
        if came is not None:
            return came.get("value", came)
        time.sleep(0.1)
    raise AssertionError(f"nothing came of {expression[:80]} within {PATIENCE:.0f} s; the page says {running.evaluate('document.getElementById(`app-state`).textContent')}")


def handed(running: Browser, name: str, files: Mapping[str, bytes]) -> str:
    """Puts files into the page, as `window.came[name]`; gives the expression for them. A name may have folders."""
    for path, content in files.items():
        encoded = base64.b64encode(content).decode()
        running.evaluate(
            f"(() => {{ const file = new File([Uint8Array.from(atob('{encoded}'), mark => mark.charCodeAt(0))], {json.dumps(path.rsplit('/', 1)[-1])});"
            f" Object.defineProperty(file, 'webkitRelativePath', {{ value: {json.dumps(path if '/' in path else '')} }});"
            f" (came[{json.dumps(name)}] ||= []).push(file); return 0; }})()"
        )
    return f"came[{json.dumps(name)}]"


def bytes_in(expression: str) -> str:
    """An expression for bytes as text that can leave the page: base64."""
    return f"(async () => {{ const bytes = await {expression}; let text = ''; for (let at = 0; at < bytes.length; at += 8192) {{ text += String.fromCharCode(...bytes.subarray(at, at + 8192)); }} return btoa(text); }})()"
