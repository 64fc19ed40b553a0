"""What a report's text says in figures: each with the section it stands in and the words to quote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from xlplugin.filing import Filing
from xlplugin.rules.narrative.totals import name_of
from xlplugin.rules.report.texts import passages
from xlplugin.sentences import Adding, Mention, addings, read
from xlplugin.text import Text

_LONGEST = 60
"""A quotation longer than this is cut around the words that matter."""


@dataclass(frozen=True, slots=True)
class Said:
    """A figure of the text, where it stands, and the sentence as a message quotes it."""

    mention: Mention
    section: str | None
    where: Text
    quote: Text

    @property
    def basis(self) -> tuple[str, ...]:
        """What an explanation of it rests on: the sentence."""
        return (self.mention.sentence,)

    @property
    def words(self) -> dict[str, object]:
        """For a message's placeholders."""
        return {"where": self.where, "quote": self.quote, "what": name_of(self.mention.subject)}


def said(filing: Filing, *subjects: str) -> list[Said]:
    """The figures that the text gives for these subjects of the organ's own, for the whole report year, none of them approximate."""
    return [one for one in all_said(filing) if one.mention.subject in subjects and one.mention.is_comparable and one.mention.scope == "own"]


def all_said(filing: Filing) -> Iterator[Said]:
    """Every figure of the text, in its order."""
    for passage in passages(filing):
        for mention in _read(passage.words, filing.organ, filing.year, passage.section):
            yield Said(mention, passage.section, passage.where, quotation(passage.words, mention.sentence, mention.span))


def sums(filing: Filing) -> Iterator[tuple[Adding, Text, Text]]:
    """The sums that the text spells out, each with where it stands and its quotation."""
    for passage in passages(filing):
        for adding in _addings(passage.words):
            yield adding, passage.where, quotation(passage.words, adding.sentence, adding.span)


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


@lru_cache(maxsize=512)
def _read(words: str, organ: str | None, year: int | None, section: str | None) -> tuple[Mention, ...]:
    return read(words, organ=organ, year=year, section=section)


@lru_cache(maxsize=512)
def _addings(words: str) -> tuple[Adding, ...]:
    return addings(words)
