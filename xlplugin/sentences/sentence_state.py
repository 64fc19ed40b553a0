"""What has been said so far in a sentence, and what was read from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from xlplugin.sentences.model import Mention, Number, Share
from xlplugin.sentences.periods import LOOSE, Clock
from xlplugin.sentences.scope import Voice
from xlplugin.sentences.subjects import subjects, word
from xlplugin.sentences.text.numbers import Quantity
from xlplugin.sentences.text.pieces import Piece
from xlplugin.sentences.text.split import Sentence

_AS_OFFICE = "(?<!被)(?:收到|受理|审理|审结|办理|办结|承办|审查)(?:的)?[^,;:]{0,8}?<review>"
"""Cases that an office decided: what became of them is not said of the organ's own."""
_COUNTED_BODIES = re.compile(
    r"^(?:[省市县区]?直)?(?:部门|单位|机关|乡镇|镇街|街镇|街道|镇|乡|村|社区|区县|县区|县市|区市|县|区|市|州|科室|股室|学校|医院|局|站所|委办局|厅局|地市|市州)(?:、(?:乡|镇|街道|区|市|县))*(?:政府)?"
    r"(?:,|中)?(?:共|均|合计|总计|累计|分别|各|全年|新|依法)*(?:收到|受理|接收|接到|新收|答复|办结|办理|制定|制发|出台|印发|作出|实施|被)"
)
"""12个镇街共收到: the number before counted the bodies whose figure comes now."""
_OF_WHAT_KIND = re.compile("(?:均|全部|都|皆)(?:为|是|系|属于?)(?:未经复议|复议后|直接)")
ROUTES = ("reconsideration", "litigation")


@dataclass
class Story:
    """One sentence as it is read, piece by piece."""

    sentence: Sentence
    clock: Clock
    voice: Voice
    about_requests: bool
    about_information: bool
    is_unrelated: bool
    """Whether it says that its cases are not about disclosure."""
    noun: str = ""
    before: str = ""
    """The words of the segment before, where that one has no number."""
    last: str | None = None
    """The subject of the last count, None where it is none of the tables'."""
    last_words: str = ""
    """What stood around the last count."""
    last_depth: int = 0
    """In how many brackets the last count stood."""
    has_counted: bool = False
    is_foreign: bool = False
    """Whether what was counted last came in by another door: letters, calls, petitions."""
    is_among: bool = False
    is_by_topic: bool = False
    """Whether every count so far says what the requests were about."""
    is_other_matter: bool = False
    """Whether the case counted last is about something else than disclosure."""
    channels: int = 0
    """How many counts so far said by which door requests came; -1 once one did not."""
    assigned: list[tuple[str, ...]] = field(default_factory=list)
    """Subjects for the numbers to come, of a list with 分别."""
    denied: tuple[str, ...] = ()
    governing: str = ""
    """What the verb of a list does with each of its members: 办结来信210件、依申请公开8件."""
    is_of_whole: bool = True
    """Whether nothing before the last denial narrows it."""
    group: int = 0
    """How many figures were read before the last semicolon."""
    outcome: str = ""
    """The outcome said before a list of cases."""
    waiting: list[Mention] = field(default_factory=list)
    """Numbers whose subject is yet to come."""
    found: list[Mention] = field(default_factory=list)
    doubted: set[tuple[int, int]] = field(default_factory=set)
    """Where figures stand that are held against others, and not given: their words may name something else."""
    numbers: list[Piece] = field(default_factory=list)
    """Numbers that may be the tables', read or not."""

    known: dict[re.Pattern[str], bool] = field(default_factory=dict)
    """What the sentence has and has not, by pattern: it is asked at every number."""

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Whether the sentence has such words anywhere."""
        if pattern not in self.known:
            self.known[pattern] = pattern.search(self.sentence.text) is not None
        return self.known[pattern]

    def hear(self, piece: Piece) -> None:
        """Takes in the words before a number, or those of a whole segment."""
        self.clock.hear(piece.label)
        self.voice.hear(piece.label, piece.is_first)
        if not piece.is_first and not self.voice.is_of_place and _COUNTED_BODIES.match(piece.label):
            self.voice.lasting, self.voice.local = "other", None
        self.note_noun(piece.label)

    def note_noun(self, words: str) -> None:
        """Remembers the last of the tables' nouns that was named; 均为复议后起诉 says of what kind the named ones were."""
        if _OF_WHAT_KIND.search(words):
            return
        at = -1
        for pattern in _nouns():
            for match in word(pattern).finditer(words):
                if match.end() > at:
                    at, self.noun = match.end(), pattern
        if at >= 0 and word(_AS_OFFICE).search(words):
            self.noun = ""

    def say(self, name: str, number: Number, piece: Piece, is_exact: bool) -> None:
        """Notes a figure, unless it is of other years."""
        if self.clock.now != "unknown" and not self.clock.is_since:
            self.found.append(self.mention(name, number, piece, is_exact))

    def mention(self, name: str, number: Number, piece: Piece, is_exact: bool) -> Mention:
        """A figure as things stand in the sentence."""
        return Mention(
            subject=name,
            number=number,
            sentence=self.sentence.quote,
            span=piece.span,
            is_exact=is_exact,
            scope=self.voice.now,
            year="previous" if self.clock.now == "previous" else "this",
            is_part=self.clock.is_part and self.clock.once is None and name != "carried_over",
            is_firm=not self.has(LOOSE) and (number != 0 or piece.quantity is not None or self.is_of_whole),
        )

    def resolve(self, name: str) -> None:
        """Gives the numbers that were waiting for their subject the one that came."""
        self.found += [replace(mention, subject=name) for mention in self.waiting]
        self.waiting = []

    def settled(self) -> list[Mention]:
        """Each figure once, in the order of the text; none where two numbers contend for one subject."""
        numbers: dict[tuple[object, ...], set[object]] = {}
        for mention in self.found:
            if mention.number != "all":
                numbers.setdefault(_about(mention), set()).add(mention.number)
        kept: dict[tuple[object, ...], Mention] = {}
        for mention in sorted(self.found, key=lambda mention: mention.span):
            key = _about(mention)
            if mention.span in self.doubted:
                continue
            if len(numbers.get(key, ())) <= 1 and not (mention.number == "all" and key in numbers):
                kept.setdefault(key, mention)
        return list(kept.values())


def number_of(name: str, quantity: Quantity) -> Number:
    """What a quantity means for a subject: fees in 万元, the information fee in 元."""
    value = Decimal(quantity.value or 0)
    if quantity.measure == "percent":
        return Share(value)
    if quantity.measure == "money":
        return value / 10_000 if name == "fees" else value
    return int(value)


def is_like(number: Number, quantity: Quantity) -> bool:
    """Whether a number read before is of the same kind as a quantity: both percentages, or neither."""
    return isinstance(number, Share) == (quantity.measure == "percent")


def _about(mention: Mention) -> tuple[object, ...]:
    return mention.subject, isinstance(mention.number, Share), mention.scope, mention.number if mention.is_part else mention.year


@cache
def _nouns() -> tuple[str, ...]:
    return (*dict.fromkeys(subject.noun for subject in subjects() if subject.noun), "未经复议直接起诉|复议后起诉|集中采购|罚没")
