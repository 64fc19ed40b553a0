"""Writes the page: templates, style and script are files of this package; the submissions are read and written one after the other."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from xlplugin import __version__
from xlplugin.batch.own import REVIEW
from xlplugin.batch.results import Results
from xlplugin.batch.review import Review
from xlplugin.reports.beside import beside
from xlplugin.reports.html.head import BAR, head_of
from xlplugin.reports.html.section import Section, section_of
from xlplugin.reports.html.setting import Setting, setting_of, superseded
from xlplugin.reports.html.tally import tally
from xlplugin.reports.html.words import LETTERS, WORDS
from xlplugin.reports.used_rules import used_rules
from xlplugin.text import Language, Text


def write_html(results: Results, review: Review, target: Path, language: Language) -> None:
    """Writes the results of a run as one HTML file that asks no network for anything; a file at `target` is replaced once the page is whole.

    The reports are read twice, one at a time: for the counts, then for the sections. Raises `UsageError` where the file cannot be written.
    """
    used = {rule.id: rule for rule in used_rules(results)}
    found = tally(results, superseded(review))
    setting = setting_of(results, review, found, used)
    page = _environment(language).get_template("page.html")
    pieces = page.stream(head=head_of(results, review, found, used), sections=_sections(results, setting), setting=setting)
    pieces.enable_buffering(32)
    # A file's name may hold bytes that are no text: they are written as escapes.
    with beside(target) as path, path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
        stream.writelines(pieces)


def _sections(results: Results, setting: Setting) -> Iterator[Section]:
    for position, result in enumerate(results, 1):
        yield section_of(result, position, setting)


@cache
def _environment(language: Language) -> Environment:
    """Everything a template prints is shown in the language, freed of what could steer a display, and escaped."""

    def shown(value: Any) -> Any:
        if isinstance(value, Text):
            value = value.show(language)
        return _clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = Environment(loader=PackageLoader("xlplugin.reports.html"), autoescape=True, undefined=StrictUndefined, finalize=shown, trim_blocks=True, lstrip_blocks=True)
    style, script = _part("page.css"), _part("page.js")
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


def _part(name: str) -> str:
    return (resources.files("xlplugin.reports.html") / "templates" / name).read_text("utf-8")


def _hash(content: str) -> str:
    """As a content security policy names an inline style or script."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def _clean(text: str) -> str:
    """Text without control characters and direction marks; line breaks stay."""
    if text.isprintable():
        return text
    return "".join(" " if mark != "\n" and unicodedata.category(mark) in ("Cc", "Cf") else mark for mark in text)
