"""Puts the page together from its sources: with the runtime in it, one file that needs nothing else; without, for the service."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from xlplugin.outputs.page.write import page_script, page_style
from xlplugin.serve.blanks import blanks
from xlplugin.serve.words import WORDS
from xlplugin.version import __version__

POLICY = "default-src 'none'; script-src {scripts} blob: 'wasm-unsafe-eval'; worker-src blob:; style-src {styles}; img-src data: blob:; base-uri 'none'; form-action 'none'"
"""Of the page by itself: the scripts that it was built with and no other one, and no address at all."""
SERVED_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_ENGINES = {"browser": "browser_engine.js", "service": "service_engine.js"}


@dataclass(frozen=True, slots=True)
class Licence:
    """One package inside the page."""

    name: str
    version: str
    licence: str
    text: str


@dataclass(frozen=True, slots=True)
class Runtime:
    """What the page by itself carries. `parts`: by name, as they are (compressed already); `lock`: the runtime's own list of packages; `python`: such as 3.14."""

    parts: Mapping[str, bytes]
    lock: str
    python: str
    licences: Sequence[Licence] = ()


def page_alone(runtime: Runtime) -> str:
    """The whole page as one file."""
    return _page("browser", runtime)


def page_served(nonce: str) -> str:
    """The page for the service, which answers for the runtime; `nonce` is of this answer alone."""
    return _page("service", None, nonce)


def _page(engine: Literal["browser", "service"], runtime: Runtime | None, nonce: str = "") -> str:
    setting = {"lang": "zh", "version": __version__, "words": {name: {"zh": text.zh, "en": text.en} for name, text in WORDS.items()}}
    if runtime is not None:
        setting |= {"parts": list(runtime.parts), "python": runtime.python}
    start = f"if (window.xlpluginCanRun) {{ app(Object.assign({json.dumps(setting, ensure_ascii=False)}, {{ report: showReport }}), {engine}Engine); }}"
    report = f"function showReport() {{\n{page_script()}\n}}"
    scripts = [_source("old.js"), "\n".join((report, _source(_ENGINES[engine]), _source("app.js"), start))]
    style = page_style() + _source("app.css")
    policy = POLICY.format(scripts=" ".join(f"'{_hash(script)}'" for script in scripts), styles=f"'{_hash(style)}'") if runtime else ""
    return _template().render(
        w=WORDS,
        version=__version__,
        policy=Markup(policy),
        nonce=Markup(f' nonce="{nonce}"') if nonce else "",
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        about="about_text" if runtime else "about_service",
        blanks=blanks(),
        licences=runtime.licences if runtime else (),
        parts=[(name, Markup(base64.b64encode(content).decode())) for name, content in runtime.parts.items()] if runtime else (),
        texts=[("worker-source", Markup(_source("worker.js"))), ("part-lock", Markup(runtime.lock))] if runtime else (),
    )


def _template() -> Template:
    environment = Environment(loader=PackageLoader("xlplugin.serve", "page"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("page.html")


def _source(name: str) -> str:
    return (resources.files("xlplugin.serve") / "page" / name).read_text("utf-8")


def _hash(content: str) -> str:
    """As a content security policy names an inline script or style."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"
