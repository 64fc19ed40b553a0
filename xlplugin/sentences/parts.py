"""The parts of a sum that a sentence spells out: where they begin, and how far they go."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlplugin.sentences.labels import Context, is_gain, subject_of
from xlplugin.sentences.text.numbers import Quantity
from xlplugin.sentences.text.pieces import Piece

AMONG = re.compile(r"^[、,和]?(?:理由|原因)?(?:其中|包括|具体为|具体是|分别是|分别为)")
_ONE_OF = re.compile(r"^[、,和]?(?:含|内含|包含)")
AND_OTHERS = re.compile(r"^等|等$|^等[,;。]")
_LEADS_ON = re.compile(r"^(?:[、,]|已|全年|共|均|并)*(?:答复|办结|结转|收到|受理|回复|办理|较|比|同比|增|减|开展|召开|举办|组织|阅读|点击|访问|转发|合格|占)")
_IN = re.compile(r"^(?:申请|件|案件|政府信息公开申请)?中$")
_RESULTS = frozenset({"results", "reasons"})
"""信息不存在 stands beside 予以公开 as well as within 无法提供."""
_ANY = Context(True, True, "", True)


def opens(line: Sequence[Piece], at: int) -> bool:
    """Whether the parts of a sum begin here: behind 其中, in brackets, behind a colon or 中."""
    piece = line[at]
    if _ONE_OF.match(piece.label):
        return False
    is_in_brackets = piece.depth > 0 and piece.opener == "(" and piece.is_first and piece.quantity is not None
    return is_in_brackets or (AMONG.match(piece.label) is not None and piece.depth == 0) or _lists(line, at)


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


def parts_of(line: Sequence[Piece], at: int, total: Quantity) -> list[int]:
    """Where the parts stand: from `at` on, as far as the list goes on."""
    found: list[int] = []
    families: set[str] = set()
    added = 0
    is_of_openness = any("主动公开" in piece.label for piece in line[at:])
    for n in range(at, len(line)):
        piece = line[n]
        if piece.depth != line[at].depth:
            if piece.depth < line[at].depth:
                break
            continue
        quantity = piece.quantity
        if quantity is None:
            if AND_OTHERS.match(piece.label):
                return []
            if found and piece.is_first:
                break
            continue
        if quantity.measure == "percent":
            continue
        if found and is_gain(piece.label):
            break
        if n > at and found and piece.is_first and _LEADS_ON.match(piece.label) and not (quantity.is_exact and added + int(quantity.value or 0) == total.value):
            break
        if not quantity.may_be_added or quantity.unit not in (total.unit, ""):
            break
        subject = subject_of(piece.label, piece.after, piece.next_words, "count", _ANY)
        family = subject.family if subject and not is_of_openness else ""
        if family and families and family not in families and not families | {family} <= _RESULTS:
            break
        families |= {family} if family else set()
        found.append(n)
        if not quantity.is_exact:
            return []
        if AND_OTHERS.search(piece.after):
            return []
        added += int(quantity.value or 0)
        if added == total.value and len(found) > 1:
            break
    return found
