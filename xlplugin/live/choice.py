"""Which of the open workbooks is meant. Where that is not sure nothing is done, and the sentence lists them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlplugin.errors import HostError
from xlplugin.text import Text, join, same


@dataclass(frozen=True, slots=True)
class Open:
    """An open workbook: xlwings' object, its full name, and the program that has it open, in words."""

    book: Any
    name: str
    program: str


def choose(found: Sequence[Open], wanted: str | None) -> Open:
    """The workbook of a name, full or without its folder; without one the only one that is open. Raises `HostError` where it is none or not sure."""
    if not found:
        raise HostError(zh="没有打开的工作簿，请先打开要审核的工作簿。", en="no workbook is open; open it first")
    meant = list(found) if wanted is None else _named(found, wanted)
    if not meant:
        lines = _lines(found)
        raise HostError(zh=f"没有打开这个工作簿：{wanted}。打开着的有：{lines.zh}", en=f"this workbook is not open: {wanted}; these are: {lines.en}")
    if len(meant) == 1:
        return meant[0]
    lines = _lines(meant)
    if len({one.name for one in meant}) == 1:
        raise HostError(
            zh=f"同一个工作簿在几个程序里打开着，请只留一个，再试一次：{lines.zh}", en=f"the same workbook is open in several programs; close it in all but one of them: {lines.en}"
        )
    raise HostError(zh=f"打开着几个工作簿，请用 --book 指定其中一个：{lines.zh}", en=f"several workbooks are open; name one of them with --book: {lines.en}")


def _named(found: Sequence[Open], wanted: str) -> list[Open]:
    """Those of just that name; where there is none, those that Windows would take for it; then those whose file is called so."""
    for of in (lambda name: name, str.casefold, lambda name: re.split(r"[/\\]", name)[-1]):
        if meant := [one for one in found if of(one.name) == (of(wanted) if of is str.casefold else wanted)]:
            return meant
    return []


def _lines(found: Sequence[Open]) -> Text:
    return join([same(f"\n{one.name}") + Text(f"（{one.program}）", f" ({one.program})") for one in found], "", "")
