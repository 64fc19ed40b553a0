"""The reviewer's list of releases (`--releases FILE`): which findings of which organ may pass, by whom, why, and when."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlplugin.checking.waive import MISSING
from xlplugin.errors import UsageError, XlpluginError
from xlplugin.filing.filing import Answer, Filing
from xlplugin.form.organ import short_name
from xlplugin.reading.figures.cells import raw_text
from xlplugin.reading.organ import as_year
from xlplugin.reading.workbook.workbook import read_book
from xlplugin.rules import catalogue
from xlplugin.rules.select import nearest_rule
from xlplugin.runs.inputs.csv_rows import csv_rows, tell_surplus
from xlplugin.runs.inputs.list_rows import rows_of
from xlplugin.runs.inputs.row_faults import RowFaults
from xlplugin.text import Text

HEADER = ("单位", "年度", "规则", "字段", "现为", "姓名", "理由", "日期")
_LIST = Text("放行清单", "the list of releases")
_OWN_RULE = re.compile(r"U\d{1,3}")


@dataclass(frozen=True, slots=True)
class Release:
    """One row of the list."""

    organ: str
    year: int | None
    answer: Answer


def read_releases(path: Path) -> tuple[Release, ...]:
    """The rows of a .csv or workbook with the columns 单位, 年度, 规则, 字段, 现为, 姓名, 理由, 日期; 年度 may be blank.

    Raises `UsageError` for a list that cannot be read, and for a row that does not say which finding of whom it means. A row
    without name, reason or date is kept: it releases nothing, and the report says so.
    """
    return tuple(release for _, release in numbered_releases(path))


def numbered_releases(path: Path) -> tuple[tuple[int, Release], ...]:
    """The rows of the list, each with its number in the file; see `read_releases`."""
    is_csv = path.suffix.lower() in (".csv", ".txt")
    rows = [(number, [value.strip() for value in row]) for number, row in csv_rows(path, _LIST)] if is_csv else list(_book_rows(path))
    header = next((row for _, row in rows if set(HEADER) <= set(row)), None)
    if header is None:
        raise UsageError(zh=f"放行清单 {path.name} 须有这些列：{'、'.join(HEADER)}。", en=f"the list of releases {path.name} needs the columns {', '.join(HEADER)}")
    below = [(number, row) for number, row in rows[[row for _, row in rows].index(header) + 1 :] if any(row)]
    faults = RowFaults(_LIST + Text(f" {path.name}", f" {path.name}"))
    for number, row in below:
        tell_surplus(header, row, number, faults)
    found = [(number, _release(dict(zip(header, row, strict=False)), number, faults)) for number, row in below]
    faults.raise_if_any()
    return tuple((number, release) for number, release in found if release is not None)


def releases_for(filing: Filing, releases: Sequence[Release]) -> tuple[Answer, ...]:
    """The releases that are meant for a filing."""
    own = short_name(filing.organ) if filing.organ else None
    return tuple(release.answer for release in releases if release.organ == own and release.year in (None, filing.year))


def _release(values: Mapping[str, str], number: int, faults: RowFaults) -> Release | None:
    """One row; None where it does not say which finding of whom it means, which is told."""
    missing = [name for name in ("单位", "规则") if not values.get(name)]
    for name in missing:
        faults.add(number, f"没有写{name}。", f"{name} is missing")
    rule = unicodedata.normalize("NFKC", values.get("规则", "")).upper()
    if rule and rule not in catalogue() and not _OWN_RULE.fullmatch(rule):
        near = nearest_rule(rule, catalogue())
        faults.add(number, f"没有规则 {values['规则']}{near.zh}。", f"there is no rule {values['规则']}{near.en}")
        missing.append("规则")
    year = as_year(values.get("年度", ""))
    if year is None and values.get("年度"):
        faults.add(number, f"年度“{values['年度']}”看不懂，应为四位数的年份。", f"年度 “{values['年度']}” is no year of four digits")
    if missing:
        return None
    release = "，".join(values.get(name) or f"{name}{MISSING}" for name in ("姓名", "理由", "日期"))
    answer = Answer(rule=rule, field=values.get("字段") or None, actual=values.get("现为", ""), release=release)
    return Release(short_name(values["单位"]), year, answer)


def _book_rows(path: Path) -> Iterable[tuple[int, list[str]]]:
    try:
        book = read_book(path)
    except XlpluginError as error:
        raise UsageError(zh=f"放行清单 {path.name}：{error.text.zh}", en=f"the list of releases {path.name}: {error.text.en}") from error
    for sheet in book.sheets[:1]:
        for row, cells in rows_of(sheet):
            yield row, ["" if cell is None else raw_text(cell.day).removesuffix(" 00:00:00").strip() for cell in cells]
