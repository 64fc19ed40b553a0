"""指标（分单位）: a line for each organ, group and year, with numerators, denominators and shares; sums and shares are formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from xlplugin.form.sheets import INDICATORS_BY_ORGAN
from xlplugin.indicators.declare import FEW, GROUPS, INDICATORS, SHARES
from xlplugin.indicators.measure import Share
from xlplugin.outputs.harmless import harmless
from xlplugin.outputs.indicators.lines import WHOLE, Indicated, Line
from xlplugin.outputs.indicators.looks import CHANGE, COUNT, SHARE, SMALL, Format, formats_of
from xlplugin.outputs.template.paper import columns_on_a3
from xlplugin.outputs.template.styles import QUIET, height, lines
from xlplugin.outputs.template.table_sheet import set_page
from xlplugin.text import Language, Text, same

NAME = Text(INDICATORS_BY_ORGAN, "Indicators by organ")
NOT_KNOWN = "–"
_LEFT = (Text("类别", "kind"), Text("名称", "name"), Text("组号", "group"), Text("计入合计", "counted"), Text("年度", "year"), Text("家数", "organs"), Text("审核状态", "state"))
_WIDTHS = (7.0, 26.0, 5.0, 7.0, 7.0, 6.0, 10.0)
_KIND, _TITLE, _GROUP, _COUNTED, _YEAR, _ORGANS, _STATE = range(7)
_RECEIVED, _CHANGE, _CHANGED_BY, _FIRST_SHARE = 7, 8, 9, 10
_OF_RECEIVED = (Text("新收（件）", "received"), Text("较上年增减", "change"), Text("增减幅度", "change, %"))
_PARTS = (Text("分子", "over"), Text("分母", "under"), Text("比率", "share"))
_FEW_COLUMN = Text("样本少（分母不足 {few}）", "few cases (under {few})")
_EVERY = Text("各项", "all of them")
_GROUP_WORD, _ORGAN = Text("分组", "group"), Text("单位", "organ")
_COVERED = Text(
    "各单位最新一次报送的数字，空白按 0 计；“–”为未填、没有读到或无从计算。合计、分组只加“计入合计”为 1 的单位（全域报告与其下属单位同在的，不重复计）。比率由分子、分母用公式算出。",
    "Figures of each organ's newest submission, blank being 0; “–” was not filled in, not read, or cannot be computed. Sums take organs whose “counted” is 1, nobody twice. Shares are formulas.",
)


@dataclass(frozen=True)
class Placed:
    """Where the sheet has the lines of the whole: the row by year, counted from 0; and the columns."""

    sheet: str
    whole: dict[int, int]
    reasons: dict[str, int]
    """The column by row id of the form."""

    def cell(self, year: int, column: int) -> str:
        """A cell of the whole's line, as a formula elsewhere names it."""
        return f"'{self.sheet}'!{xl_rowcol_to_cell(self.whole[year], column, row_abs=True, col_abs=True)}"

    @staticmethod
    def over(indicator: str) -> int:
        """The column of an indicator's numerator; its denominator and its share stand to the right."""
        at = next((number for number, one in enumerate(SHARES) if one.id == indicator), None)
        return _RECEIVED if at is None else _FIRST_SHARE + 3 * at


def placed(found: Indicated, language: Language) -> Placed:
    """The places, which other sheets' formulas need before this one is written."""
    few = _FIRST_SHARE + 3 * len(SHARES)
    rows = (row for one in GROUPS for row in found.reasons[one.id])
    return Placed(NAME.show(language), {line.year: _HEAD + at for at, line in enumerate(found.whole)}, {row: few + 1 + at for at, row in enumerate(rows)})


_ON_FIRST_PAGE = 7
"""Shares on the first of the two pages that the columns go on."""
_FEW_WIDTH = 30.0
_ROW = 20.0
_HEAD = 4
"""Rows above the lines: title, what is covered, two of headings."""


def write_detail(sheet: Any, workbook: Any, found: Indicated, language: Language, title: Text) -> None:
    """Writes the sheet from the top down."""
    formats, where = formats_of(workbook), placed(found, language)
    titles = _columns(found)
    widths = [*_WIDTHS, 8, 8, 8, *[8.0] * (3 * len(SHARES)), _FEW_WIDTH, *[9.0] * len(where.reasons)]
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width, None, {"hidden": at == _GROUP})
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, title.show(language), formats("title"))
    sheet.write_string(1, 0, _COVERED.show(language), formats("quiet"))
    _write_heads(sheet, titles, formats, language)
    lines = [*found.whole, *(line for group in found.groups for line in group), *(line for organ in found.organs for line in organ)]
    first = _HEAD + sum(line.organ is None for line in lines)
    area = (first, _HEAD + len(lines) - 1)
    for at, line in enumerate(lines, _HEAD):
        _write_line(sheet, at, line, lines[at - _HEAD + 1 : at - _HEAD + 2], area, where, formats, language)
    sheet.freeze_panes(_HEAD, _TITLE + 1)
    sheet.autofilter(_HEAD - 1, 0, _HEAD + len(lines) - 1, _FIRST_SHARE + 3 * len(SHARES) + len(where.reasons))
    _mark_few(sheet, workbook, len(lines))
    set_page(sheet)
    sheet.repeat_rows(2, _HEAD - 1)
    shown = [0.0 if at == _GROUP else width for at, width in enumerate(widths)]
    columns_on_a3(sheet, shown, _YEAR + 1, [_FIRST_SHARE + 3 * _ON_FIRST_PAGE])


def _columns(found: Indicated) -> list[tuple[Text, Sequence[Text]]]:
    """The headings: what stands over some columns, and theirs."""
    shares = [(one.title + Text("＝", " = ") + one.formula, _PARTS) for one in SHARES]
    few = (same(""), (_FEW_COLUMN.fill(few=FEW),))
    reasons = [(Text(f"{one.title.zh.removesuffix('占比')}（件）", f"{one.title.en}, by reason"), tuple(found.reasons[one.id].values())) for one in GROUPS if found.reasons[one.id]]
    return [(same(""), _LEFT), (Text("新收申请", "received"), _OF_RECEIVED), *shares, few, *reasons]


def _write_heads(sheet: Any, titles: Sequence[tuple[Text, Sequence[Text]]], formats: Format, language: Language) -> None:
    sheet.set_row(2, 62)
    at = 0
    for over, columns in titles:
        if len(columns) > 1 and over.zh:
            sheet.merge_range(2, at, 2, at + len(columns) - 1, over.show(language), formats("header_small"))
        else:
            for column in range(at, at + len(columns)):
                sheet.write_string(2, column, over.show(language), formats("header_small"))
        at += len(columns)
    sheet.set_row(3, 58)
    for column, title in enumerate(title for _, columns in titles for title in columns):
        sheet.write_string(3, column, title.show(language), formats("header_small" if column > _CHANGED_BY else "header"))


def _write_line(sheet: Any, row: int, line: Line, below: Sequence[Line], area: tuple[int, int], where: Placed, formats: Format, language: Language) -> None:
    organ, is_sum = line.organ, line.organ is None
    kind = "sum" if is_sum else "centre"
    first, last = area
    word = _ORGAN if organ else _GROUP_WORD if line.number else WHOLE
    sheet.write_string(row, _KIND, word.show(language), formats(kind))
    sheet.write_string(row, _TITLE, harmless(line.name if organ or line.number else WHOLE.show(language)), formats("sum_text" if is_sum else "text"))
    sheet.write_number(row, _GROUP, line.number, formats(kind))
    sheet.write_number(row, _COUNTED, int(organ.is_counted), formats(kind)) if organ else sheet.write_blank(row, _COUNTED, None, formats(kind))
    sheet.write_number(row, _YEAR, line.year, formats(kind))
    sheet.write_string(row, _STATE, organ.state.show(language) if organ and line.year == max(organ.sent) else "", formats(kind))

    def column(at: int) -> str:
        name = xl_col_to_name(at)
        return f"${name}${first + 1}:${name}${last + 1}"

    def conditions() -> str:
        own = f",{column(_GROUP)},{xl_rowcol_to_cell(row, _GROUP, col_abs=True)}" if line.number else ""
        return f"{column(_COUNTED)},1,{column(_YEAR)},{xl_rowcol_to_cell(row, _YEAR, col_abs=True)}{own}"

    def count(at: int, value: Any) -> None:
        if is_sum:
            sheet.write_formula(row, at, f"=SUMIFS({column(at)},{conditions()})", formats(kind, COUNT), float(value or 0))
        elif value is None:
            sheet.write_string(row, at, NOT_KNOWN, formats(kind))
        else:
            sheet.write_number(row, at, float(value), formats(kind, COUNT))

    if is_sum:
        sheet.write_formula(row, _ORGANS, f"=COUNTIFS({conditions()})", formats(kind, COUNT), line.count)
    else:
        sheet.write_number(row, _ORGANS, 1, formats(kind))
    count(_RECEIVED, line.measured.shares["received"].over)
    _write_change(sheet, row, line, below, formats, kind)
    few = []
    for at, one in enumerate(SHARES):
        share, left = line.measured.shares[one.id], _FIRST_SHARE + 3 * at
        is_known = is_sum or (share.over is not None and share.under is not None)
        count(left, share.over if is_known else None)
        count(left + 1, share.under if is_known else None)
        over, under = xl_rowcol_to_cell(row, left), xl_rowcol_to_cell(row, left + 1)
        sheet.write_formula(row, left + 2, f'=IF(ISNUMBER({under}),IF({under}>0,{over}/{under},"{NOT_KNOWN}"),"{NOT_KNOWN}")', formats(kind, SHARE), _shown(share))
        few.append((under, one.title.show(language), share))
    formula, shown = _few_in_words(few, language)
    sheet.write_formula(row, _FIRST_SHARE + 3 * len(SHARES), formula, formats("small"), shown)
    sheet.set_row(row, max(_ROW, height(lines(shown, _FEW_WIDTH, SMALL), SMALL)))
    for reason, at in where.reasons.items():
        count(at, line.measured.reasons.get(reason))


def _few_in_words(shares: Sequence[tuple[str, str, Share]], language: Language) -> tuple[str, str]:
    """The formula, and what it gives, that names the shares of few cases; of the cell of each denominator, its title and the share. All that there are: one word."""
    every = _EVERY.show(language)
    known = "+".join(f"IF(ISNUMBER({under}),IF({under}>0,1,0),0)" for under, _, _ in shares)
    counted = "+".join(f"IF(ISNUMBER({under}),IF(AND({under}>0,{under}<{FEW}),1,0),0)" for under, _, _ in shares)
    words = "&".join(f'IF(ISNUMBER({under}),IF(AND({under}>0,{under}<{FEW}),"{title} ",""),"")' for under, title, _ in shares)
    few = [title for _, title, share in shares if share.is_few]
    is_every = bool(few) and len(few) == sum(bool(share.under) for _, _, share in shares)
    return f'=IF(AND({counted}>0,{counted}={known}),"{every}",{words})', every if is_every else "".join(f"{title} " for title in few)


def _write_change(sheet: Any, row: int, line: Line, below: Sequence[Line], formats: Format, kind: str) -> None:
    """What was received against the year before, where the next line is that."""
    now, before = line.measured.shares["received"].over, None
    if below and below[0].year == line.year - 1 and (below[0].name, below[0].number, below[0].organ) == (line.name, line.number, line.organ):
        before = below[0].measured.shares["received"].over
    if now is None or before is None:
        for at in (_CHANGE, _CHANGED_BY):
            sheet.write_string(row, at, NOT_KNOWN, formats(kind))
        return
    this, last = xl_rowcol_to_cell(row, _RECEIVED), xl_rowcol_to_cell(row + 1, _RECEIVED)
    sheet.write_formula(row, _CHANGE, f"={this}-{last}", formats(kind, CHANGE), float(now - before))
    sheet.write_formula(row, _CHANGED_BY, f'=IF({last}>0,({this}-{last})/{last},"{NOT_KNOWN}")', formats(kind, "+0.0%;-0.0%;0.0%"), float(now - before) / float(before) if before else NOT_KNOWN)


def _mark_few(sheet: Any, workbook: Any, lines: int) -> None:
    """A share of few cases is grey and slanted, as the column beside says in words."""
    look = workbook.add_format({"italic": True, "font_color": QUIET})
    for at in range(len(SHARES)):
        column = _FIRST_SHARE + 3 * at + 2
        under = xl_rowcol_to_cell(_HEAD, column - 1, col_abs=True)
        sheet.conditional_format(_HEAD, column, _HEAD + lines - 1, column, {"type": "formula", "criteria": f"=AND(ISNUMBER({under}),{under}<{FEW})", "format": look})


def _shown(share: Share) -> float | str:
    value = share.value
    return NOT_KNOWN if value is None else value


assert INDICATORS[0].id == "received" and not INDICATORS[0].under, "the columns on the left are of the requests received"
