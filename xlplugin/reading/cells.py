"""From what a cell holds to the number it means: the only home of floats, full-width digits, units and error values."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import cn2an

from xlplugin.filing import Shape, Value
from xlplugin.form.model import Kind

ERROR_VALUES = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!", "#GETTING_DATA"})
_PLACEHOLDERS = frozenset({"/", "//", "\\", "-", "--", "—", "——", "–", "―", "_", "无", "无。", "N/A", "n/a", "NA", "*", "不涉及", "不适用", "空"})
_NUMBER = r"[+\-−]?(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)"
_PLAIN = re.compile(_NUMBER)
_WITH_NOTE = re.compile(rf"({_NUMBER})\s*[件条项个宗份]?\s*[(\[].*[)\]]", re.DOTALL)
_WITH_UNIT = re.compile(rf"(?:人民币|¥|￥)?\s*({_NUMBER})\s*(?P<bracket>\()?(万元|亿元|元|万|件|条|项|个|宗|份|次|起|例|人次|部|家)(?(bracket)\))[。.]?")
_LETTERS = str.maketrans("OolIi", "00111")
_CHINESE = re.compile(r"[零〇○一二两三四五六七八九十百千万]+")
_DATE_TEXT = re.compile(r"(?:\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?|\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月|\d{1,2}:\d{2}(?::\d{2})?)")
_COUNT_UNITS = frozenset({"件", "条", "项", "个", "宗", "份", "次", "起", "例", "人次", "部", "家"})
_IN_TEN_THOUSANDS = {"万元": Decimal(1), "元": Decimal("0.0001"), "亿元": Decimal(10000)}


@dataclass(frozen=True, slots=True)
class Reading:
    """How a cell is written, and the number it surely means; `likely` is one that is not sure enough to count."""

    shape: Shape
    value: Value | None = None
    likely: Value | None = None


BLANK = Reading(Shape.BLANK)


def read_cell(content: object, kind: Kind, unit: str | None = None) -> Reading:
    """The reading of a cell's content as a reader or a spreadsheet program gives it. Never raises."""
    if content is None:
        return BLANK
    if isinstance(content, bool):
        return Reading(Shape.TEXT)
    if isinstance(content, (int, Decimal)):
        return Reading(Shape.NUMBER, tidy(Decimal(content)))
    if isinstance(content, float):
        value = from_float(content)
        return Reading(Shape.ERROR) if value is None else Reading(Shape.NUMBER, value)
    if isinstance(content, (dt.date, dt.time, dt.timedelta)):
        return Reading(Shape.DATE)
    return _read_text(str(content), kind, unit)


def raw_text(content: object) -> str:
    """A cell's content as text, for quoting."""
    if content is None:
        return ""
    if isinstance(content, float):
        value = from_float(content)
        return str(content) if value is None else str(value)
    if isinstance(content, dt.datetime):
        return content.isoformat(sep=" ")
    return str(content)


def saved_value(content: object) -> Value | str | None:
    """A saved or recalculated value as it is kept: numbers exact, everything else as text, blank as None."""
    if content is None or content == "":
        return None
    if isinstance(content, bool):
        return "TRUE" if content else "FALSE"
    if isinstance(content, float):
        return from_float(content)
    if isinstance(content, (int, Decimal)):
        return tidy(Decimal(content))
    return raw_text(content)


def from_float(number: float) -> Value | None:
    """A float as the number a spreadsheet shows for it: 15 significant digits; None for infinity and NaN."""
    try:
        return tidy(Decimal(f"{number:.15g}"))
    except InvalidOperation:  # pragma: no cover - every finite float has digits
        return None
    except (OverflowError, ValueError):
        return None


def tidy(number: Decimal) -> Value | None:
    """A whole number as int, any other as Decimal without trailing zeros; None for what is no number."""
    if not number.is_finite():
        return None
    if number.adjusted() > 40:
        return None
    if number == number.to_integral_value():
        return int(number)
    return number.normalize()


def _read_text(text: str, kind: Kind, unit: str | None) -> Reading:
    plain = text.replace("&nbsp;", " ").strip().strip("\u200b\ufeff\u00a0\u3000 ").strip()
    if not plain:
        return BLANK
    if plain.upper() in ERROR_VALUES:
        return Reading(Shape.ERROR)
    if plain in _PLACEHOLDERS:
        return Reading(Shape.PLACEHOLDER)
    half = unicodedata.normalize("NFKC", plain)
    if half in _PLACEHOLDERS:
        return Reading(Shape.PLACEHOLDER)
    if _PLAIN.fullmatch(half):
        value = _parse(half)
        shape = Shape.TEXT if value is None else Shape.TEXT_NUMBER if _PLAIN.fullmatch(plain) else Shape.FULL_WIDTH
        return Reading(shape, value)
    if _DATE_TEXT.fullmatch(half):
        return Reading(Shape.DATE)
    if match := _WITH_UNIT.fullmatch(half):
        return _read_unit(_parse(match[1]), match[3], kind, unit)
    if match := _WITH_NOTE.fullmatch(half):
        return Reading(Shape.NOTE, _parse(match[1]))
    if _CHINESE.fullmatch(half):
        return _read_chinese(half)
    lettered = half.replace(" ", "").translate(_LETTERS)
    if _PLAIN.fullmatch(lettered):
        return Reading(Shape.LETTERS, likely=_parse(lettered))
    found = _PLAIN.findall(half)
    return Reading(Shape.TEXT, likely=_parse(found[0]) if len(found) == 1 else None)


def _read_unit(value: Value | None, unit: str, kind: Kind, expected: str | None) -> Reading:
    if value is None:
        return Reading(Shape.TEXT)
    if kind == "amount" and expected == "万元" and unit in _IN_TEN_THOUSANDS:
        return Reading(Shape.UNIT, tidy(Decimal(value) * _IN_TEN_THOUSANDS[unit]))
    if kind == "amount" and expected is None and unit in ("元", "万元"):
        return Reading(Shape.UNIT, value)
    if kind != "amount" and unit in _COUNT_UNITS:
        return Reading(Shape.UNIT, value)
    return Reading(Shape.TEXT, likely=value * 10_000 if unit == "万" and kind != "amount" else value)


def _read_chinese(text: str) -> Reading:
    try:
        value = tidy(Decimal(str(cn2an.cn2an(re.sub("[○〇]", "零", text), "strict"))))
    except (ValueError, InvalidOperation, KeyError, IndexError):
        return Reading(Shape.CHINESE)
    return Reading(Shape.CHINESE, value)


def _parse(text: str) -> Value | None:
    return tidy(Decimal(text.replace(",", "").replace("−", "-")))
