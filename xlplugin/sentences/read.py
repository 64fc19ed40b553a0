"""Reads the figures that a report's text gives for the subjects of the tables."""

from __future__ import annotations

import re

from xlplugin.sentences.counts import count
from xlplugin.sentences.model import Mention
from xlplugin.sentences.periods import Clock
from xlplugin.sentences.scope import Voice
from xlplugin.sentences.split import pieces, sentences
from xlplugin.sentences.statements import state
from xlplugin.sentences.story import Story
from xlplugin.sentences.subjects import REQUEST, word

_AMONG = re.compile(r"^[、,和]?(?:其中|包括|含|内含|分别是)")
_UNRELATED = re.compile(r"与(?:政府|政务)?信息公开(?:工作)?(?:均|都)?无关|(?:不涉及|非)(?:政府)?信息公开")
_WORTH = re.compile(r"[\d%零〇一二两三四五六七八九十百千万]|未|没|无|不存在|均|全部|都|所有|结果|维持|审")
_TOPICS = re.compile(r"申请|收到|受理|接到|新收|结转|答复|办结|办理|公开|提供|处理|自然人|公民|法人|企业|机构|组织|复议|诉讼|应诉|维持|纠|审|规章|规范性|废止|有效|制定|制发|出台|印发|许可|处罚|强制|费|件|宗")
_INFORMATION = word("<info>|政务公开")


def read(text: str, *, organ: str | None = None, year: int | None = None, section: str | None = None) -> tuple[Mention, ...]:
    """The figures in a text whose paragraphs are lines, in its order.

    `organ`: whose report it is; without it 全县 and the like are others. `year`: the report year; without it nothing is
    read where a sentence names a year. `section`: the id of the section it stands in, which says what bare words mean.
    """
    found: list[Mention] = []
    paragraph, request, information = -1, False, False
    heading = ""
    for sentence in sentences(text):
        if sentence.paragraph != paragraph:
            request, information = REQUEST.search(heading) is not None, _INFORMATION.search(heading) is not None
            paragraph = sentence.paragraph
        request = request or REQUEST.search(sentence.text) is not None
        information = information or request or _INFORMATION.search(sentence.text) is not None
        is_unrelated = _UNRELATED.search(sentence.text) is not None
        heading = sentence.text if sentence.is_heading else ""
        if not _WORTH.search(sentence.text) or not _TOPICS.search(sentence.text):
            continue
        story = Story(sentence, Clock(year), Voice(organ), request or section == "requests", (information or section == "review") and not is_unrelated, is_unrelated)
        found += _read(story)
    return tuple(found)


def _read(story: Story) -> list[Mention]:
    line = pieces(story.sentence.words)
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
        story.before = piece.label if piece.quantity is None and piece.is_first else ""
    return story.settled()
