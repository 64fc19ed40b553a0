"""Who signed a report, and when."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from xlplugin.patterns import late

_DIGITS = {mark: value for value, marks in enumerate(("〇○零Ｏ", "一壹", "二贰", "三叁", "四", "五", "六", "七", "八", "九")) for mark in marks}
_DATE = late(r"(?P<year>20\d\d|[二贰][〇○零0O][〇○零一二三四五六七八九]{2})\s*(?:年|[-./])\s*(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:月|[-./])\s*(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:日|号)?")
_ORGAN = late(r"[\u4e00-\u9fff〇（）()、·\s]{2,40}?(?:政府|办公室|办公厅|局|委员会|委|厅|办事处|管委会|街道办|街道|中心|镇|乡|苏木|院|署|部|队|处|所|站|会|县|区|市|省|旗)(?:\s*[(（](?:盖章|公章|印章|章|代章)[)）])?")
_BRACKETS = late(r"^[(（\[【]\s*(.*?)\s*[)）\]】]$")
_BACK = 8
"""A signature is among the last paragraphs of a report."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The signing organ and the date; `lines`: the numbers of the paragraphs that hold them."""

    organ: str | None
    date: dt.date | None
    lines: tuple[int, ...]


def find_signature(paragraphs: Sequence[str]) -> Signature | None:
    """The signature among a report's last paragraphs: a date of its own, and the organ on the same line or the one before."""
    for at in range(len(paragraphs) - 1, max(-1, len(paragraphs) - 1 - _BACK), -1):
        text = paragraphs[at].strip()
        parsed = _signed_line(text)
        if parsed is not None:
            organ, date = parsed
            if organ is None and at > 0 and (before := organ_of(paragraphs[at - 1])):
                return Signature(before, date, (at - 1, at))
            if organ is None and at + 1 < len(paragraphs) and (after := organ_of(paragraphs[at + 1])):
                return Signature(after, date, (at, at + 1))
            return Signature(organ, date, (at,))
    last = len(paragraphs) - 1
    if last >= 0 and (organ := organ_of(paragraphs[last])) and (last == 0 or len(organ) >= 4):
        return Signature(organ, None, (last,)) if last > 0 else None
    return None


def organ_of(text: str) -> str | None:
    """The organ that a line names and nothing else; None for any other line."""
    plain = text.strip()
    if not _ORGAN.fullmatch(plain) or re.match(r"^[（(]?[一二三四五六七八九十\d]+[)）、.]", plain):
        return None
    name = re.sub(r"[(（](?:盖章|公章|印章|章|代章)[)）]", "", plain)
    return re.sub(r"\s+", "", name)


def date_of(text: str) -> dt.date | None:
    """The date that a line is; None for any other line."""
    match = _DATE.fullmatch(_BRACKETS.sub(r"\1", unicodedata.normalize("NFKC", text).strip()))
    return _date(match) if match else None


def _signed_line(text: str) -> tuple[str | None, dt.date | None] | None:
    """Organ and date of a line that ends with a date and holds nothing else but an organ."""
    plain = _BRACKETS.sub(r"\1", unicodedata.normalize("NFKC", text))
    match = next((found for found in _DATE.finditer(plain) if found.end() == len(plain.rstrip())), None)
    date = _date(match) if match else None
    if match is None or date is None:
        return None
    rest = plain[: match.start()].strip()
    organ = organ_of(rest) if rest else None
    return None if rest and organ is None else (organ, date)


def _date(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(_year(match["year"]), _number(match["month"]), _number(match["day"]))
    except ValueError:
        return None


def _year(text: str) -> int:
    return int(text) if text.isdigit() and text.isascii() else int("".join(str(_DIGITS.get(mark, 0)) for mark in text))


def _number(text: str) -> int:
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (10 * (_DIGITS[tens] if tens else 1) if ten else 0) + (_DIGITS[ones] if ones else 0)
