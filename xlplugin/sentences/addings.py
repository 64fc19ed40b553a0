"""Sums that a sentence spells out: 共 X 条，其中 a、b; X 条（a，b）; a、b，合计 X."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from xlplugin.sentences.labels import Context, subject_of
from xlplugin.sentences.model import Adding
from xlplugin.sentences.numbers import Quantity
from xlplugin.sentences.split import Piece, Sentence, pieces, sentences

_AMONG = re.compile(r"^[、,和]?(?:其中|包括|具体为|具体是|分别是|分别为)")
_ONE_OF = re.compile(r"^[、,和]?(?:含|内含|包含)")
_WHOLE = re.compile(r"^(?:[、,]|(?:全年|年内|今年|本年度?|(?:19|20)\d\d年(?:度)?|[我本]\w{1,2})*)*(?:共计|合计|总计|总共|累计|共)")
_CLAIMS = re.compile(r"合计|总计|以上|上述|共计")
_AND_OTHERS = re.compile(r"^等|等$|^等[,;。]")
_LEADS_ON = re.compile(r"^(?:[、,]|已|全年|共|均|并)*(?:答复|办结|结转|收到|受理|回复|办理|较|比|同比|增|减|开展|召开|举办|组织|阅读|点击|访问|转发|合格|占)")
_IN = re.compile(r"^(?:申请|件|案件|政府信息公开申请)?中$")
_ANY = Context(True, True, "", True)


def addings(text: str) -> tuple[Adding, ...]:
    """The sums in a text whose paragraphs are lines. None where an approximate number or 等 stands among the parts."""
    found: list[Adding] = []
    before: Sentence | None = None
    counted: list[Quantity] = []
    for sentence in sentences(text):
        line = pieces(sentence.words)
        is_next = before is not None and before.paragraph == sentence.paragraph
        for adding in _in_sentence(line, sentence, counted if is_next else []):
            begins_before = is_next and before is not None and adding.span[0] < sentence.words.span()[0]
            start = before.words.span()[0] if begins_before and before is not None else 0
            found.append(replace(adding, sentence=text[start : sentence.words.span()[1]].strip()) if begins_before else adding)
        before, counted = sentence, [piece.quantity for piece in line if piece.quantity is not None and piece.depth == 0]
    return tuple(found)


def _in_sentence(line: Sequence[Piece], sentence: Sentence, carried: Sequence[Quantity]) -> Iterator[Adding]:
    used: set[int] = set()
    for at, piece in enumerate(line):
        if at in used:
            continue
        totals = _before(line, at, carried)
        if not totals or totals[-1].measure != "count" or not _opens(line, at):
            continue
        parts = _parts(line, at, totals[-1])
        total = _total(totals, sum(_values(line[n] for n in parts)))
        if total is None:
            continue
        if adding := _adding(total, [line[n] for n in parts], sentence, is_closed=piece.depth > 0 and not _AMONG.match(piece.label)):
            used |= set(parts)
            yield adding
    if not used:
        yield from _total_last(line, sentence)


def _opens(line: Sequence[Piece], at: int) -> bool:
    """Whether the parts of a sum begin here: behind 其中, in brackets, behind a colon or 中."""
    piece = line[at]
    if _ONE_OF.match(piece.label):
        return False
    is_in_brackets = piece.depth > 0 and piece.opener == "(" and piece.is_first and piece.quantity is not None
    return is_in_brackets or (_AMONG.match(piece.label) is not None and piece.depth == 0) or _lists(line, at)


def _lists(line: Sequence[Piece], at: int) -> bool:
    """Whether a list begins here whose total stands before a colon, or before 中: 共64份：a、b; 办结的45件中，a、b."""
    piece = line[at]
    before = [earlier for earlier in line[:at] if earlier.depth == piece.depth]
    if not piece.is_first or piece.quantity is None or not before:
        return False
    is_after_colon = piece.opener == ":" and before[-1].quantity is not None and bool(piece.label)
    counted = next((earlier for earlier in reversed(before) if earlier.quantity is not None), None)
    is_among = counted is not None and counted.label.find("占") < 0 and _IN.match(counted.after) is not None and piece.opener == ","
    return is_after_colon or is_among


def _before(line: Sequence[Piece], at: int, carried: Sequence[Quantity]) -> list[Quantity]:
    """The numbers of which the parts may be parts, the nearest last: those before them at their level, or the one just outside their brackets."""
    depth = line[at].depth
    found: list[Quantity] = []
    for piece in reversed(line[:at]):
        if piece.quantity is not None and piece.depth < depth:
            return [piece.quantity]
        if piece.depth < depth:
            return []
        if piece.quantity is not None and piece.depth == depth == 0:
            found.insert(0, piece.quantity)
    return found or (list(carried) if depth == 0 else [])


def _total(candidates: Sequence[Quantity], added: int) -> Quantity | None:
    """The number that the parts make up; where several come before them and they make up none, they may be parts of any."""
    alike = [quantity for quantity in candidates if quantity.measure == "count" and quantity.unit == candidates[-1].unit]
    equal = [quantity for quantity in alike if quantity.value == added]
    if equal or len(alike) == 1:
        return (equal or alike)[-1]
    return None


def _parts(line: Sequence[Piece], at: int, total: Quantity) -> list[int]:
    """Where the parts stand: from `at` on, as far as the list goes on."""
    found: list[int] = []
    families: set[str] = set()
    added = 0
    for n in range(at, len(line)):
        piece = line[n]
        if piece.depth != line[at].depth:
            if piece.depth < line[at].depth:
                break
            continue
        quantity = piece.quantity
        if quantity is None:
            if _AND_OTHERS.match(piece.label):
                return []
            if found and piece.is_first:
                break
            continue
        if quantity.measure == "percent":
            continue
        if n > at and found and piece.is_first and _LEADS_ON.match(piece.label):
            break
        if quantity.measure != "count" or quantity.unit not in (total.unit, ""):
            break
        subject = subject_of(piece.label, piece.after, piece.next_words, "count", _ANY)
        family = subject.family if subject else ""
        if family and families and family not in families:
            break
        families |= {family} if family else set()
        found.append(n)
        if not quantity.is_exact:
            return []
        if _AND_OTHERS.search(piece.after):
            return []
        added += int(quantity.value or 0)
        if added == total.value and len(found) > 1:
            break
    return found


def _total_last(line: Sequence[Piece], sentence: Sentence) -> Iterator[Adding]:
    counted = [(n, piece) for n, piece in enumerate(line) if piece.quantity is not None and piece.depth == 0 and piece.quantity.measure == "count"]
    if len(counted) < 3:
        return
    (_, last), parts = counted[-1], [piece for _, piece in counted[:-1]]
    if not last.is_first or not _WHOLE.match(last.label) or last.quantity is None:
        return
    if any(piece.quantity is None or piece.quantity.unit not in (last.quantity.unit, "") or not piece.quantity.is_exact or _AND_OTHERS.match(piece.after) for piece in parts):
        return
    adding = _adding(last.quantity, parts, sentence, is_closed=True)
    if adding and (sum(adding.parts) == adding.total or _CLAIMS.search(last.label)):
        yield adding


def _adding(total: Quantity, parts: Sequence[Piece], sentence: Sentence, is_closed: bool) -> Adding | None:
    numbers = tuple(_values(parts))
    if len(numbers) < 2 or not total.is_exact or total.value is None:
        return None
    return Adding(int(total.value), numbers, sentence.quote, (min(total.start, parts[0].span[0]), parts[-1].span[1]), is_closed)


def _values(parts: Iterable[Piece]) -> list[int]:
    return [int(piece.quantity.value or 0) for piece in parts if piece.quantity is not None]
