"""Reads the figures that a report's text gives for the subjects of the tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from xlplugin.sentences import wholes
from xlplugin.sentences.labels import SHARED, Context, goes_on, is_gain, is_share_of, items, only_time, subject_of, with_noun
from xlplugin.sentences.model import Mention, Number, Share
from xlplugin.sentences.negation import denied, is_denial, is_of_whole
from xlplugin.sentences.numbers import Quantity
from xlplugin.sentences.periods import LOOSE, Clock
from xlplugin.sentences.scope import Voice, without_scope
from xlplugin.sentences.split import Piece, Sentence, pieces, sentences
from xlplugin.sentences.subjects import FAMILIES, REQUESTS, subjects, word

_REQUEST, _INFORMATION = word("<request>|依申请公开|零申请|信息公开(?:申请)?答复"), word("<info>|政务公开")
_RESULT = word("部分公开|不予公开|予以公开|无法提供|不予处理")
_SPLIT_UP, _EACH = re.compile(r"分别(?:为|是|有|达|提出申请|提出|申请)*:?$"), re.compile(r"(?:均|都|皆|各)(?:为|是)?$")
_AMONG = re.compile(r"^[、,和]?(?:其中|包括|含|内含|分别是)")
_INCLUDING = re.compile(r"(?:含|包括|其中)")
_NEW = re.compile("新收|新增")
_CARRIED_IN = word("<carried_in>")
_TO_HANDLE = word("(?:应|需|须)(?:当)?(?:办理|答复|处理)(?:的)?(?:<request>|<bare>)?<tail>$")
_IF = re.compile(r"^(?:如|若|凡|对于|倘)|是否|不得|下一步|力争|确保")
_BARE = re.compile(r"^(?:分别|均|都|皆|各|共|共计|合计|总计|数量|数|为|是|有)+$")
_ASPECT = re.compile(r"(?:方面|情况|工作)$")
_EVERY = re.compile("均|都|全部")
_UNRELATED = re.compile(r"与(?:政府|政务)?信息公开(?:工作)?(?:均|都)?无关|(?:不涉及|非)(?:政府)?信息公开")
_FOREIGN = re.compile(r"来信|来访|留言|诉求|热线|咨询|信访|建议|提案|举报|投诉|电话|邮件|意见|信箱|许可|登记|业务|办件|求助|网民|舆情|工单")
_OTHER_DOOR = re.compile(r"(?:收到|受理|接到|办理)(?!.*(?:网|线上|线下|信函|邮|当面|现场|传真|书面|涉及|类申请|政府信息|依申请|信息公开)).*申请")
_COUNTED_BODY = re.compile("^(?:部门|单位|乡镇|街道|镇|乡|村|社区|区县|县区|科室|股室)")
_DOCUMENTS = word("^(?:<rule>|<document>)<tail>$")
_EXPIRED = re.compile("失效")
_WORTH = re.compile(r"[\d%零〇一二两三四五六七八九十百千万]|未|没|无|不存在|均|全部|都|所有|结果|维持|审")
_TOPICS = re.compile(r"申请|收到|受理|接到|新收|结转|答复|办结|办理|公开|提供|处理|自然人|公民|法人|企业|机构|组织|复议|诉讼|应诉|维持|纠|审|规章|规范性|废止|有效|制定|制发|出台|印发|许可|处罚|强制|费|件|宗")
_SEPARATOR = re.compile(r"^[、,和与及]*$")
_LEADING = word("(?:其中)?(?:(?P<upheld><upheld>)|(?P<corrected><corrected>)|(?P<pending><pending>))(?:<review>|<suit>)")
_INCLUDES = re.compile(r"含|包括")
_ABOUT = re.compile(r"(?<![制节预签公契])约(?![定束])|大概")
_ROUTES = ("reconsideration", "litigation")


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
            request, information = _REQUEST.search(heading) is not None, _INFORMATION.search(heading) is not None
            paragraph = sentence.paragraph
        request = request or _REQUEST.search(sentence.text) is not None
        information = information or request or _INFORMATION.search(sentence.text) is not None
        is_unrelated = _UNRELATED.search(sentence.text) is not None
        heading = sentence.text if sentence.is_heading else ""
        if not _WORTH.search(sentence.text) or not _TOPICS.search(sentence.text):
            continue
        reader = _Reader(sentence, Clock(year), Voice(organ), request or section == "requests", (information or section == "review") and not is_unrelated, is_unrelated)
        found += reader.read()
    return tuple(found)


@dataclass
class _Reader:
    """Reads one sentence, piece by piece, remembering what has been said."""

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
    has_counted: bool = False
    is_foreign: bool = False
    """Whether what was counted last came in by another door: letters, calls, petitions."""
    is_among: bool = False
    assigned: list[tuple[str, ...]] = field(default_factory=list)
    """Subjects for the numbers to come, of a list with 分别."""
    denied: tuple[str, ...] = ()
    is_of_whole: bool = True
    """Whether nothing before the last denial narrows it."""
    group: int = 0
    """How many figures were read before the last semicolon."""
    outcome: str = ""
    """The outcome said before a list of cases."""
    waiting: list[tuple[Piece, Mention]] = field(default_factory=list)
    found: list[Mention] = field(default_factory=list)

    def read(self) -> list[Mention]:
        """The sentence's figures; where it gives one subject two numbers, neither."""
        line = pieces(self.sentence.words)
        for at, piece in enumerate(line):
            if piece.opener == ";" and piece.is_first:
                self.is_among, self.group = False, len(self.found)
            if _AMONG.match(piece.label) and not piece.depth:
                self.is_among = True
            self._hear(piece)
            if piece.quantity is None:
                self._state(piece)
            else:
                self._count(piece, piece.quantity, line[at + 1 :])
            self.before = piece.label if piece.quantity is None and piece.is_first else ""
        return _settled(self.found)

    def _hear(self, piece: Piece) -> None:
        self.clock.hear(piece.label)
        self.voice.hear(piece.label, piece.is_first)
        self._note_noun(piece.label)

    def _note_noun(self, words: str) -> None:
        at = -1
        for pattern in _nouns():
            for match in word(pattern).finditer(words):
                if match.end() > at:
                    at, self.noun = match.end(), pattern

    # Numbers

    def _count(self, piece: Piece, quantity: Quantity, rest: list[Piece]) -> None:
        named = self._subjects(piece, quantity, rest)
        if quantity.measure == "count":
            self.last = named[-1] if named else None
            self.is_foreign = not named and (self.is_foreign or any(pattern.search(piece.label + piece.after) for pattern in (_FOREIGN, _OTHER_DOOR)))
            self.has_counted = True
        for name in named:
            self._say(name, _number(name, quantity), piece, quantity.is_exact and not _ABOUT.search(piece.label))
            self._resolve(name)
        self._note_noun(piece.after)

    def _subjects(self, piece: Piece, quantity: Quantity, rest: list[Piece]) -> tuple[str, ...]:
        if self.assigned and _SEPARATOR.match(piece.label):
            return self.assigned.pop(0)
        self.assigned = []
        self.clock.count(quantity.value, quantity.unit, piece.after, quantity.is_exact)
        if quantity.value is None or quantity.measure == "other" or is_gain(piece.label) or is_denial(piece.label):
            return ()
        label = self._full_label(piece)
        if quantity.measure == "percent" and is_share_of(label):
            return (self.last,) if self.last in SHARED else ()
        if only_time(label) and goes_on(piece.after):
            return self._carried_on(piece, quantity)
        if self._is_of_both(label, piece, quantity):
            return ("received_and_carried_in",)
        members = items(_EACH.sub("", _SPLIT_UP.sub("", label)))
        if "分别" in label and not _SPLIT_UP.search(label):
            return ()
        if len(members) > 1 or _SPLIT_UP.search(label):
            return self._list(label, members, piece, quantity, rest)
        return self._single(label, piece, quantity)

    def _full_label(self, piece: Piece) -> str:
        """The label, or the segment before it where the label says no more than when or 共: 依申请公开方面，本年度5件."""
        follows = piece.is_first and self.before and piece.opener in (",", ":")
        follows = follows and (piece.opener == ":" or bool(piece.label) or not piece.after)
        if follows and (not piece.label or only_time(piece.label) or _BARE.match(piece.label)):
            return _ASPECT.sub("", self.before) + (piece.label if _BARE.match(piece.label) else "")
        return without_scope(piece.label)

    def _carried_on(self, piece: Piece, quantity: Quantity) -> tuple[str, ...]:
        """The subject of the number before, or of the next one: 去年同期11件; 较去年的11件减少4件，本年收到申请7件."""
        if quantity.measure != "count":
            return ()
        if self.last or self.has_counted:
            return (self.last,) if self.last else ()
        if self.denied:
            return self.denied[:1] if len(self.denied) == 1 else ()
        if self.clock.now != "unknown" and not self.clock.is_since:
            self.waiting.append((piece, self._mention("", _number("", quantity), piece, quantity.is_exact)))
        return ()

    def _resolve(self, name: str) -> None:
        self.found += [replace(mention, subject=name) for _, mention in self.waiting]
        self.waiting = []

    def _is_of_both(self, label: str, piece: Piece, quantity: Quantity) -> bool:
        """Whether one number counts what was received and what was carried in."""
        if quantity.measure != "count" or not self.about_requests:
            return False
        if _TO_HANDLE.search(with_noun(label, piece.after)[0]):
            return _CARRIED_IN.search(self.sentence.text) is not None
        subject = subject_of(label, piece.after, piece.next_words, "count", Context(True, False, "", False))
        return subject is not None and subject.id == "received_and_carried_in"

    def _list(self, label: str, members: list[str], piece: Piece, quantity: Quantity, rest: list[Piece]) -> tuple[str, ...]:
        named = [self._single(member, piece, quantity) for member in members]
        if _SPLIT_UP.search(label):
            following = next((n for n, later in enumerate(rest) if later.quantity is None or not _SEPARATOR.match(later.label)), len(rest))
            if following + 1 != len(members):
                return ()
            self.assigned = named[1:]
            return named[0]
        if all(named) and (_EACH.search(label) or quantity.value == 0):
            return tuple(name for names in named for name in names)
        if len({names for names in named if names}) > 1:
            return ()
        whole = self._single(label, piece, quantity)
        return whole if not named[0] or named[0] == whole else ()

    def _shared_outcome(self, name: str, label: str) -> str:
        """尚未审结的行政复议2件、行政诉讼3件: what is said of the first case holds for the second."""
        if name not in _ROUTES:
            outcome = _LEADING.match(label)
            self.outcome = next((key for key, words in (outcome.groupdict() if outcome else {}).items() if words), "")
            return name
        return f"{name}_{self.outcome}" if self.outcome and label[:1] in "、和与及" else name

    def _shared_measure(self, label: str) -> tuple[str, ...]:
        """制发规章2件、行政规范性文件8件: the verb holds for both."""
        bare = label.lstrip("、和与及")
        if bare == label or not self.last or not _DOCUMENTS.match(bare) or self.last.partition("_")[0] not in ("regulations", "normative"):
            return ()
        kind = "normative" if "规范性" in bare else "regulations"
        return (f"{kind}_{self.last.partition('_')[2]}",)

    def _single(self, label: str, piece: Piece, quantity: Quantity) -> tuple[str, ...]:
        lists_results = bool(_RESULT.search(self.sentence.text))
        is_nothing = quantity.value == 0 and not self.is_unrelated
        context = Context(self.about_requests, self.about_information or is_nothing, self.noun, lists_results)
        if quantity.measure == "count" and (shared := self._shared_measure(label)):
            return shared
        subject = subject_of(label, piece.after, piece.next_words, quantity.measure, context)
        if subject is None and quantity.value == 0 and not quantity.unit:
            subject = subject_of(label, piece.after, piece.next_words, "money", context)
        if subject is None or (subject.id.endswith("_repealed") and _EXPIRED.search(self.sentence.text)):
            return ()
        if _INCLUDES.search(piece.brackets) and not _CARRIED_IN.search(piece.brackets):
            return ()
        if self.is_foreign and subject.id in ("received", "finished") and not _REQUEST.search(with_noun(label, piece.after)[0]):
            return ()
        if subject.id == "received":
            if _INCLUDING.search(piece.brackets) and _CARRIED_IN.search(piece.brackets):
                return ("received_and_carried_in",)
            if (self.is_among or piece.depth) and not _NEW.search(label):
                return ()
        if subject.id == "carried_in":
            return self._carried_in(label, piece)
        if subject.id == "finished" and (self.is_among or piece.depth):
            return ()
        return (self._shared_outcome(subject.id, label),)

    def _carried_in(self, label: str, piece: Piece) -> tuple[str, ...]:
        """Where what was received is said to include it, that number was of both; where nothing was received, what was closed is all."""
        at = next((n for n in reversed(range(len(self.found))) if self.found[n].subject in ("received", "finished", "received_and_carried_in")), None)
        if at is not None and self.found[at].subject == "received" and (piece.depth or self.is_among) and _INCLUDING.search(label + piece.label) and self.found[at].year == "this":
            self.found[at] = replace(self.found[at], subject="received_and_carried_in")
        nothing_received = any(mention.subject == "received" and mention.number == 0 for mention in self.found)
        return ("carried_in", "finished") if nothing_received and re.match(r"^(?:共|已)?(?:办结|答复)", label) else ("carried_in",)

    # Statements without a number

    def _state(self, piece: Piece) -> None:
        words = piece.label
        if _IF.search(words):
            return
        if is_denial(words):
            if not piece.is_first and _COUNTED_BODY.match(words):
                return  # 3个部门未收到
            self.is_of_whole = is_of_whole(words, self.voice.organ)
            joined = f"{self.before}{piece.opener}{words}" if piece.is_first and self.before and piece.opener in (",", ":") else words
            named = tuple(dict.fromkeys(denied(words, joined, self.about_requests, self._contrasted(), self.sentence.text)))
            for name in named:
                if name not in REQUESTS or self.about_requests:
                    self._say(name, 0, piece, True)
                    self._resolve(name)
            self.denied = named or self.denied
            return
        if self.about_requests:
            self._state_of_requests(piece)
        self._state_of_cases(piece)

    def _contrasted(self) -> tuple[str, ...]:
        """What was spoken of just before, of another body or year: 上年度收取100元，本年度未收取."""
        if not self.found:
            return ()
        latest = self.found[-1]
        if latest.scope == self.voice.now and latest.year == ("previous" if self.clock.now == "previous" else "this"):
            return ()
        return self.denied or (latest.subject,)

    def _state_of_requests(self, piece: Piece) -> None:
        words = piece.label
        whole = {"received", "received_and_carried_in", "carried_in", "finished"} | (REQUESTS if piece.is_first else set())
        is_theirs = self.last in whole if self.has_counted else bool(word("申请").search(self.sentence.text))
        if not is_theirs or any(mention.subject == "received" and mention.number == 0 and mention.year == "this" for mention in self.found):
            return
        for name in wholes.of_requests(words):
            self._say(name, "all", piece, True)
            if name in FAMILIES["results"]:
                return
        if wholes.finished(words):
            self._say("finished", "all", piece, True)

    def _state_of_cases(self, piece: Piece) -> None:
        group = [mention.subject for mention in self.found[self.group :] if mention.number != 0 and mention.year == "this"]
        counted = [name for name in group if name in _ROUTES and not any(other.startswith(f"{name}_") for other in group)]
        latest = counted if piece.is_first and _EVERY.search(piece.label) else counted[-1:]
        for name in wholes.of_cases(piece.label, latest):
            if name.rpartition("_")[0] in counted:
                self._say(name, "all", piece, True)

    # What is read

    def _say(self, name: str, number: Number, piece: Piece, is_exact: bool) -> None:
        if self.clock.now != "unknown" and not self.clock.is_since:
            self.found.append(self._mention(name, number, piece, is_exact))

    def _mention(self, name: str, number: Number, piece: Piece, is_exact: bool) -> Mention:
        return Mention(
            subject=name,
            number=number,
            sentence=self.sentence.quote,
            span=piece.span,
            is_exact=is_exact,
            scope=self.voice.now,
            year="previous" if self.clock.now == "previous" else "this",
            is_part=self.clock.is_part and self.clock.once is None,
            is_firm=LOOSE.search(self.sentence.text) is None and (number != 0 or piece.quantity is not None or self.is_of_whole),
        )


def _nouns() -> tuple[str, ...]:
    return (*dict.fromkeys(subject.noun for subject in subjects() if subject.noun), "未经复议直接起诉|复议后起诉|集中采购|罚没")


def _number(name: str, quantity: Quantity) -> Number:
    value = Decimal(quantity.value or 0)
    if quantity.measure == "percent":
        return Share(value)
    if quantity.measure == "money":
        return value / 10_000 if name == "fees" else value
    return int(value)


def _settled(found: list[Mention]) -> list[Mention]:
    """Each figure once, in the order of the text; none where two numbers contend for one subject."""

    def about(mention: Mention) -> tuple[object, ...]:
        period = mention.number if mention.is_part else mention.year
        return mention.subject, isinstance(mention.number, Share), mention.scope, period

    numbers: dict[tuple[object, ...], set[object]] = {}
    for mention in found:
        if mention.number != "all":
            numbers.setdefault(about(mention), set()).add(mention.number)
    kept: dict[tuple[object, ...], Mention] = {}
    for mention in sorted(found, key=lambda mention: mention.span):
        key = about(mention)
        if len(numbers.get(key, ())) > 1 or (mention.number == "all" and key in numbers):
            continue
        kept.setdefault(key, mention)
    return list(kept.values())
