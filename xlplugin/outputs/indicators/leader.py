"""指标: one page for the leader: every indicator of all organs together, this year and last, its formula written out, reasons, and charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from xlplugin.form.sheets import INDICATORS as SHEET
from xlplugin.indicators.declare import FEW, GROUPS, INDICATORS, SHARES
from xlplugin.outputs.indicators.detail import NOT_KNOWN, Placed, placed
from xlplugin.outputs.indicators.lines import Indicated, Line
from xlplugin.outputs.indicators.looks import CHANGE, COLORS, COUNT, POINTS, SHARE, Format, formats_of
from xlplugin.outputs.template.table_sheet import set_page
from xlplugin.text import Language, Text, join, same

NAME = Text(SHEET, "Indicators")
_WIDTHS = (17.0, 46.0, 8.0, 8.0, 9.0, 8.0, 8.0, 9.0, 14.0, 44.0)
_HEADINGS = (
    Text("指标", "indicator"),
    Text("怎样算", "formula"),
    Text("分子", "over"),
    Text("分母", "under"),
    Text("{year} 年", "{year}"),
    Text("分子", "over"),
    Text("分母", "under"),
    Text("{year} 年", "{year}"),
    Text("增减", "change"),
    Text("备注", "remarks"),
)
_COVERED = Text(
    "{year} 年 {n} 家单位合计{last}。每个数都由“指标（分单位）”的数用公式得出；各单位、各组的指标见该表。",
    "{year}: {n} organs{last}. Every figure is a formula over the sheet Indicators by organ, where each organ and group has its own. ",
)
_LAST = Text("，{year} 年 {n} 家", ", {year}: {n}")
_OTHER_COUNT = Text("两年计入的单位不同，增减只供参考。", "The years hold different numbers of organs: take changes with care. ")
_LEFT_OUT = Text("未计入合计（数字已含在下属单位中）：{organs}。", "Not in the sums, as their figures are those of organs below them: {organs}. ")
_UNKNOWN = Text("{n} 家单位有的栏目未填或没有读到，有关指标未含这些单位。", "{n} organs lack some figures and are left out of those indicators. ")
_GROWTH, _GROWTH_FORMULA = Text("新收增减幅度", "received, change"), Text("（本年新收－上年新收）÷上年新收", "(this year - last year) / last year")
_FEW = Text("样本少（不足 {few} 件）", "few cases (under {few})").fill(few=FEW)
_REASONS = Text("不予公开、无法提供、不予处理的理由", "Reasons of refusals and the like")
_REASON_HEADINGS = (Text("类别", "kind"), Text("理由", "reason"), Text("件数", "cases"), same(""), Text("占办理总计", "of results"), Text("件数", "cases"), same(""), Text("占办理总计", "of results"), Text("增减", "change"), same(""))
_YEARS = Text("逐年", "Year by year")
_HEADS = Text("{year} 年", "{year}")
_CHARTED = Text("主要比率", "Shares")


def write_leader(sheet: Any, workbook: Any, found: Indicated, language: Language, title: Text) -> None:
    """Writes the page from the top down."""
    formats, where = formats_of(workbook), placed(found, language)
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    now = found.whole[0]
    before = next((line for line in found.whole if line.year == now.year - 1), None)
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, len(_WIDTHS) - 1, title.show(language), formats("title"))
    sheet.set_row(1, 30)
    sheet.merge_range(1, 0, 1, len(_WIDTHS) - 1, _covered(found, now, before).show(language), formats("note"))
    pen = _Pen(sheet, formats, where, language, now, before)
    pen.headings(_HEADINGS)
    first = pen.row
    for one in INDICATORS:
        pen.indicator(one.id, one.title, one.formula, bool(one.under), one.note)
        if not one.under and before is not None:
            pen.growth()
    last = pen.row - 1
    pen.row += 1
    pen.across(_REASONS.show(language), "heading", 24)
    pen.headings(_REASON_HEADINGS)
    reasons = (pen.row, pen.row + sum(len(found.reasons[one.id]) for one in GROUPS) - 1)
    for one in GROUPS:
        for row, label in found.reasons[one.id].items():
            pen.reason(Text(one.title.zh.removesuffix("占比"), one.title.en), row, label)
    pen.row += 1
    if len(found.whole) > 2:
        _write_years(pen, workbook, found)
    _write_charts(pen, workbook, (last - len(SHARES) + 1, last), reasons, first)
    set_page(sheet)
    sheet.set_portrait()
    sheet.print_area(0, 0, pen.row, len(_WIDTHS) - 1)
    sheet.fit_to_pages(1, 1)
    sheet.freeze_panes(3, 1)


def _covered(found: Indicated, now: Line, before: Line | None) -> Text:
    last = _LAST.fill(year=str(before.year), n=before.count) if before else same("")
    words = [_COVERED.fill(year=str(now.year), n=now.count, last=last)]
    words += [_OTHER_COUNT] if before and before.count != now.count else []
    words += [_UNKNOWN.fill(n=now.measured.unknown)] if now.measured.unknown else []
    words += [_LEFT_OUT.fill(organs=join(map(same, found.left_out[:5])))] if found.left_out else []
    return join(words, "", "")


class _Pen:
    """Writes one row after the other; the figures lead to the whole's lines on the other sheet."""

    def __init__(self, sheet: Any, formats: Format, where: Placed, language: Language, now: Line, before: Line | None) -> None:
        self.sheet, self.formats, self.where, self.language, self.now, self.before = sheet, formats, where, language, now, before
        self.row = 2

    def headings(self, titles: Sequence[Text]) -> None:
        """The row of headings."""
        years = {4: self.now.year, 7: self.now.year - 1}
        self.sheet.set_row(self.row, 24)
        for at, title in enumerate(titles):
            self.sheet.write_string(self.row, at, title.fill(year=str(years.get(at, ""))).show(self.language), self.formats("header"))
        self.row += 1

    def across(self, text: str, look: str, height: float) -> None:
        """A text as wide as the page."""
        self.sheet.set_row(self.row, height)
        self.sheet.write_string(self.row, 0, text, self.formats(look))
        self.row += 1

    def indicator(self, name: str, title: Text, formula: Text, is_share: bool, note: Text) -> None:
        """An indicator's row."""
        self._label(title, formula, 34 if len(note.show(self.language)) > 22 else 22)
        for line, at in ((self.now, 2), (self.before, 5)):
            self._figures(line, at, name, is_share)
        this, last = (xl_rowcol_to_cell(self.row, at) for at in (4, 7))
        values = [line.measured.shares[name].value if is_share else line.measured.shares[name].over for line in (self.now, self.before) if line]
        change: float | str = NOT_KNOWN
        if len(values) == 2 and None not in values:
            change = (float(values[0] or 0) - float(values[1] or 0)) * (100 if is_share else 1)
        factor = "*100" if is_share else ""
        self.sheet.write_formula(
            self.row, 8, f'=IF(AND(ISNUMBER({this}),ISNUMBER({last})),({this}-{last}){factor},"{NOT_KNOWN}")', self.formats("centre", POINTS if is_share else CHANGE), change
        )
        self._remark(note, is_share, self.now.measured.shares[name].is_few)
        self.row += 1

    def growth(self) -> None:
        """How much more was received than the year before."""
        assert self.before is not None
        self._label(_GROWTH, _GROWTH_FORMULA, 22)
        above = [xl_rowcol_to_cell(self.row - 1, at) for at in (2, 5)]
        this, last = (float(line.measured.shares["received"].over or 0) for line in (self.now, self.before))
        over, under = (xl_rowcol_to_cell(self.row, at) for at in (2, 3))
        self.sheet.write_formula(self.row, 2, f"={above[0]}-{above[1]}", self.formats("centre", CHANGE), this - last)
        self.sheet.write_formula(self.row, 3, f"={above[1]}", self.formats("centre", COUNT), last)
        self.sheet.write_formula(self.row, 4, f'=IF({under}>0,{over}/{under},"{NOT_KNOWN}")', self.formats("centre", "+0.0%;-0.0%;0.0%"), (this - last) / last if last else NOT_KNOWN)
        for at in (5, 6, 7, 8):
            self.sheet.write_blank(self.row, at, None, self.formats("centre"))
        self._remark(same(""), True, 0 < last < FEW)
        self.row += 1

    def reason(self, kind: Text, row: str, label: Text) -> None:
        """A reason's row: cases, and their part of all results."""
        self._label(kind, label, 20)
        for line, at in ((self.now, 2), (self.before, 5)):
            for blank in range(at, at + 3):
                self.sheet.write_blank(self.row, blank, None, self.formats("centre"))
            if line is None:
                continue
            value, under = line.measured.reasons.get(row), line.measured.shares["disclosed"].under
            cases, whole = self.where.cell(line.year, self.where.reasons[row]), self.where.cell(line.year, self.where.over("disclosed") + 1)
            self.sheet.write_formula(self.row, at, f"={cases}", self.formats("centre", COUNT), float(value or 0))
            self.sheet.write_formula(self.row, at + 2, f'=IF({whole}>0,{cases}/{whole},"{NOT_KNOWN}")', self.formats("centre", SHARE), float(value or 0) / float(under) if under else NOT_KNOWN)
        this, last = (xl_rowcol_to_cell(self.row, at) for at in (2, 5))
        if self.before is not None:
            change = float((self.now.measured.reasons.get(row) or 0) - (self.before.measured.reasons.get(row) or 0))
            self.sheet.write_formula(self.row, 8, f"={this}-{last}", self.formats("centre", CHANGE), change)
        else:
            self.sheet.write_blank(self.row, 8, None, self.formats("centre"))
        self.sheet.write_blank(self.row, 9, None, self.formats("text"))
        self.row += 1

    def _label(self, title: Text, formula: Text, height: float) -> None:
        self.sheet.set_row(self.row, height)
        self.sheet.write_string(self.row, 0, title.show(self.language), self.formats("text"))
        self.sheet.write_string(self.row, 1, formula.show(self.language), self.formats("small"))

    def _figures(self, line: Line | None, at: int, name: str, is_share: bool) -> None:
        if line is None:
            for blank in range(at, at + 3):
                self.sheet.write_string(self.row, blank, NOT_KNOWN, self.formats("centre"))
            return
        share, column = line.measured.shares[name], self.where.over(name)
        self.sheet.write_formula(self.row, at, f"={self.where.cell(line.year, column)}", self.formats("centre", COUNT), float(share.over or 0))
        if is_share:
            self.sheet.write_formula(self.row, at + 1, f"={self.where.cell(line.year, column + 1)}", self.formats("centre", COUNT), float(share.under or 0))
            over, under = xl_rowcol_to_cell(self.row, at), xl_rowcol_to_cell(self.row, at + 1)
            value = share.value
            self.sheet.write_formula(self.row, at + 2, f'=IF({under}>0,{over}/{under},"{NOT_KNOWN}")', self.formats("sum", SHARE), NOT_KNOWN if value is None else value)
        else:
            self.sheet.write_string(self.row, at + 1, "", self.formats("centre"))
            self.sheet.write_formula(self.row, at + 2, f"={xl_rowcol_to_cell(self.row, at)}", self.formats("sum", COUNT), float(share.over or 0))

    def _remark(self, note: Text, is_share: bool, is_few: bool) -> None:
        """The note, and before it that the cases are few: as a formula, which goes by the denominator."""
        words, few = note.show(self.language), _FEW.show(self.language)
        if not is_share:
            self.sheet.write_string(self.row, 9, words, self.formats("small"))
            return
        under = xl_rowcol_to_cell(self.row, 3)
        joint = "；" if words else ""
        formula = f'=IF(AND({under}>0,{under}<{FEW}),"{few}{joint}","")&"{words}"'
        self.sheet.write_formula(self.row, 9, formula, self.formats("small"), (few + joint if is_few else "") + words)


def _write_years(pen: _Pen, workbook: Any, found: Indicated) -> None:
    """A line a year, and the main shares as curves."""
    pen.across(_YEARS.show(pen.language), "heading", 24)
    shown = [one for one in INDICATORS if one.id not in ("refused", "unavailable")][:8]
    pen.sheet.set_row(pen.row, 32)
    heads = [Text("年度", "year"), Text("家数", "organs"), *(one.title for one in shown)]
    for at, title in enumerate(heads):
        pen.sheet.write_string(pen.row, at, title.show(pen.language), pen.formats("header_small"))
    pen.row += 1
    first = pen.row
    for line in reversed(found.whole):
        pen.sheet.write_number(pen.row, 0, line.year, pen.formats("centre"))
        pen.sheet.write_number(pen.row, 1, line.count, pen.formats("centre"))
        for at, one in enumerate(shown, 2):
            column, share = pen.where.over(one.id) + (2 if one.under else 0), line.measured.shares[one.id]
            value = share.value if one.under else float(share.over or 0)
            pen.sheet.write_formula(pen.row, at, f"={pen.where.cell(line.year, column)}", pen.formats("centre", SHARE if one.under else COUNT), NOT_KNOWN if value is None else value)
        pen.row += 1
    chart = workbook.add_chart({"type": "line"})
    name = pen.sheet.get_name()
    for number, one in enumerate(one for one in shown if one.id in ("disclosed", "carried", "disputed", "declined")):
        at = 2 + [shown_one.id for shown_one in shown].index(one.id)
        series = {"name": one.title.show(pen.language), "categories": [name, first, 0, pen.row - 1, 0], "values": [name, first, at, pen.row - 1, at]}
        chart.add_series({**series, "line": {"color": COLORS[number], "width": 2.25}, "marker": {"type": "circle", "size": 5, "fill": {"color": COLORS[number]}}})
    chart.set_y_axis({"num_format": "0%", "major_gridlines": {"visible": True, "line": {"color": "#E3E8EF"}}})
    chart.set_title({"name": _YEARS.show(pen.language), "name_font": {"size": 11}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 1180, "height": 260})
    pen.row += 1
    pen.sheet.insert_chart(pen.row, 0, chart)
    pen.row += 16


def _write_charts(pen: _Pen, workbook: Any, shares: tuple[int, int], reasons: tuple[int, int], first: int) -> None:
    """The shares of both years side by side, and the reasons."""
    name = pen.sheet.get_name()
    lines = [(pen.now, 4, 2), *([(pen.before, 7, 5)] if pen.before else [])]
    for kind, (top, bottom), labels, at, title in (
        ("column", shares, 0, 0, _CHARTED.show(pen.language)),
        ("bar", reasons, 1, 1, _REASONS.show(pen.language)),
    ):
        chart = workbook.add_chart({"type": kind})
        for number, (line, share, cases) in enumerate(lines):
            values = share if kind == "column" else cases
            chart.add_series(
                {
                    "name": _HEADS.fill(year=str(line.year)).show(pen.language),
                    "categories": [name, top, labels, bottom, labels],
                    "values": [name, top, values, bottom, values],
                    "fill": {"color": COLORS[number]},
                    "gap": 60,
                    "data_labels": {"value": True, "num_format": "0%" if kind == "column" else '0;-0;""', "font": {"size": 8}},
                }
            )
        axis = {"num_font": {"size": 9}, "major_gridlines": {"visible": True, "line": {"color": "#E3E8EF"}}}
        if kind == "column":
            chart.set_x_axis({"num_font": {"size": 9}})
            chart.set_y_axis({**axis, "num_format": "0%", "min": 0})
        else:
            chart.set_y_axis({"num_font": {"size": 8}, "reverse": True})
            chart.set_x_axis({**axis, "num_format": "0", "label_position": "low"})
        chart.set_title({"name": title, "name_font": {"size": 11}})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 585, "height": 480})
        pen.sheet.insert_chart(pen.row, 0, chart, {"x_offset": 600 * at})
    pen.row += 26
