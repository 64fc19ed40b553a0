"""The report's text: title, opening, the six sections, signature and date. Page furniture left out, torn paragraphs whole again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from xlplugin.filing.document import Document, Heading
from xlplugin.form.model import Form
from xlplugin.reading.documents.formats.stream import Picture
from xlplugin.reading.documents.tables.layouts import Piece
from xlplugin.reading.documents.tables.words import is_figure
from xlplugin.reading.documents.text.furniture import is_furniture, without_debris
from xlplugin.reading.documents.text.headings import Head, without_markdown
from xlplugin.reading.documents.text.segments import Paragraph, Segment
from xlplugin.reading.documents.text.signature import date_of, find_signature, organ_of
from xlplugin.reading.documents.text.titles import find_title

_SHORTEST_TORN = 20
_FEWEST_FIGURES = 3
"""So many lines with figures of their own are no prose: a table stands there that could not be read."""
_ENDS = "。！？；：…”’）)》】.!?;:"
_BEGINS = re.compile(r"^(?:\s{2,}|\t|\u3000)|^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十]+|[一二三四五六七八九十]是|[-*•●])")


@dataclass(frozen=True, slots=True)
class Prose:
    """The text of a report."""

    document: Document
    narrative: Mapping[str, str]
    """By section id."""


def read_prose(parts: Sequence[Segment], form: Form, missing: Sequence[str], page_titles: Sequence[str] = ()) -> Prose:
    """The text of a report's parts. `missing`: ids of tables that were not found; `page_titles`: what its page is called, where the text has no title."""
    debris: list[str] = []
    parts = _without_contents(parts)
    heads = _main_heads(parts, form)
    first = min(heads, default=len(parts))
    front = _paragraphs(parts[:first], debris, is_joined=False)
    title, rest = find_title(front)
    front_signature = [text for text in rest if date_of(text)]
    opening = _join([Paragraph(text, False) for text in rest if not is_furniture(text) and not date_of(text) and not (organ_of(text) and front_signature)])
    texts: list[tuple[Head, list[str]]] = []
    current: list[Segment] = []
    bodies: list[tuple[Head, list[Segment]]] = []
    for at, part in enumerate(parts[first:], first):
        if isinstance(part, Head) and at in heads:
            current = []
            bodies.append((part, current))
        else:
            current.append(part)
    for head, body in bodies:
        texts.append((head, _paragraphs(body, debris)))
    closing, organ, date = "", None, None
    tail = texts[-1][1] if texts else []
    signature = find_signature(tail)
    if signature is not None:
        organ, date = signature.organ, signature.date
        closing = "\n".join(tail[signature.lines[0] :])
        del tail[signature.lines[0] :]
    elif front_signature:
        date = date_of(front_signature[0])
        organ = next((found for text in rest if (found := organ_of(text))), None)
        closing = "\n".join(text for text in rest if date_of(text) or organ_of(text))
    narrative: dict[str, str] = {}
    for head, paragraphs in texts:
        if head.section is not None and paragraphs:
            narrative[head.section] = "\n".join([*filter(None, [narrative.get(head.section)]), *paragraphs])
    document = Document(
        title=title or next((text for text in page_titles if find_title([text])[0]), ""),
        opening="\n".join(opening),
        headings=tuple(Heading(head.seen, head.section) for head, _ in bodies),
        closing=closing,
        signature=organ,
        signed=date,
        picture_tables=tuple(table for table in missing if _may_be_picture(table, bodies, form)),
        debris=tuple(dict.fromkeys(debris)),
    )
    return Prose(document, {section.id: narrative[section.id] for section in form.sections if section.id in narrative})


def _without_contents(parts: Sequence[Segment]) -> list[Segment]:
    """The parts without a table of contents: headings right below each other that all come again."""
    filled = [(at, part) for at, part in enumerate(parts) if not isinstance(part, Paragraph) or part.text.strip()]
    contents: set[int] = set()
    for is_head, group in groupby(filled, key=lambda entry: isinstance(entry[1], Head)):
        run = list(group)
        later = {part.section for at, part in filled if isinstance(part, Head) and at > run[-1][0]}
        if is_head and len(run) > 2 and all(isinstance(part, Head) and part.section in later for _, part in run):
            contents |= {at for at, _ in run}
    return [part for at, part in enumerate(parts) if at not in contents]


def _main_heads(parts: Sequence[Segment], form: Form) -> list[int]:
    """Where the headings are that count: a section's, each once (a table of contents names them before); others only where their number goes on."""
    kept: list[tuple[int, Head]] = []
    order = [section.id for section in form.sections]
    found = [(at, part) for at, part in enumerate(parts) if isinstance(part, Head)]
    for number, (at, head) in enumerate(found):
        later = [other for _, other in found[number + 1 :]]
        if head.section is None:
            last = max((other.number or order.index(other.section) + 1 for _, other in kept if other.section), default=0)
            comes = any(other.number == head.number and other.section for other in later)
            if not kept or head.number != last + 1 or comes:
                continue
        else:
            end = found[number + 1][0] if number + 1 < len(found) else len(parts)
            is_empty = not any(isinstance(part, Piece) or (isinstance(part, Paragraph) and part.text.strip()) for part in parts[at + 1 : end])
            better = any(other.section == head.section and (other.is_exact or not head.is_exact) for other in later)
            if (is_empty and better) or (not head.is_exact and any(other.section == head.section for _, other in kept)):
                continue
        kept.append((at, head))
    return [at for at, _ in kept]


def _paragraphs(parts: Sequence[Segment], debris: list[str], *, is_joined: bool = True) -> list[str]:
    """The paragraphs of prose among parts; a heading that is none stays in the text."""
    lines: list[Paragraph] = []
    for part in parts:
        if isinstance(part, Head):
            lines.append(Paragraph(f"{part.seen}{'：' + part.rest if part.rest else ''}", True))
        elif isinstance(part, Paragraph):
            text, found = without_debris(part.text)
            debris += found
            if text.strip() and not is_furniture(text):
                lines.append(Paragraph(text, part.is_whole))
    return _join(lines) if is_joined else [without_markdown(line.text) for line in lines]


def _join(lines: Sequence[Paragraph]) -> list[str]:
    """Paragraphs, those whole again that a page break or a line's end tore."""
    joined: list[str] = []
    was_whole = True
    for line in lines:
        text = without_markdown(line.text)
        if joined and not (was_whole or line.is_whole) and _goes_on(joined[-1], line.text):
            joined[-1] += text
        else:
            joined.append(text)
        was_whole = line.is_whole
    return joined


def _goes_on(before: str, line: str) -> bool:
    """Whether a line is the rest of the paragraph before it."""
    if len(before) < _SHORTEST_TORN or before[-1] in _ENDS or _BEGINS.match(line):
        return False
    return date_of(line) is None and organ_of(line) is None


def _may_be_picture(table: str, bodies: Sequence[tuple[Head, Sequence[Segment]]], form: Form) -> bool:
    """Whether a table that was not found stands in its section as a picture, or not at all though the section is there: words and figures that could not be read are neither."""
    own = [part for head, body in bodies if head.section == table for part in body]
    if any(isinstance(part, Picture) for part in own):
        return True
    if any(head.section == table for head, _ in bodies):
        return not any(isinstance(part, Piece) for part in own) and sum(_is_figure(part) for part in own) < _FEWEST_FIGURES
    return any(isinstance(part, Picture) for _, body in bodies for part in body)


def _is_figure(part: Segment) -> bool:
    words = part.text.split() if isinstance(part, Paragraph) else []
    return sum(map(is_figure, words)) * 2 > len(words)
