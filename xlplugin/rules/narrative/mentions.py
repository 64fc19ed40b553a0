"""What a report's text says in figures: each with the section it stands in and the words to quote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from xlplugin.filing.document import Span
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import UnreadNumber
from xlplugin.rules.narrative.subject_cells import name_of
from xlplugin.rules.report.shared.texts import Passage, passages
from xlplugin.sentences import MOST_READ, Adding, Mention, PassedOver, Reading, addings, hear, reading
from xlplugin.text import Text

_LONGEST = 60
"""A quotation longer than this is cut around the words that matter."""


@dataclass(frozen=True, slots=True)
class Said:
    """A figure of the text and the passage that it stands in, with the sentence as a message quotes it."""

    mention: Mention
    passage: Passage

    @property
    def section(self) -> str | None:
        """The id of the section it stands in; None for the opening and the end."""
        return self.passage.section

    @property
    def span(self) -> Span:
        """Where its sentence stands."""
        return self.passage.span(self.mention.sentence, self.mention.span[0])

    @property
    def basis(self) -> tuple[str, ...]:
        """What an explanation of it rests on: the sentence."""
        return (self.mention.sentence,)

    @property
    def words(self) -> dict[str, object]:
        """For a message's placeholders."""
        quote = quotation(self.passage.words, self.mention.sentence, self.mention.span)
        return {"where": self.passage.where, "quote": quote, "what": name_of(self.mention.subject)}


def said(filing: Filing, *subjects: str) -> list[Said]:
    """The figures that the text gives for these subjects of the organ's own, for the whole report year, none of them approximate."""
    return [one for one in all_said(filing) if one.mention.subject in subjects and one.mention.is_comparable and one.mention.scope == "own"]


def all_said(filing: Filing) -> Iterator[Said]:
    """Every figure of the text, in its order."""
    for passage, most in _readable(filing):
        yield from (Said(mention, passage) for mention in _read(filing, passage, most).mentions)


def unread_numbers(filing: Filing) -> tuple[UnreadNumber, ...]:
    """The numbers of the text that may be the tables' and that no rule of this family reads, in the text's order."""
    return tuple(UnreadNumber(one.sentence, one.number, passage.section) for passage, most in _readable(filing) for one in _read(filing, passage, most).unread)


def sums(filing: Filing) -> Iterator[tuple[Adding, Passage]]:
    """The sums that the text spells out, each with the passage that it stands in."""
    for passage, most in _readable(filing):
        yield from ((adding, passage) for adding in _addings(passage.words, most))


def passed_over(filing: Filing) -> tuple[tuple[PassedOver, Passage], ...]:
    """The sentences of the text in which nothing is read, up to the one from which on nothing is."""
    found: list[tuple[PassedOver, Passage]] = []
    for passage, most in _readable(filing):
        found += [(one, passage) for one in hear(passage.words, most).passed_over]
        if found and found[-1][0].reason == "much":
            break
    return tuple(found)


def _readable(filing: Filing) -> Iterator[tuple[Passage, int]]:
    """The passages of the text, each with how much of it is read: all of them together hold no more than one may."""
    left = MOST_READ
    for passage in passages(filing):
        yield passage, left
        left -= hear(passage.words, left).spent


def quotation(text: str, sentence: str, span: tuple[int, int]) -> Text:
    """A sentence in quotation marks, on one line; a long one cut around the place in the text that matters."""
    start = text.rfind(sentence, 0, span[0] + len(sentence))
    before, after = max(0, span[0] - start), max(0, span[1] - start)
    room = max(0, _LONGEST - (after - before)) // 2
    first, last = max(0, before - room), min(len(sentence), after + room)
    if len(sentence) <= _LONGEST:
        first, last = 0, len(sentence)
    words = ("…" if first else "") + " ".join(sentence[first:last].split()).rstrip("。") + ("…" if last < len(sentence) else "")
    return Text(f"“{words.translate(str.maketrans('“”', '‘’'))}”", '"' + words.replace('"', "'") + '"')


def _read(filing: Filing, passage: Passage, most: int) -> Reading:
    return _reading(passage.words, filing.organ, filing.year, passage.section, most)


_reading, _addings = lru_cache(maxsize=512)(reading), lru_cache(maxsize=512)(addings)
