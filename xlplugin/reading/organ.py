"""Whose form is it, and of which year? Labelled cells first, then the title, the text, the file name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import PurePath

from xlplugin.filing.filing import Source
from xlplugin.form.money import is_unit
from xlplugin.form.sheets import OWN_SHEETS
from xlplugin.form.spelling import plain_ideographs
from xlplugin.patterns import late
from xlplugin.reading.headings import LONGEST, from_lines, from_lines_alone, from_title, organ_line, title_line, without_seal
from xlplugin.reading.named import Named, first_of
from xlplugin.reading.workbook.grid import Book, RawCell, Sheet

_BY = r"(?:填\s*报|填\s*表|报\s*送|上\s*报|报|编\s*制|编\s*报|制\s*表|报\s*告|发\s*布|公\s*开|统\s*计|申\s*报|行\s*政)"
_ORGAN_LABEL = rf"{_BY}?\s*(?:单\s*位|部\s*门\s*[(]\s*单\s*位\s*[)]|单\s*位\s*[(]\s*部\s*门\s*[)])(?:\s*(?:名\s*称|全\s*称))?|(?:行\s*政\s*)?机\s*关\s*(?:名\s*称|全\s*称)|{_BY}\s*(?:机\s*关|部\s*门)(?:\s*名\s*称)?"
_YEAR_LABEL = r"(?:报\s*告|填\s*报|统\s*计|所\s*属|数\s*据|报\s*表|会\s*计|工\s*作)?\s*年\s*(?:度|份)|(?:报\s*告|统\s*计|所\s*属|数\s*据)\s*(?:期\s*别?|期\s*间|时\s*期|时\s*间)"
_LABELS = {"organ": re.compile(rf"(?:{_ORGAN_LABEL})[:]?"), "year": re.compile(rf"(?:{_YEAR_LABEL})[:]?")}
_OTHER_LABEL = r"填表|填报|审核|复核|联系|日期|时间|电话|负责|分管|单位|制表|报出|报送|主管|经办"
_SIGNS = {"organ": ("位", "关", "门"), "year": ("年", "期", "时")}
"""One of these is in every label."""
_LABEL_WITH_VALUE = {
    "organ": late(rf"(?:^|[\s;,。；，])(?:{_ORGAN_LABEL})(?:\s*:\s*|\s+(?=\S+[^:]*$))([^:;；]*?)(?=\s*(?:{_YEAR_LABEL}|{_OTHER_LABEL})[^:;；]{{0,6}}:|[;；]|$)"),
    "year": late(rf"(?:^|[\s;,。；，(])(?:{_YEAR_LABEL})\s*:?\s*(20\d\d)(?!\d|\s*年\s*(?:0?[2-9]|1[0-2])\s*月|[-/.]\d)"),
}
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年?度?")
_IN_TEXT = late(r"(?P<year>20\d\d)\s*年度?(?P<organ>[\u4e00-\u9fff]{2,25}?)政府信息公开(?:工作)?(?:年度)?(?:情况)?(?:年度)?报告")
_TEXT_ORGAN = late(r"(?:现发布|现公布|公开|公布|发布)《?(?P<organ>[\u4e00-\u9fff]{2,25}?)(?P<year>20\d\d)\s*年度?政府信息公开")
_BETWEEN, _OF_A_REPORT = late(r"[\s_\-+()\[\]\d.:,、;《》]+"), late(r"(?:政府信息公开|年报|年度报告|报告|附件|报送|上报|表)+")
"""What of a file's name stands between words, and words that are no organ's."""
_PERIOD = re.compile(r"(?P<year>20\d\d)\s*年\s*0?1\s*月\s*0?1\s*日")
_ORGAN_ENDS = ("镇", "乡", "街道", "街道办事处", "办事处", "政府", "局", "委", "委员会", "厅", "办公室", "办公厅", "管委会", "苏木", "区", "县", "市", "旗", "中心", "院", "署", "部")
_NOT_AN_ORGAN = re.compile(r"^(?:件|条|项|个|万元|元|/|[\d_\-—/.]*)[)）]?$|^[(（〔\[]|^[一二三四五六七八九十]+、|[:：；;，。！？/]|情况|统计|报告|总计|合计|数量|附件|年度$|^(?:填报|填表|审核|复核|负责|联系|经办|制表)人|(?:电话|日期|时间)$")

_OF_A_FORM = late("政府信息|行政复议|制发件数|行政处罚")
_LONGEST_LABELLED = 120
_ALONE = ""
"""In place of the value of a label that stands alone."""
_HEAD_ROWS = 12
"""Lines alone count as a heading in so many rows from the top."""


def organ_and_year(book: Book, narrative: Mapping[str, str], file: str) -> tuple[str | None, int | None]:
    """The filing body and the report year; None for what was found nowhere."""
    named = names_of(book, narrative, file)
    return named.organ, named.year


def names_of(book: Book, narrative: Mapping[str, str], file: str) -> Named:
    """Organ and year with their sources."""
    return first_of((source, *claim) for source, claims in _sources(book, narrative, file) for claim in claims)


def _sources(book: Book, narrative: Mapping[str, str], file: str) -> Iterator[tuple[Source, Iterable[tuple[str | None, int | None]]]]:
    names = {name: book.cell(place).content for name in ("meta.organ", "meta.year") if (place := book.names.get(name)) is not None}
    yield "cover", [(_on_the_cover(names.get("meta.organ")), as_year(names.get("meta.year")))]
    sheets = [sheet for sheet in book.sheets if sheet.name not in OWN_SHEETS]  # those speak of 单位 and 年度 too
    for sheet in sheets:
        yield "cover", [(_labelled(sheet, "organ"), as_year(_labelled(sheet, "year")))]
    for sheet in sheets:
        yield "title", sheet.told_by_texts("title in one line", title_line).values()
        yield "title", from_lines([text for _, text in sheet.texts_from_the_top])
    for sheet in sheets:
        yield "title", [from_title(_plain(sheet.name))]
    for text in (*narrative.values(), *(text for sheet in sheets for text in _texts(sheet, longest=None))):
        yield "text", [from_text(text)]
    for sheet in sheets:
        if any(_OF_A_FORM.search(text) for _, text in sheet.texts):  # a list of telephone numbers has lines alone too
            yield "title", from_lines_alone(list(_texts(sheet, lowest=_HEAD_ROWS)))
    yield "file", [from_file_name(file)]


def _on_the_cover(content: object) -> str | None:
    """What the template's own cell holds: whatever is typed there is meant as the organ's name."""
    name = re.sub(r"\s+", "", without_seal(plain_ideographs(content))).strip("_:： ") if isinstance(content, str) else ""
    return name if 2 <= len(name) <= 60 else None


def as_organ(content: object) -> str | None:
    """An organ's name as a cell holds it, or None where it holds none."""
    if not isinstance(content, str):
        return None
    name = re.sub(r"\s+", "", without_seal(plain_ideographs(content))).strip("_:： ")
    return None if _NOT_AN_ORGAN.search(name) or is_unit(name) or not 2 <= len(name) <= 40 or _LABELS["organ"].fullmatch(_plain(name)) or _LABELS["year"].fullmatch(_plain(name)) else name


def as_year(content: object) -> int | None:
    """A report year as a cell holds it: 2023, "2023年", "2023年度"."""
    if isinstance(content, bool) or content is None:
        return None
    if isinstance(content, (int, float)):
        return int(content) if 1900 <= content <= 2200 and content == int(content) else None
    match = re.fullmatch(r"(?:公元)?\s*(\d{4})\s*(?:年度?)?", _plain(str(content)).strip())
    return int(match[1]) if match else None


def from_text(text: str) -> tuple[str | None, int | None]:
    """Organ and year as the report's first sentences name them."""
    plain = re.sub(r"\s+", "", _plain(text))
    for pattern in (_IN_TEXT, _TEXT_ORGAN):
        if match := pattern.search(plain):
            return match["organ"].removesuffix("人民"), int(match["year"])
    period = _PERIOD.search(plain)
    return None, int(period["year"]) if period else None


def from_file_name(file: str) -> tuple[str | None, int | None]:
    """Organ and year from a file's name."""
    return from_stem(PurePath(file).stem)


def from_stem(name: str) -> tuple[str | None, int | None]:
    """Organ and year from a file's name without its ending."""
    stem = _plain(name)
    organ, year = from_title(stem)
    if year is None and (match := _YEAR.search(stem)):
        year = int(match[1])
    if organ is None:
        rest = _BETWEEN.sub(" ", _YEAR.sub(" ", stem))
        words = [_OF_A_REPORT.sub("", word) for word in rest.split()]
        organ = next((word for word in words if len(word) >= 2 and word.endswith(_ORGAN_ENDS)), None)
    return organ, year


def _labelled(sheet: Sheet, what: str) -> str | None:
    """The value beside, below or behind the colon of a label."""
    for (row, column), value in sheet.told_by_texts(what, partial(_labels, what=what)).items():
        if value:
            return value
        for beside in _beside(sheet, row, column):
            if what == "organ" and as_organ(beside):
                return as_organ(beside)
            if what == "year" and as_year(beside):
                return str(as_year(beside))
    return None


@lru_cache(2**13)
def _labels(text: str, what: str) -> str | None:
    """The value that stands behind a label in one text with it; `_ALONE` where the text is such a label and nothing else; None where it is none."""
    if len(text) > _LONGEST_LABELLED or not any(sign in (plain := _without_seal(text)) for sign in _SIGNS[what]):
        return None
    may_have_value = what != "year" or any(0 <= plain.find(sign) < plain.rfind("20") for sign in _SIGNS[what])  # a title has its year before these
    if may_have_value and (match := _LABEL_WITH_VALUE[what].search(plain)):
        value = match[1].strip().strip("_").strip()
        if what == "year":
            return value
        if organ := _first_organ(value):
            return organ
    return _ALONE if _LABELS[what].fullmatch("".join(plain.split())) else None


@lru_cache(2**10)
def _without_seal(text: str) -> str:
    return without_seal(_plain(text), " ").strip()


def _first_organ(value: str) -> str | None:
    """The organ that is written behind a label: all words, where they are one, else the first ones that are; a date may follow. A unit, 单位：人民币元, is none."""
    words = value.split()
    if words and is_unit(words[0]):
        return None
    found = (organ for end in range(len(words), 0, -1) if (organ := organ_line("".join(words[:end]))))
    return next(found, None) or as_organ(re.split(r"\s{2,}", value)[0])


def _beside(sheet: Sheet, row: int, column: int) -> Iterator[object]:
    """What stands right of a cell (blanks and words for the seal passed over), then what stands below it."""
    yield next((sheet.cells[row, at].content for at in range(column + 1, column + 6) if sheet.is_filled(row, at) and without_seal(sheet.shown(row, at)).strip()), None)
    yield sheet.cells.get((row + 1, column), RawCell()).content


def _texts(sheet: Sheet, longest: int | None = LONGEST, lowest: int | None = None) -> Iterable[str]:
    """The sheet's texts from the top, those no longer than a title, and no lower than a row."""
    for (row, _), content in sheet.texts_from_the_top:
        if (longest is None or len(content) <= longest) and (lowest is None or row <= lowest):
            yield content


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", plain_ideographs(text))
