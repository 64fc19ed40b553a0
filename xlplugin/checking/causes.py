"""Familiar causes of a wrong number: how what stands in a cell may have come from what should stand there."""

from __future__ import annotations

from collections.abc import Mapping

from xlplugin.filing.filing import Filing
from xlplugin.text import Text


def cause_of(filing: Filing, name: str, expected: int, solution: Mapping[str, int]) -> Text | None:
    """The cause that would explain a cell's value, were the expected one right; None where none is familiar."""
    actual = filing.amount(name)
    if not isinstance(actual, int):
        return None
    if actual == -expected and actual:
        return Text(f"正负号写反：{actual}", f"the sign: {actual} for {expected}")
    if actual * expected > 0 and (words := _digits(actual, expected)) is not None:
        return words
    for other in _neighbours(filing, name):
        label = filing.form.fields[other].text
        if solution.get(other) == actual and filing.amount(other) == expected:
            return Text(f"与“{label.zh}”填串了位置", f"changed places with {label.en}")
        if actual and filing.amount(other) == actual and other not in solution:
            return Text(f"与相邻的“{label.zh}”数字相同，可能串行或串列", f"the same number as its neighbour {label.en}: a row or column may have shifted")
    return None


def _digits(actual: int, expected: int) -> Text | None:
    """How the digits of one number may have become those of the other; neither is 0."""
    was, should = str(abs(actual)), str(abs(expected))
    if _is_swapped(was, should):
        return Text(f"两位数字颠倒：{expected} 写成了 {actual}", f"two digits swapped: {expected} became {actual}")
    if was == should * 2:
        return Text(f"同一个数输入了两遍：{expected} 写成了 {actual}", f"the number was typed twice: {expected} became {actual}")
    if _has_one_more(should, was):
        return Text(f"少打一位：{expected} 写成了 {actual}", f"a digit is missing: {expected} became {actual}")
    if _has_one_more(was, should):
        return Text(f"多打一位：{expected} 写成了 {actual}", f"a digit too many: {expected} became {actual}")
    return None


def _is_swapped(was: str, should: str) -> bool:
    differing = [(one, other) for one, other in zip(was, should, strict=False) if one != other]
    return len(was) == len(should) and len(differing) == 2 and differing[0] == differing[1][::-1]


def _has_one_more(longer: str, shorter: str) -> bool:
    return len(longer) == len(shorter) + 1 and any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def _neighbours(filing: Filing, name: str) -> list[str]:
    """The fields beside, above and below a cell on the form, totals left out."""
    field = filing.form.fields[name]
    block = filing.form.table(field.table).block(field.block)
    row, column = block.rows.index(field.row), block.columns.index(field.column)
    places = [(row, column - 1), (row, column + 1), (row - 1, column), (row + 1, column)]
    inside = [(r, c) for r, c in places if 0 <= r < len(block.rows) and 0 <= c < len(block.columns)]
    return [f"{field.table}.{block.rows[r].id}.{block.columns[c].id}" for r, c in inside if not block.rows[r].total and not block.columns[c].total]
