"""The report's text as the document rules read it: passages, sentences, and how a message quotes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xlplugin.filing.document import Document, Span
from xlplugin.filing.filing import Filing
from xlplugin.form.model import Form
from xlplugin.rules.declare import Context, Hit, Unknown
from xlplugin.rules.shared.wording import quoted
from xlplugin.text import Text

WRITTEN = ("overview", "problems", "other")
"""The sections that are prose; the other three are tables."""
_SPACE = re.compile(r"[\s\u200b\ufeff\u00a0\u3000]+")
_END = re.compile(r"[。！？；;!?\n\r]+")
_OPENING, _CLOSING = Text("报告开头", "the opening"), Text("落款处", "the end of the report")


Inspect = Callable[[Filing, Document, Context], Iterator[Hit | Unknown]]


def with_document(inspect: Inspect) -> Callable[[Filing, Context], Iterator[Hit | Unknown]]:
    """The check of a rule that needs the whole report."""

    def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
        if filing.document is not None:
            yield from inspect(filing, filing.document, context)

    return check


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the report's text. `section` is None for what stands before the first section or after the last."""

    where: Text
    words: str
    section: str | None = None

    def span(self, words: str, near: int = 0) -> Span:
        """Where some of its words stand in it; those around a place in it, where they stand there more than once."""
        start = self.words.rfind(words, 0, near + len(words))
        start = self.words.find(words) if start < 0 else start
        return Span(self.section, words, start, start + len(words)) if start >= 0 else Span(self.section, words)


def passages(filing: Filing) -> Iterator[Passage]:
    """The report's text in its order, tables left out."""
    document = filing.document
    if document is not None and document.opening.strip():
        yield Passage(_OPENING, document.opening)
    for section in filing.form.sections:
        if words := filing.narrative.get(section.id, "").strip():
            yield Passage(section_name(filing.form, section.id), words, section.id)
    if document is not None and document.closing.strip():
        yield Passage(_CLOSING, document.closing)


def section_text(filing: Filing, section: str) -> str:
    """A section's text; empty where there is none, or nothing but marks."""
    words = filing.narrative.get(section, "").strip()
    return words if re.search(r"\w", words) else ""


def section_name(form: Form, section: str) -> Text:
    """A section by its official title, as a message names it."""
    label = next(entry.title for entry in form.sections if entry.id == section)
    return Text(f"「{label.official}」", f"{label.en} ({label.official})")


def is_left_out(filing: Filing, section: str) -> bool:
    """Whether the report has no heading of that section: D01 tells, and no other rule does."""
    return filing.document is not None and all(heading.section != section for heading in filing.document.headings)


def unspaced(words: str) -> str:
    """Words without spaces, line breaks and full width: what the rules' patterns are matched against."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", words))


def sentences(words: str) -> list[str]:
    """The sentences and half sentences of a text, as they stand there."""
    return [part.strip() for part in _END.split(words) if part.strip()]


def first_of(section: str, words: str) -> Span:
    """Where a section's text begins."""
    return Span(section, next(iter(sentences(words)), ""))


def quote(words: str) -> Text:
    """What stands in the report, in quotation marks, on one line and not too long."""
    inner = quoted(words)
    return Text(f"“{inner.zh.translate(str.maketrans('“”', '‘’'))}”", '"' + inner.en.replace('"', "'") + '"')
