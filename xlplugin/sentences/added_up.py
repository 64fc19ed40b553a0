"""Sums that a sentence spells out: 共 X 条，其中 a、b; X 条（a，b）; a、b，合计 X."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from xlplugin.sentences.model import Adding
from xlplugin.sentences.parts import AMONG, AND_OTHERS, opens, parts_of
from xlplugin.sentences.text.numbers import Quantity
from xlplugin.sentences.text.pieces import Piece
from xlplugin.sentences.text.split import Sentence
from xlplugin.sentences.text.spoken import MOST_READ, hear

_WHOLE = re.compile(r"^(?:[、,]|以上|上述|(?:各|等)?(?:类|种)?(?:渠道|途径|方式)|全年|年内|今年|本年度?|(?:19|20)\d\d年(?:度)?|[我本](?:单位|机关|街道|部门|\w))*+(?:共计|合计|总计|总共|累计|共|总数|总量)")
_COUNTED_TWICE = re.compile("同步(?:发布|推送)|重复(?:统计|计算|发布)|交叉|重叠")
"""部分信息同步发布: the parts overlap."""
_CLAIMS = re.compile(r"合计|总计|以上|上述|共计|总数|总量")


def addings(text: str, most: int = MOST_READ) -> tuple[Adding, ...]:
    """The sums in a text whose paragraphs are lines, in as much of it as is read. None where an approximate number or 等 stands among the parts."""
    found: list[Adding] = []
    before: Sentence | None = None
    counted: list[Quantity] = []
    for heard in hear(text, most).sentences:
        sentence, line = heard.sentence, heard.pieces
        if _COUNTED_TWICE.search(sentence.text):
            before, counted = sentence, []
            continue
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
        if not totals or not totals[-1].may_be_added or not opens(line, at):
            continue
        parts = parts_of(line, at, totals[-1])
        total = _total(totals, sum(_values(line[n] for n in parts)))
        if total is None:
            continue
        if adding := _adding(total, [line[n] for n in parts], sentence, is_closed=piece.depth > 0 and not AMONG.match(piece.label)):
            used |= set(parts)
            yield adding
    if not used:
        yield from _total_last(line, sentence)


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
    alike = [quantity for quantity in candidates if quantity.may_be_added and quantity.unit == candidates[-1].unit]
    equal = [quantity for quantity in alike if quantity.value == added]
    if equal or len(alike) == 1:
        return (equal or alike)[-1]
    return None


def _total_last(line: Sequence[Piece], sentence: Sentence) -> Iterator[Adding]:
    counted = [(n, piece) for n, piece in enumerate(line) if piece.quantity is not None and piece.depth == 0 and piece.quantity.measure == "count"]
    if len(counted) < 3:
        return
    (_, last), parts = counted[-1], [piece for _, piece in counted[:-1]]
    if not (last.is_first or _is_counted_kinds(line, last)) or not _WHOLE.match(last.label) or last.quantity is None:
        return
    if any(piece.quantity is None or piece.quantity.unit not in (last.quantity.unit, "") or not piece.quantity.is_exact or AND_OTHERS.match(piece.after) for piece in parts):
        return
    adding = _adding(last.quantity, parts, sentence, is_closed=True)
    if adding and (sum(adding.parts) == adding.total or _CLAIMS.search(last.label)):
        yield adding


def _is_counted_kinds(line: Sequence[Piece], last: Piece) -> bool:
    """三类渠道合计16件: the piece before says how many kinds there were."""
    at = line.index(last)
    before = line[at - 1].quantity if at else None
    return before is not None and before.measure == "other" and before.unit in ("类", "种") and line[at - 1].is_first


def _adding(total: Quantity, parts: Sequence[Piece], sentence: Sentence, is_closed: bool) -> Adding | None:
    numbers = tuple(_values(parts))
    if len(numbers) < 2 or not total.is_exact or total.value is None:
        return None
    return Adding(int(total.value), numbers, sentence.quote, (min(total.start, parts[0].span[0]), parts[-1].span[1]), is_closed)


def _values(parts: Iterable[Piece]) -> list[int]:
    return [int(piece.quantity.value or 0) for piece in parts if piece.quantity is not None]
