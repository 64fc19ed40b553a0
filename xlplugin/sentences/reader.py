"""Reads the figures that a report's text gives for the subjects of the tables."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from xlplugin.sentences.added_up import addings
from xlplugin.sentences.counts import count
from xlplugin.sentences.labels import is_gain
from xlplugin.sentences.left_over import note
from xlplugin.sentences.model import Mention, Reading, Unread
from xlplugin.sentences.periods import Clock
from xlplugin.sentences.said_without_number import state
from xlplugin.sentences.scope import Voice
from xlplugin.sentences.sentence_state import Story
from xlplugin.sentences.subjects import REQUEST, word
from xlplugin.sentences.subjects import wider as wider_subjects
from xlplugin.sentences.text.pieces import Piece
from xlplugin.sentences.text.spoken import MOST_READ, Heard, hear

_AMONG = re.compile(r"^[、,和]?(?:其中|包括|含|内含|分别是)")
_UNRELATED = re.compile(r"与(?:政府|政务)?信息公开(?:工作)?(?:均|都)?无关|(?:[不未]涉及|非)(?:政府)?信息公开")
_CARRIED = re.compile(r"结转[^,，;；。]{0,10}申请|申请[^,，;；。]{0,16}[,，]?(?:需|将|已)?结转")
"""What is carried over as 申请 is a request, though the sentence has no other word for it."""
_QUOTED = re.compile("更正[前为]|误写|误报|勘误|^(?:例如|比如|譬如)|某(?:单位|部门|镇|局|机关)|》(?:显示|载明)|为例,")
"""更正前为收到5件: not what the report says itself."""
_INFORMATION = word("<info>|政务公开")


def read(text: str, *, organ: str | None = None, year: int | None = None, section: str | None = None, wider: bool = False) -> tuple[Mention, ...]:
    """The figures in a text whose paragraphs are lines, in its order.

    `organ`: whose report it is; without it 全县 and the like are others. `year`: the report year; without it nothing is
    read where a sentence names a year. `section`: the id of the section it stands in, which says what bare words mean.
    `wider`: also figures that are those of no single row: of several together, of either of several, of a row within a
    group of results.
    """
    return tuple(mention for mention in reading(text, organ, year, section).mentions if wider or mention.subject not in wider_subjects())


def reading(text: str, organ: str | None, year: int | None, section: str | None, most: int = MOST_READ) -> Reading:
    """All that is read in a text, wider figures among them, and the numbers that may be the tables' and are read neither as a figure nor in a sum.

    `most`: how many characters of sentences with figures are read; what stands beyond is told to be passed over.
    """
    mentions: list[Mention] = []
    left: list[Unread] = []
    hearing = hear(text, most)
    for story in _stories(hearing.sentences, organ, year, section):
        found = story.settled()
        mentions += found
        ends = {mention.span[1] for mention in found}
        quantities = [piece.quantity for piece in story.numbers if piece.quantity is not None and piece.quantity.end not in ends]
        left += [Unread(one.value, story.sentence.quote, (one.start, one.end)) for one in quantities if one.value is not None]
    sums = sorted(adding.span for adding in addings(text, most)) if left else []
    starts, reach = [start for start, _ in sums], list(accumulate((end for _, end in sums), max))
    rest = [one for one in left if not ((at := bisect_right(starts, one.span[0])) and one.span[1] <= reach[at - 1])]
    return Reading(tuple(mentions), tuple(rest), hearing.passed_over)


def _stories(text: Sequence[Heard], organ: str | None, year: int | None, section: str | None) -> Iterator[Story]:
    """Each sentence that may say something, as it was read."""
    paragraph, request, information = -1, False, False
    heading = ""
    for heard in text:
        sentence = heard.sentence
        if sentence.paragraph != paragraph:
            request, information = REQUEST.search(heading) is not None, _INFORMATION.search(heading) is not None
            paragraph = sentence.paragraph
        request = request or REQUEST.search(sentence.text) is not None
        information = information or request or _INFORMATION.search(sentence.text) is not None
        is_unrelated = _UNRELATED.search(sentence.text) is not None
        heading = sentence.text if sentence.is_heading else ""
        if not heard.is_worth or _QUOTED.search(sentence.text):
            continue
        about_requests = request or section == "requests" or _CARRIED.search(sentence.text) is not None
        story = Story(sentence, Clock(year), Voice(organ), about_requests, (information or section == "review") and not is_unrelated, is_unrelated)
        _tell(story, heard.pieces)
        yield story


def _tell(story: Story, line: Sequence[Piece]) -> None:
    for at, piece in enumerate(line):
        if piece.opener == ";" and piece.is_first:
            story.is_among, story.group = False, len(story.found)
        if _AMONG.match(piece.label) and not piece.depth:
            story.is_among = True
        story.hear(piece)
        if piece.quantity is None:
            state(story, piece)
        else:
            count(story, piece, piece.quantity, line[at + 1 :])
            note(story, piece)
        is_gain_first = piece.quantity is not None and piece.is_first and piece.quantity.measure in ("percent", "count") and is_gain(piece.label)
        story.before = piece.label if piece.is_first and (piece.quantity is None or is_gain_first) else ""
