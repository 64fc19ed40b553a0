"""The report's text as the document rules read it: passages, sentences, and how a message quotes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from xlplugin.filing import Filing
from xlplugin.form.model import Form
from xlplugin.rules.declare import Unknown
from xlplugin.rules.listing import quoted
from xlplugin.text import Text

NO_DOCUMENT = Unknown(Text("只有各部分文字，没有报告全文（标题、落款等）", "only the text of the sections is there, not the whole report with its title and signature"))
"""What a rule yields that needs the whole report where a workbook brings the sections' text alone."""
WRITTEN = ("overview", "problems", "other")
"""The sections that are prose; the other three are tables."""
_SPACE = re.compile(r"[\s\u200b\ufeff\u00a0\u3000]+")
_END = re.compile(r"[。！？；;!?\n\r]+")
_OPENING, _CLOSING = Text("报告开头", "the opening"), Text("落款处", "the end of the report")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the report's text. `section` is None for what stands before the first section or after the last."""

    where: Text
    words: str
    section: str | None = None


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


def plain(words: str) -> str:
    """Words without spaces, line breaks and full width: what the rules' patterns are matched against."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", words))


def sentences(words: str) -> list[str]:
    """The sentences and half sentences of a text, as they stand there."""
    return [part.strip() for part in _END.split(words) if part.strip()]


def quote(words: str) -> Text:
    """What stands in the report, in quotation marks, on one line and not too long."""
    inner = quoted(words)
    return Text(f"“{inner.zh.translate(str.maketrans('“”', '‘’'))}”", '"' + inner.en.replace('"', "'") + '"')
