"""The sentences of a text, each taken to pieces once; and those that are passed over because nobody writes such, or because there are too many."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from xlplugin.patterns import late
from xlplugin.sentences.text.pieces import Piece, TooManyNumbersError, pieces
from xlplugin.sentences.text.split import Sentence, sentences

Reason = Literal["long", "numbers", "much"]
LONGEST = 1500
"""A longer sentence is none that a person wrote: the time it takes stays in proportion to the text."""
MOST_READ = 60_000
"""Characters of sentences with figures; all the text of a long report has a quarter of that."""
_SAYS_SOME = late(r"[\d%零〇一二两三四五六七八九十百千万]|未|没|无|不存在|均|全部|都|所有|结果|维持|审")
_TOPICS = late(r"申请|收到|受理|接到|新收|结转|答复|办结|办理|公开|提供|处理|自然人|公民|法人|企业|机构|组织|复议|诉讼|应诉|维持|纠|审|规章|规范性|废止|有效|制定|制发|出台|印发|许可|处罚|强制|费|件|宗|掌握|信访|补正|起诉")


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A sentence in which nothing is read though it may say something.

    `long`: it has more than `LONGEST` characters; `numbers`: more than `pieces.MOST_NUMBERS` numbers; `much`: it and all that
    follows it stand beyond what is read of a text.
    """

    reason: Reason
    sentence: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence with its pieces; without any where it says nothing."""

    sentence: Sentence
    pieces: tuple[Piece, ...]
    is_worth: bool
    """Whether it may say something of what the tables hold."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """A text's sentences that are read, and what is not."""

    sentences: tuple[Heard, ...]
    passed_over: tuple[PassedOver, ...]
    spent: int
    """How many characters were taken to pieces."""


@lru_cache(maxsize=64)
def hear(text: str, most: int = MOST_READ) -> Hearing:
    """The sentences of a text whose paragraphs are lines. `most`: how many characters of sentences with figures are read."""
    heard: list[Heard] = []
    passed: list[PassedOver] = []
    spent = 0
    for sentence in sentences(text):
        size = len(sentence.text)
        says_some = _SAYS_SOME.search(sentence.text) is not None
        is_worth = says_some and _TOPICS.search(sentence.text) is not None
        reason: Reason | None = "long" if size > LONGEST else "much" if says_some and spent + size > most else None
        found: tuple[Piece, ...] = ()
        if reason is None and says_some:
            spent += size
            try:
                found = tuple(pieces(sentence.words))
            except TooManyNumbersError:
                reason = "numbers"
        if reason is None:
            heard.append(Heard(sentence, found, is_worth))
        elif is_worth or reason == "much":
            passed.append(PassedOver(reason, sentence.quote, sentence.words.span()))
        if reason == "much":
            break
    return Hearing(tuple(heard), tuple(passed), spent)

