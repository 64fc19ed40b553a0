"""Numbers: what each of a sentence counts."""

from __future__ import annotations

import re
from dataclasses import replace

from xlplugin.sentences.labels import SHARED, Context, goes_on, is_gain, is_share_of, items, only_time, subject_of, with_noun
from xlplugin.sentences.negation import is_denial
from xlplugin.sentences.numbers import Quantity
from xlplugin.sentences.scope import without_scope
from xlplugin.sentences.split import Piece
from xlplugin.sentences.story import ROUTES, Story, number_of
from xlplugin.sentences.subjects import REQUEST, word

_RESULT = word("部分公开|不予公开|予以公开|无法提供|不予处理")
_SPLIT_UP, _EACH = re.compile(r"分别(?:为|是|有|达|提出申请|提出|申请)*:?$"), re.compile(r"(?:均|都|皆|各)(?:为|是)?$")
_INCLUDING = re.compile(r"(?:含|包括|其中)")
_NEW = re.compile("新收|新增")
_CARRIED_IN = word("<carried_in>")
_TO_HANDLE = word("(?:应|需|须)(?:当)?(?:办理|答复|处理)(?:的)?(?:<request>|<bare>)?<tail>$")
_BARE = re.compile(r"^(?:分别|均|都|皆|各|共|共计|合计|总计|数量|数|为|是|有)+$")
_ASPECT = re.compile(r"(?:方面|情况|工作)$")
_FOREIGN = re.compile(r"来信|来访|留言|诉求|热线|咨询|信访|建议|提案|举报|投诉|电话|邮件|意见|信箱|许可|登记|业务|办件|求助|网民|舆情|工单")
_OTHER_DOOR = re.compile(r"(?:收到|受理|接到|办理)(?!.*(?:网|线上|线下|信函|邮|当面|现场|传真|书面|涉及|类申请|政府信息|依申请|信息公开)).*申请")
_DOCUMENTS = word("^(?:<rule>|<document>)<tail>$")
_EXPIRED = re.compile("失效")
_SEPARATOR = re.compile(r"^[、,和与及]*$")
_LEADING = word("(?:其中)?(?:(?P<upheld><upheld>)|(?P<corrected><corrected>)|(?P<pending><pending>))(?:<review>|<suit>)")
_INCLUDES = re.compile(r"含|包括")
_ABOUT = re.compile(r"(?<![制节预签公契])约(?![定束])|大概")


def count(story: Story, piece: Piece, quantity: Quantity, rest: list[Piece]) -> None:
    named = _subjects(story, piece, quantity, rest)
    if quantity.measure == "count":
        story.last = named[-1] if named else None
        story.is_foreign = not named and (story.is_foreign or any(pattern.search(piece.label + piece.after) for pattern in (_FOREIGN, _OTHER_DOOR)))
        story.has_counted = True
    for name in named:
        story.say(name, number_of(name, quantity), piece, quantity.is_exact and not _ABOUT.search(piece.label))
        story.resolve(name)
    story.note_noun(piece.after)


def _subjects(story: Story, piece: Piece, quantity: Quantity, rest: list[Piece]) -> tuple[str, ...]:
    if story.assigned and _SEPARATOR.match(piece.label):
        return story.assigned.pop(0)
    story.assigned = []
    story.clock.count(quantity.value, quantity.unit, piece.after, quantity.is_exact)
    if quantity.value is None or quantity.measure == "other" or is_gain(piece.label) or is_denial(piece.label):
        return ()
    label = _full_label(story, piece)
    if quantity.measure == "percent" and is_share_of(label):
        return (story.last,) if story.last in SHARED else ()
    if only_time(label) and goes_on(piece.after):
        return _carried_on(story, piece, quantity)
    if _is_of_both(story, label, piece, quantity):
        return ("received_and_carried_in",)
    members = items(_EACH.sub("", _SPLIT_UP.sub("", label)))
    if "分别" in label and not _SPLIT_UP.search(label):
        return ()
    if len(members) > 1 or _SPLIT_UP.search(label):
        return _list(story, label, members, piece, quantity, rest)
    return _single(story, label, piece, quantity)


def _full_label(story: Story, piece: Piece) -> str:
    """The label, or the segment before it where the label says no more than when or 共: 依申请公开方面，本年度5件."""
    follows = piece.is_first and story.before and piece.opener in (",", ":")
    follows = follows and (piece.opener == ":" or bool(piece.label) or not piece.after)
    if follows and (not piece.label or only_time(piece.label) or _BARE.match(piece.label)):
        return _ASPECT.sub("", story.before) + (piece.label if _BARE.match(piece.label) else "")
    return without_scope(piece.label)


def _carried_on(story: Story, piece: Piece, quantity: Quantity) -> tuple[str, ...]:
    """The subject of the number before, or of the next one: 去年同期11件; 较去年的11件减少4件，本年收到申请7件."""
    if quantity.measure != "count":
        return ()
    if story.last or story.has_counted:
        return (story.last,) if story.last else ()
    if story.denied:
        return story.denied[:1] if len(story.denied) == 1 else ()
    if story.clock.now != "unknown" and not story.clock.is_since:
        story.waiting.append(story.mention("", number_of("", quantity), piece, quantity.is_exact))
    return ()


def _is_of_both(story: Story, label: str, piece: Piece, quantity: Quantity) -> bool:
    """Whether one number counts what was received and what was carried in."""
    if quantity.measure != "count" or not story.about_requests:
        return False
    if _TO_HANDLE.search(with_noun(label, piece.after)[0]):
        return _CARRIED_IN.search(story.sentence.text) is not None
    subject = subject_of(label, piece.after, piece.next_words, "count", Context(True, False, "", False))
    return subject is not None and subject.id == "received_and_carried_in"


def _list(story: Story, label: str, members: list[str], piece: Piece, quantity: Quantity, rest: list[Piece]) -> tuple[str, ...]:
    named = [_single(story, member, piece, quantity) for member in members]
    if _SPLIT_UP.search(label):
        following = next((n for n, later in enumerate(rest) if later.quantity is None or not _SEPARATOR.match(later.label)), len(rest))
        if following + 1 != len(members):
            return ()
        story.assigned = named[1:]
        return named[0]
    if all(named) and (_EACH.search(label) or quantity.value == 0):
        return tuple(name for names in named for name in names)
    if len({names for names in named if names}) > 1:
        return ()
    whole = _single(story, label, piece, quantity)
    return whole if not named[0] or named[0] == whole else ()


def _shared_outcome(story: Story, name: str, label: str) -> str:
    """尚未审结的行政复议2件、行政诉讼3件: what is said of the first case holds for the second."""
    if name not in ROUTES:
        outcome = _LEADING.match(label)
        story.outcome = next((key for key, words in (outcome.groupdict() if outcome else {}).items() if words), "")
        return name
    return f"{name}_{story.outcome}" if story.outcome and label[:1] in "、和与及" else name


def _shared_measure(story: Story, label: str) -> tuple[str, ...]:
    """制发规章2件、行政规范性文件8件: the verb holds for both."""
    bare = label.lstrip("、和与及")
    if bare == label or not story.last or not _DOCUMENTS.match(bare) or story.last.partition("_")[0] not in ("regulations", "normative"):
        return ()
    kind = "normative" if "规范性" in bare else "regulations"
    return (f"{kind}_{story.last.partition('_')[2]}",)


def _single(story: Story, label: str, piece: Piece, quantity: Quantity) -> tuple[str, ...]:
    lists_results = bool(_RESULT.search(story.sentence.text))
    is_nothing = quantity.value == 0 and not story.is_unrelated
    context = Context(story.about_requests, story.about_information or is_nothing, story.noun, lists_results)
    if quantity.measure == "count" and (shared := _shared_measure(story, label)):
        return shared
    subject = subject_of(label, piece.after, piece.next_words, quantity.measure, context)
    if subject is None and quantity.value == 0 and not quantity.unit:
        subject = subject_of(label, piece.after, piece.next_words, "money", context)
    if subject is None or (subject.id.endswith("_repealed") and _EXPIRED.search(story.sentence.text)):
        return ()
    if _INCLUDES.search(piece.brackets) and not _CARRIED_IN.search(piece.brackets):
        return ()
    if story.is_foreign and subject.id in ("received", "finished") and not REQUEST.search(with_noun(label, piece.after)[0]):
        return ()
    if subject.id == "received":
        if _INCLUDING.search(piece.brackets) and _CARRIED_IN.search(piece.brackets):
            return ("received_and_carried_in",)
        if (story.is_among or piece.depth) and not _NEW.search(label):
            return ()
    if subject.id == "carried_in":
        return _carried_in(story, label, piece)
    if subject.id == "finished" and (story.is_among or piece.depth):
        return ()
    return (_shared_outcome(story, subject.id, label),)


def _carried_in(story: Story, label: str, piece: Piece) -> tuple[str, ...]:
    """Where what was received is said to include it, that number was of both; where nothing was received, what was closed is all."""
    at = next((n for n in reversed(range(len(story.found))) if story.found[n].subject in ("received", "finished", "received_and_carried_in")), None)
    if at is not None and story.found[at].subject == "received" and (piece.depth or story.is_among) and _INCLUDING.search(label + piece.label) and story.found[at].year == "this":
        story.found[at] = replace(story.found[at], subject="received_and_carried_in")
    nothing_received = any(mention.subject == "received" and mention.number == 0 for mention in story.found)
    return ("carried_in", "finished") if nothing_received and re.match(r"^(?:共|已)?(?:办结|答复)", label) else ("carried_in",)
