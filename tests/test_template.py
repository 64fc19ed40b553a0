"""The template: every field has its cell, totals come from the rules' relations, and a clerk sees whether it adds up."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.archives import parts_of
from tests.office import computed_values, soffice
from xlplugin.errors import UsageError
from xlplugin.filing.cells import Place
from xlplugin.form import Form, Relation, editions, parse_form
from xlplugin.form.sheets import FINDINGS, FINDINGS_HEADER, FINDINGS_HIDDEN, GUIDE, HEADER_ROW, HOW_TO_EXPLAIN
from xlplugin.outputs.template.cover import FINDINGS_ROWS
from xlplugin.outputs.template.hand_out import FILE_NAME
from xlplugin.outputs.template.layout import layout, plans
from xlplugin.outputs.template.sums import Figures, sums
from xlplugin.outputs.template.template import named_places, write_template
from xlplugin.rules import catalogue

TEMPLATES = Path(__file__).parent.parent / "workbook_templates"
RULES = tuple(catalogue().values())
FORMS = list(editions().values())
by_edition = pytest.mark.parametrize("form", FORMS, ids=[form.edition for form in FORMS])


def build(form: Form, **contents: Mapping[str, object] | None) -> bytes:
    target = io.BytesIO()
    write_template(form, target, RULES, **contents)  # type: ignore[arg-type]
    return target.getvalue()


def opened(content: bytes, *, saved: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=saved)


@cache
def blank(edition: str) -> Workbook:
    return opened(build(editions()[edition]))


@cache
def third_edition() -> Form:
    """The form of 2021 with one more row, and one column renamed: nothing but its file is new."""
    text = (resources.files("xlplugin.form") / "editions" / "2021.toml").read_text("utf-8")
    row = '[[table.block.row]]\nid = "declined_abusive"\nlabel = "6.滥用申请权"\nshort = "不予处理·滥用申请权"\nen = "abusive"\ngroup = "declined"\n\n'
    before = '[[table.block.row_group]]\nid = "other"\n'
    renamed = text.replace('edition = "2021"', 'edition = "2027"').replace('label = "商业企业"', 'label = "经营主体"')
    assert renamed.count(before) == 1
    return parse_form(renamed.replace(before, row + before), "2027.toml")


def cell_at(book: Workbook, place: Place):  # type: ignore[no-untyped-def]
    return book[place.sheet][place.address]


def shapes() -> list[Form]:
    found = [*FORMS, third_edition()]
    for form in FORMS:
        for table in form.tables:
            for block in table.blocks:
                found += [form.with_alternative(table.id, block.id, alternative) for alternative in block.alternatives]
    return found


@pytest.mark.parametrize(("edition", "count"), [("2021", 200), ("2019", 198)])
def test_every_field_has_a_defined_name_that_points_at_its_cell(edition: str, count: int) -> None:
    form, book = editions()[edition], blank(edition)
    names = {name: defined.attr_text for name, defined in book.defined_names.items()}
    expected = {name: f"'{place.sheet}'!${place.address.rstrip('0123456789')}${place.row}" for name, place in named_places(form).items()}
    assert names == expected
    assert len(layout(form)) == count
    assert {"meta.organ", "meta.year", "meta.level", "meta.scope", "meta.edition", "text.overview"} <= names.keys()


@by_edition
def test_only_what_is_to_be_filled_in_is_unlocked(form: Form) -> None:
    book = blank(form.edition)
    computed = sums(form, RULES).computed
    unlocked = {
        Place(sheet.title, cell.row, cell.column)
        for sheet in book
        if sheet.title != FINDINGS
        for row in sheet.iter_rows()
        for cell in row
        if not isinstance(cell, openpyxl.cell.cell.MergedCell) and not cell.protection.locked
    }
    assert unlocked == {place for name, place in named_places(form).items() if name not in computed and name != "meta.edition"}
    assert all(sheet.protection.sheet and sheet.protection.password is None for sheet in book)
    assert all(not sheet.protection.formatCells and not sheet.protection.objects for sheet in book)


@by_edition
def test_every_cell_to_fill_in_has_an_alert_and_only_the_first_of_a_kind_a_prompt(form: Form) -> None:
    book, computed = blank(form.edition), sums(form, RULES).computed
    expected = {"count": ("whole", "greaterThanOrEqual"), "amount": ("decimal", "greaterThanOrEqual"), "signed_count": ("whole", None)}
    prompted: list[tuple[str, str]] = []
    for name, place in layout(form).items():
        found = [rule for rule in book[place.sheet].data_validations.dataValidation if place.address in rule.sqref]
        if name in computed:
            assert not found
            continue
        (rule,) = found
        kind = form.fields[name].kind
        assert (rule.type, rule.operator) == expected[kind]
        assert rule.error
        assert rule.showErrorMessage
        assert bool(rule.showInputMessage) is ((place.sheet, kind) not in prompted), name
        if rule.showInputMessage:
            prompted.append((place.sheet, kind))
            assert 0 < len(rule.prompt) <= 16  # it lies over the cells below


@by_edition
def test_totals_are_sums_a_clerk_can_read(form: Form) -> None:
    book, places = blank(form.edition), layout(form)
    first, last = places["requests.granted.natural_person"], places["requests.results_total.natural_person"]
    assert cell_at(book, last).value == f"=SUM(D{first.row}:D{last.row - 1})"
    assert cell_at(book, places["requests.received.total"]).value == "=SUM(D6:I6)"
    assert cell_at(book, places["requests.results_total.total"]).value == f"=SUM(D{last.row}:I{last.row})"
    assert cell_at(book, places["review.litigation_direct.total"]).value == "=SUM(F6:I6)"


@pytest.mark.slow
@pytest.mark.parametrize("form", shapes(), ids=lambda form: form.key)
def test_any_form_is_laid_out_without_overlap_and_in_its_own_words(form: Form) -> None:
    for plan in plans(form):
        taken = [
            (row, column)
            for box in [*(p.box for p in plan.printed), *plan.boxes.values()]
            for row in range(box.top, box.bottom + 1)
            for column in range(box.left, box.right + 1)
        ]
        assert len(taken) == len(set(taken))
        assert set(taken) == {(row, column) for row in range(3, plan.last_row + 1) for column in range(1, plan.width + 1)}
    book = opened(build(form))
    assert set(named_places(form)) == set(book.defined_names)
    for table in form.tables:
        shown = {cell.value for row in book[table.sheet].iter_rows() for cell in row}
        labels = [line.label for block in table.blocks for line in (*block.rows, *block.columns)]
        labels += [group.label for block in table.blocks for group in block.row_groups]
        assert {label.official for label in labels} <= shown
    added = "requests.declined_abusive.company"
    if added in form.fields:
        assert cell_at(book, layout(form)["requests.results_total.company"]).value == "=SUM(E8:E29)"


def test_the_official_header_is_merged_as_on_the_form() -> None:
    merged = {str(area) for area in blank("2021")["三、申请办理"].merged_cells.ranges}
    assert {"A3:C5", "D3:J3", "D4:D5", "E4:I4", "J4:J5", "A6:C6", "A8:A29", "B8:C8", "B10:B17"} <= merged
    merged = {str(area) for area in blank("2021")["四、复议诉讼"].merged_cells.ranges}
    assert {"A3:E4", "F3:O3", "F4:J4", "K4:O4"} <= merged
    merged = {str(area) for area in blank("2021")["二、主动公开"].merged_cells.ranges}
    assert {"A3:D3", "B9:D9", "B16:D16"} <= merged
    merged = {str(area) for area in blank("2019")["二、主动公开"].merged_cells.ranges}
    assert {"C16:D16", "C17:D17"} <= merged


def live_lines(book: Workbook, sheet: str) -> dict[str, list[object]]:
    """What stands right of each label under the form."""
    rows = book[sheet].iter_rows(min_row=30 if sheet.startswith("三") else 7, values_only=True)
    return {str(row[0]): [value for value in row[1:] if value is not None] for row in rows if row[0] is not None}


def check_line(book: Workbook) -> list[object]:
    """What stands above the columns of the requests, in sight while typing."""
    sheet = book["三、申请办理"]
    assert sheet.freeze_panes == "D6"
    return [sheet.cell(2, column).value for column in range(4, 11)]


@pytest.mark.parametrize(
    ("values", "natural_person"),
    [
        ({}, "未填完"),
        ({"received": 14}, "未填完"),
        ({"received": 14, "carried_in": 0, "granted": 9}, "未填完"),
        ({"received": 14, "carried_in": 0, "granted": 15}, "左 14 ≠ 右 15，差 1"),  # no blank can mend that
        ({"received": 3, "granted": 15}, "未填完"),  # 上年结转 is still to come
    ],
)
def test_a_column_is_red_only_when_it_is_filled_or_cannot_balance_any_more(values: dict[str, object], natural_person: str) -> None:
    entered: dict[str, object] = {f"requests.{row}.natural_person": value for row, value in values.items()}
    book = opened(build(editions()["2021"], values=entered), saved=True)
    assert check_line(book) == [natural_person, *["未填完"] * 6]
    assert [row[1].value for row in book["封面"]["A17:C20"] if row[0].value in ("三、申请办理", "四、复议诉讼")] == [
        "不平，见表上方和表下的红字" if natural_person[0] == "左" else "未填完",
        "未填完",
    ]


def test_a_filled_column_tells_both_sides_and_a_full_form_is_even() -> None:
    values: dict[str, object] = dict.fromkeys(editions()["2021"].fields, 0)
    even = opened(build(editions()["2021"], values=values), saved=True)
    assert check_line(even) == ["√ 平"] * 7
    assert [row[1].value for row in even["封面"]["A17:C20"] if row[0].value in ("三、申请办理", "四、复议诉讼")] == ["√ 平"] * 2
    wrong = opened(build(editions()["2021"], values=values | {"requests.received.natural_person": 14, "requests.granted.natural_person": 9}), saved=True)
    assert check_line(wrong) == ["左 14 ≠ 右 9，差 5", *["√ 平"] * 5, "左 14 ≠ 右 9，差 5"]


def test_a_broken_balance_shows_its_difference_under_its_column() -> None:
    values: dict[str, object] = dict.fromkeys(editions()["2021"].fields, 0)
    values |= {"requests.other_other.other": 6, "requests.carried_in.company": "/", "requests.carried_in.research": None}
    book = opened(build(editions()["2021"], values=values), saved=True)
    lines = live_lines(book, "三、申请办理")
    assert check_line(book) == ["√ 平", "未填完", "未填完", "√ 平", "√ 平", "左 0 ≠ 右 6，差 6", "未填完"]
    assert lines["自动合计：总计＝各分项之和"] == ["未填完"]
    assert lines["填写情况"] == ["1 格不是数字，没有计入合计"]
    assert live_lines(book, "四、复议诉讼")["填写情况"] == ["√ 已填完"]
    shown = [[cell.value for cell in row] for row in book["封面"]["A17:C20"]]
    assert [row[1] for row in shown if row[0] == "三、申请办理"] == ["不平，见表上方和表下的红字"]


def test_a_total_typed_over_is_counted_and_a_saved_result_is_right() -> None:
    form = editions()["2021"]
    values = {
        "requests.received.natural_person": 15,
        "requests.granted.natural_person": 9,
        "proactive.fees.amount": Decimal("43.788"),
        "requests.received.total": 99,
    }
    book = opened(build(form, values=values, typed={"requests.granted.total": 7, "review.reconsideration.total": None}), saved=True)
    places = layout(form)
    saved = {name: cell_at(book, place).value for name, place in places.items() if cell_at(book, place).value not in (None, 0)}
    assert saved == {
        "requests.received.natural_person": 15,
        "requests.received.total": 15,
        "requests.granted.natural_person": 9,
        "requests.granted.total": 7,
        "requests.results_total.natural_person": 9,
        "requests.results_total.total": 9,
        "proactive.fees.amount": 43.788,
    }
    assert cell_at(book, places["review.reconsideration.total"]).value is None
    assert live_lines(book, "三、申请办理")["自动合计：总计＝各分项之和"] == ["有 1 处总计与分项之和不符，见红色格"]
    assert live_lines(book, "四、复议诉讼")["填写情况"] == ["尚有 12 格未填"]


@pytest.mark.slow
@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_a_spreadsheet_program_computes_what_is_saved(tmp_path: Path) -> None:
    form = editions()["2021"]
    values: dict[str, object] = {name: at % 4 for at, name in enumerate(form.fields)}
    values |= {
        "requests.carried_in.company": "/",
        "requests.carried_in.research": None,
        "requests.granted.other": "6",
        "proactive.fees.amount": Decimal("190.457379"),
    }
    cover = {"organ": "青塘镇人民政府", "year": 2023}
    contents = [
        build(form, values=values, cover=cover, typed={"requests.received.total": 3}),
        build(form, values=dict.fromkeys(form.fields, 0)),
        build(FORMS[-1]),
    ]
    paths = [tmp_path / f"{at}.xlsx" for at in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    for content, computed in zip(contents, computed_values(paths, tmp_path / "office"), strict=True):
        formulas = [(sheet.title, cell) for sheet in opened(content) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        saved = opened(content, saved=True)
        assert len(formulas) > 50
        assert {(name, cell.coordinate): computed.get((name, cell.row or 0, cell.column or 0)) for name, cell in formulas} == {
            (name, cell.coordinate): saved[name][cell.coordinate].value for name, cell in formulas
        }


def test_the_cells_of_a_broken_relation_are_reddened_by_a_condition() -> None:
    sheet = blank("2021")["三、申请办理"]
    found = {(str(area.sqref), rule.formula[0]) for area in sheet.conditional_formatting for rule in area.rules if rule.formula}
    difference = "ROUND(SUM($D$6:$D$7)-SUM($D$29:$D$30),6)"
    condition = f"OR(AND({difference}>0,COUNT($D$8:$D$28,$D$30)=22),AND({difference}<0,COUNT($D$6:$D$7)=2))"
    assert ("D6:D7 D29:D30", condition) in found
    assert ("J6", "ROUND(SUM($J$6)-SUM($D$6:$I$6),6)<>0") in found


def test_a_relation_of_one_edition_is_watched_where_it_holds() -> None:
    text = (resources.files("xlplugin.form") / "editions" / "2021.toml").read_text("utf-8")
    relation = '\n[[relation]]\nrule = "R01"\nequation = "proactive.licensing.decisions >= 2 * review.reconsideration.upheld + 1"\n'
    form = parse_form(text + relation, "own.toml")
    book = opened(build(form))
    (formula,) = live_lines(book, "二、主动公开")["勾稽：行政许可·本年处理决定数量≥2×行政复议·结果维持＋1"]
    difference = "ROUND(SUM(B9:D9)-2*SUM('四、复议诉讼'!A6)-1,6)"
    too_little = f"AND({difference}<0,COUNT(B9:D9)=1)"
    told = f'"左 "&ROUND(SUM(B9:D9),6)&" ＜ 右 "&ROUND(2*SUM(\'四、复议诉讼\'!A6)+1,6)&"，差 "&ABS({difference})'
    assert formula == f'=IF({too_little},{told},IF(COUNT(B9:D9,\'四、复议诉讼\'!A6)=2,"√ 平","未填完"))'


@pytest.mark.parametrize(
    ("entries", "is_broken"),
    [
        ({}, False),
        ({"requests.received.other": 6}, True),
        ({"requests.received.other": 6, "requests.refused_by_law.other": 6}, False),
        ({"requests.received.other": "6"}, False),
    ],
)
def test_figures_add_as_the_spreadsheet_does(entries: dict[str, object], is_broken: bool) -> None:
    form = editions()["2021"]
    figures = Figures(entries, sums(form, RULES).computed)
    balance = next(
        balance
        for balance in Relation("received + carried_in = results_total + carried_over", over="requests", each="column").balances(form)
        if balance.at.endswith(".other")
    )
    assert figures.is_broken(balance) is is_broken


def test_text_that_looks_like_a_formula_stays_text() -> None:
    hostile = ["=1+1", "@x", "+1", "-1", "{=1}", "http://example.org", "=cmd|' /C calc'!A0"]
    form = editions()["2021"]
    fields = [name for name in form.fields if not form.fields[name].row.total and not form.fields[name].column.total][: len(hostile)]
    cover, narrative = {"organ": "=1+1", "phone": "=2"}, {"overview": "=HYPERLINK(1)"}
    content = build(form, values=dict(zip(fields, hostile, strict=True)), cover=cover, narrative=narrative)
    book, places = opened(content), named_places(form)
    texts = dict(zip(fields, hostile, strict=True)) | {"meta.organ": "=1+1", "meta.phone": "=2", "text.overview": "=HYPERLINK(1)"}
    for name, text in texts.items():
        cell = cell_at(book, places[name])
        assert (cell.data_type, cell.value) == ("s", text)
    parts = zipfile.ZipFile(io.BytesIO(content))
    assert not [part for part in parts.namelist() if b"example.org" in parts.read(part) and "sharedStrings" not in part]


@pytest.mark.parametrize("contents", [{"values": {"no.such.field": 1}}, {"cover": {"color": 1}}, {"narrative": {"seventh": "x"}}])
def test_a_name_the_form_does_not_have_is_refused(contents: dict[str, Mapping[str, object]]) -> None:
    with pytest.raises(KeyError):
        build(editions()["2021"], **contents)


def test_a_text_too_long_for_a_cell_is_refused_and_not_cut() -> None:
    with pytest.raises(UsageError, match="does not fit"):
        build(editions()["2021"], narrative={"overview": "长" * 32_768})


def test_the_findings_sheet_is_empty_but_for_its_header_and_how_to_explain() -> None:
    sheet = blank("2021")[FINDINGS]
    assert sheet["A1"].value == HOW_TO_EXPLAIN
    assert [cell.value for cell in sheet[HEADER_ROW]] == list(FINDINGS_HEADER)
    assert all(cell.value is None for row in sheet.iter_rows(min_row=HEADER_ROW + 1) for cell in row)
    assert [sheet.cell(FINDINGS_ROWS + HEADER_ROW, column).protection.locked for column in range(1, 12)] == [
        name in ("严重程度", "应为", "项目", "指纹") for name in FINDINGS_HEADER
    ]
    letters = dict(zip(FINDINGS_HEADER, "ABCDEFGHIJK", strict=True))
    assert {name for name, letter in letters.items() if sheet.column_dimensions[letter].hidden} == FINDINGS_HIDDEN
    widths = [sheet.column_dimensions[letters[name]].width * 7 + 5 for name in ("严重程度", "位置", "问题（怎么改）", "情况说明")]
    assert sum(widths) < 1366 - 60, "what a clerk reads and writes is seen without scrolling"


def test_an_empty_row_offers_the_problems_that_may_be_explained() -> None:
    book = blank("2021")
    (choice,) = [rule for rule in book[FINDINGS].data_validations.dataValidation if rule.type == "list"]
    assert "C3" in choice.sqref and not choice.showErrorMessage
    sheet, area = choice.formula1.lstrip("=").rsplit("!", 1)
    listed = [cell.value for (cell,) in book[sheet.strip("'")][area.replace("$", "")]]
    assert "P08　" + catalogue()["P08"].title.zh in listed and not any(entry[:3] in ("R01", "R05", "B01") for entry in listed)


@by_edition
def test_the_guide_lists_the_rules_of_its_edition_as_they_are_declared(form: Form) -> None:
    rows = [row for row in blank(form.edition)[GUIDE].iter_rows(max_col=5, values_only=True) if row[0] in catalogue()]
    expected = [(r.id, r.severity.text.zh, r.title.zh, r.rationale.zh, r.mend.zh) for r in RULES if r.holds_for(form.edition)]
    assert rows == expected


def test_a_rebuild_gives_the_same_bytes() -> None:
    assert build(editions()["2021"]) == build(editions()["2021"])


@by_edition
def test_the_committed_template_is_current(form: Form) -> None:
    committed = TEMPLATES / FILE_NAME.format(edition=form.edition)
    assert parts_of(committed.read_bytes()) == parts_of(build(form)), "run scripts/build_templates.py"
