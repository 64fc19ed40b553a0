"""From what a cell holds to the number it means: the only home of floats, full-width digits, units and error values."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import prod

from xlplugin.filing.cells import Shape, Value
from xlplugin.form.labels import CIRCLED, INVISIBLE, RAISED
from xlplugin.form.model import Kind
from xlplugin.form.money import BARE, OWN, is_same, size_of, units_of_header, units_stated
from xlplugin.patterns import late

_ERROR = re.compile(r"#(?:N/A|GETTING_DATA|DIV/0!|[A-Z][A-Z0-9_]{1,20}[!?])|ERR:\d{3}")
"""Error values by what they look like: programs add new names (#SPILL!, #FIELD!, #BUSY!) every few years."""
_PLACEHOLDERS = frozenset({"/", "//", "\\", "-", "--", "—", "——", "–", "―", "_", "无", "无。", "N/A", "n/a", "NA", "*", "不涉及", "不适用", "空"})
_NUMBER = r"[+\-−]?(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)"
_PLAIN = re.compile(_NUMBER)
_WITH_NOTE = re.compile(rf"({_NUMBER})\s*+(?:[件条项个宗份]\s*+)?(?:[(\[].*[)\]]|注\s*(?:\d{{0,2}}|[一二三四五六七八九十]|:.*))", re.DOTALL)
_WITH_UNIT = re.compile(rf"(?:{OWN})?\s*({_NUMBER})\s*(?P<bracket>\()?({BARE}|万|件|条|项|个|宗|份|次|起|例|人次|部|家)(?(bracket)\))[。.]?", re.IGNORECASE)
_NOTED_UNIT = late(rf"\s*\(\s*({BARE})\s*[,.;，。；、]", re.IGNORECASE)
_LETTERS = str.maketrans("OolIi", "00111")
_LOOK_ALIKE = tuple("OolI")
"""Letters that are taken for digits."""
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_TURNS = "\u202e"
"""After it, everything is shown from right to left, digits too."""
_HIGHEST = 40
"""The power of ten of the first digit, at the most: beyond is no figure."""
_GROUPED = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u2000-\u200a\u202f\u205f][0-9]{3})+(?:\.[0-9]*)?")
"""Thousands set apart by blanks: 1 234. Other groups of digits may be anything."""
_NOTE_MARK = re.compile(rf"[{CIRCLED}{RAISED}*\uff0a※†‡★☆▲△]")
_MARKED = late(rf"(?P<figure>[^{CIRCLED}{RAISED}*\uff0a※†‡★☆▲△]*[0-9\uff10-\uff19.,\uff0c\uff0e])\s*(?P<marks>(?:{_NOTE_MARK.pattern}\s*)+)")
_ONE_CIRCLED = late(rf"[{CIRCLED}{RAISED}]")
_FORMULA = re.compile(r"['’]?\s*\{?(?:=\s*[-+({@A-Za-z$'\u4e00-\u9fff0-9]|[-+]\s*(?:\$?[A-Z]{1,3}\$?[1-9]|[A-Z]+\()).*", re.DOTALL)
_CHINESE = re.compile(r"[零〇○一二两三四五六七八九十百千万]+")
_DATE_TEXT = re.compile(r"(?:\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?|\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月|\d{1,2}:\d{2}(?::\d{2})?)")
_MAY_BEGIN = frozenset("人零〇○一二两三四五六七八九十百千万")
"""The ideographs with which a number may begin, 人民币 before one."""
_SCALES = {"百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10_000, "萬": 10_000, "w": 10_000, "W": 10_000, "亿": 100_000_000, "億": 100_000_000}
_CLOSED = r""")\]}】〕〉》」』”'\""""
_LEAD = r"""(?:计量|单位/?|数量|以|按|约|近|余|为|是|注|[:;,_·×*(\[{【〔〈《「『“'"-]){0,6}"""
_BY = rf"(万亿|(?:[百佰千仟][余餘多几来]?)?[万萬wW亿億]|[百佰千仟])(?=[件条项个宗份次起例人部家篇户页册本张余餘多几来左以上下计{_CLOSED}(\[,;:、。.+]|$)"
"""What a figure is counted by, 万件; no place and no word that begins so, 万宁市, 千克, 百分之."""
_SCALE = late(rf"[{_CLOSED}]?[件条项个宗份次起例人部家]{{0,2}}[余餘多几来]?{_LEAD}{_BY}")
"""It behind a figure, without blanks: 1.5万件, 10余万件, 1.5w, 1.5【万件】."""
_SCALE_NOTED = late(rf"(?:[(\[,;、:]|注){_LEAD}{_BY}")
"""It in a note: 1.5（万件）, 1.5（单位：万件，含结转）."""
_SCALE_BEFORE = late(rf"{_BY}|[百佰千仟万萬亿億负]$")
_TIMES = late(r"[(\[][×xX*]\d")
_LONGEST_SCALE = 400
"""Characters of a text in which it is looked for."""
_COUNT_UNITS = frozenset({"件", "条", "项", "个", "宗", "份", "次", "起", "例", "人次", "部", "家"})


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
        return Reading(Shape.NUMBER, _exact(content))
    if isinstance(content, float):
        value = from_float(content)
        return Reading(Shape.ERROR) if value is None else Reading(Shape.NUMBER, value)
    if isinstance(content, (dt.date, dt.time, dt.timedelta)):
        return Reading(Shape.DATE)
    return _read_text(str(content), kind, unit)


def is_wordy(text: str) -> bool:
    """Whether a text begins as no number does, and bears no note marks behind which one may stand: none that counts is in it."""
    return "\u4e00" <= text[:1] <= "\u9fff" and text[0] not in _MAY_BEGIN and not _NOTE_MARK.search(text)


def is_error(content: object) -> bool:
    """Whether a content is an error value, or reads like one."""
    return isinstance(content, str) and _ERROR.fullmatch(content.strip().upper()) is not None


def is_grouped(raw: str) -> bool:
    """Whether a text is digits in groups of three with blanks between them."""
    return _GROUPED.fullmatch(_UNSEEN.sub("", raw.replace("&nbsp;", " ")).strip()) is not None


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
        return _exact(content)
    return raw_text(content)


def _exact(number: int | Decimal) -> Value | None:
    """A number as `tidy` has it; a whole one is so already."""
    return number if type(number) is int and abs(number) < 10 ** (_HIGHEST + 1) else tidy(Decimal(number))


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
    if number.adjusted() > _HIGHEST:
        return None
    if number == number.to_integral_value():
        return int(number)
    return number.normalize()


def _read_text(text: str, kind: Kind, unit: str | None) -> Reading:
    whole = text.replace("&nbsp;", " ")
    plain = _UNSEEN.sub("", whole).strip()
    if not plain:
        return BLANK
    if _TURNS in whole and sum(mark.isdigit() for mark in plain) > 1:
        return Reading(Shape.TEXT)  # shown from right to left: 12 as 21
    if is_error(plain):
        return Reading(Shape.ERROR)
    if plain in _PLACEHOLDERS:
        return Reading(Shape.PLACEHOLDER)
    if _GROUPED.fullmatch(plain):
        plain = re.sub(r"\s", "", plain)
    half = unicodedata.normalize("NFKC", plain)
    if half in _PLACEHOLDERS:
        return Reading(Shape.PLACEHOLDER)
    if _FORMULA.fullmatch(half):
        return Reading(Shape.FORMULA_TEXT)
    if _NOTE_MARK.search(plain) and not _ONE_CIRCLED.fullmatch(plain):
        return _read_marked(plain, kind, unit)
    if _PLAIN.fullmatch(half):
        value = _parse(half)
        shape = Shape.TEXT if value is None else Shape.TEXT_NUMBER if _PLAIN.fullmatch(plain) else Shape.FULL_WIDTH
        return Reading(shape, value)
    if _DATE_TEXT.fullmatch(half):
        return Reading(Shape.DATE)
    if match := _WITH_UNIT.fullmatch(half):
        return _read_unit(_parse(match[1]), match[3], kind, unit)
    if match := _WITH_NOTE.fullmatch(half):
        if kind != "amount" and (noted := _read_scale(_parse(match[1]), half[match.end(1) :], _SCALE_NOTED.search)) is not None:
            return noted
        stated = _stated(half[match.end(1) :], kind)
        return _read_unit(_parse(match[1]), stated, kind, unit) if stated else Reading(Shape.NOTE, _parse(match[1]))
    if _CHINESE.fullmatch(half):
        return _read_chinese(half)
    lettered = half.replace(" ", "").translate(_LETTERS)
    if _PLAIN.fullmatch(lettered):
        is_spaced = lettered == half.replace(" ", "")
        return Reading(Shape.TEXT if is_spaced else Shape.LETTERS, likely=_parse(lettered))
    found = list(_PLAIN.finditer(half))
    is_other = kind == "amount" and unit is not None and any(not is_same(unit, other) for other in units_of_header(half))
    if len(found) != 1 or is_other:
        return Reading(Shape.TEXT)
    likely, begin, end = _parse(found[0][0]), *found[0].span()
    if kind == "amount":
        return Reading(Shape.TEXT, likely=likely)
    before, behind = _squeezed(half[:begin]), half[end:]
    if _SCALE_BEFORE.search(before) or before.endswith(_LOOK_ALIKE) or behind.startswith(_LOOK_ALIKE):  # 两万5, （万件）1.5, 1O万: what the figure is, is not read
        return Reading(Shape.TEXT)
    return _read_scale(likely, behind, _SCALE.match) or Reading(Shape.TEXT, likely=likely)


def _squeezed(text: str) -> str:
    """Without blanks, as much of it as is looked at."""
    return "".join(text[:_LONGEST_SCALE].split())


def _read_scale(value: Value | None, behind: str, find: Callable[[str], re.Match[str] | None]) -> Reading | None:
    """A figure that is counted by thousands and the like, as what stands behind it says: it is not sure enough to count. None where nothing is said."""
    rest = _squeezed(behind)
    if (match := find(rest)) is not None:
        return Reading(Shape.TEXT, likely=_scaled(value, match[1]))
    return Reading(Shape.TEXT) if _TIMES.match(rest) else None


def _scaled(value: Value | None, words: str) -> Value | None:
    return None if value is None else tidy(Decimal(value) * prod(_SCALES.get(word, 1) for word in words))


def _stated(note: str, kind: Kind) -> str | None:
    """The unit of money that a note behind an amount states, or begins with: 12.5（单位：元）."""
    found = units_stated(note) or [match[1] for match in [_NOTED_UNIT.match(note)] if match]
    return found[0] if kind == "amount" and found else None


def _read_marked(plain: str, kind: Kind, unit: str | None) -> Reading:
    """A text with note marks in it, 3①: the figure before them, where they stand behind it."""
    match = _MARKED.fullmatch(plain)
    figures = [part for part in _NOTE_MARK.split(plain) if any(mark.isdigit() for mark in part)]
    if not match and len(figures) > 1:  # 12*1: nobody knows which of them is the figure
        return Reading(Shape.TEXT)
    rest = _read_text(match["figure"] if match else _NOTE_MARK.sub("", plain), kind, unit)
    if match and rest.value is not None and rest.shape in (Shape.TEXT_NUMBER, Shape.FULL_WIDTH, Shape.NOTE):
        return Reading(Shape.NOTE, rest.value)
    return Reading(Shape.TEXT, likely=rest.value if rest.value is not None else rest.likely)


def _read_unit(value: Value | None, unit: str, kind: Kind, expected: str | None) -> Reading:
    if value is None:
        return Reading(Shape.TEXT)
    is_money = unit not in _COUNT_UNITS and unit != "万"
    size, asked = size_of(unit) if is_money else None, size_of(expected) if expected else None
    if kind == "amount" and size and asked:
        return Reading(Shape.UNIT, tidy(Decimal(value) * size / asked))
    if kind == "amount" and expected is None and size in (1, 10_000):
        return Reading(Shape.UNIT, value)
    if is_money and not size:
        return Reading(Shape.TEXT)  # another currency: what it is in yuan, nobody can know
    if kind != "amount" and unit in _COUNT_UNITS:
        return Reading(Shape.UNIT, value)
    return Reading(Shape.TEXT, likely=tidy(Decimal(value) * 10_000) if unit == "万" and kind != "amount" else value)


def _read_chinese(text: str) -> Reading:
    import cn2an  # takes a tenth of a second to load, and few cells hold such a number

    try:
        value = tidy(Decimal(str(cn2an.cn2an(re.sub("[○〇]", "零", text), "strict"))))
    except (ValueError, InvalidOperation, KeyError, IndexError):
        return Reading(Shape.CHINESE)
    return Reading(Shape.CHINESE, value)


def _parse(text: str) -> Value | None:
    return tidy(Decimal(text.replace(",", "").replace("−", "-")))
