"""Writes the page: templates, style and script are files of this package; the submissions are written one after the other, as they go by."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from contextlib import ExitStack
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from xlplugin.outputs.page.files import files_of
from xlplugin.outputs.page.head import BAR, head_of
from xlplugin.outputs.page.packed import Packs, place_of
from xlplugin.outputs.page.section import section_of
from xlplugin.outputs.page.setting import setting_of, superseded
from xlplugin.outputs.page.words import LETTERS, WORDS
from xlplugin.outputs.writer import Checked
from xlplugin.runs.inputs.own import REVIEW
from xlplugin.runs.store.results import Result
from xlplugin.runs.whole_file import beside
from xlplugin.text import Language, Text
from xlplugin.version import __version__


class HtmlPage:
    """The results of a run as one HTML file that asks no network for anything; a file at the target is replaced once the page is whole."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._position = 0

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`."""
        used = {rule.id: rule for rule in run.rules}
        found = files_of(run.submissions(), superseded(run.review))
        self._setting = setting_of(run, found, used)
        self._environment = _environment(run.language)
        self._parts: Any = self._environment.get_template("section.html").module
        self._packs, self._packed = Packs(), 0
        path = files.enter_context(beside(self._target))
        # A file's name may hold bytes that are no text: they are written as escapes.
        self._stream = files.enter_context(path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n"))
        self._write(self._environment.get_template("top.html").render(head=head_of(run, found, used), setting=self._setting))

    def add(self, result: Result) -> None:
        """See `Writer.add`."""
        self._position += 1
        section = section_of(result, self._position, self._setting)
        if not self._setting.is_packed:
            self._write(self._parts.section_of(section, self._setting.open_at_once))
            return
        self._write(self._parts.section_of(section, False, place_of(self._position)))
        self._write_pack(self._packs.add(self._parts.body_of(section)))

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`."""
        self._write_pack(self._packs.rest())
        self._stream.write(self._environment.get_template("bottom.html").render(is_packed=self._setting.is_packed))
        return ()

    def _write_pack(self, pack: str | None) -> None:
        if pack is not None:
            self._write(f'<script type="text/plain" id="pack-{self._packed}">{pack}</script>')
            self._packed += 1

    def _write(self, part: str) -> None:
        self._stream.write(f"{part}\n")


@cache
def _environment(language: Language) -> Environment:
    """Everything a template prints is shown in the language, freed of what could steer a display, and escaped."""

    def shown(value: Any) -> Any:
        if isinstance(value, Text):
            value = value.show(language)
        return _clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = Environment(loader=PackageLoader("xlplugin.outputs.page"), autoescape=True, undefined=StrictUndefined, finalize=shown, trim_blocks=True, lstrip_blocks=True)
    style, script = page_style(), page_script()
    environment.globals |= {
        "w": dict(WORDS),
        "letters": dict(LETTERS),
        "style": Markup(style),
        "script": Markup(script),
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "generator": REVIEW,
        "version": __version__,
        "lang": {"zh": "zh-CN", "en": "en"}[language],
        "bar": BAR,
    }
    return environment


def page_style() -> str:
    """The page's style."""
    return _part("page.css")


def page_script() -> str:
    """The page's script, all of it."""
    return _part("packed.js") + _part("page.js")


def _part(name: str) -> str:
    return (resources.files("xlplugin.outputs.page") / "templates" / name).read_text("utf-8")


def _hash(content: str) -> str:
    """As a content security policy names an inline style or script."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def _clean(text: str) -> str:
    """Text without control characters and direction marks; line breaks stay."""
    if text.isprintable():
        return text
    return "".join(" " if mark != "\n" and unicodedata.category(mark) in ("Cc", "Cf") else mark for mark in text)
