"""The slips: who gets one, what it asks for, how an office's own template is filled, and that nothing in a submission can break it."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import make_samples
import pytest
from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.shared import Cm, Pt, RGBColor
from hypothesis import given
from hypothesis import strategies as st

from tests.batches import InProcess, run_batch
from tests.filings import filing_of, filing_of_example
from tests.submissions import CONSISTENT, write_submission
from tests.written import write_slips
from xlplugin.checking.check import check
from xlplugin.checking.examples import report_of
from xlplugin.errors import UsageError
from xlplugin.filing.findings import Finding, Note, Report, Severity, Waiver
from xlplugin.filing.submissions import Submission
from xlplugin.outputs.file_names import safe_name, unique
from xlplugin.outputs.slips.contents import slip_of
from xlplugin.outputs.slips.fill import fill, read_template
from xlplugin.outputs.slips.items import Item, items_of, items_of_batch
from xlplugin.outputs.slips.placeholders import fit
from xlplugin.outputs.slips.template import FILE_NAME, built_slip_template, own_slip_template, slip_template, template_notes, write_slip_template
from xlplugin.review.review import Entry, Review, Rounds, State
from xlplugin.review.roster import Member
from xlplugin.rules import catalogue
from xlplugin.runs.store.results import Results
from xlplugin.text import LANGUAGES, Language, Text, same

pytestmark = pytest.mark.slow  # whole workbooks, many of them

ROOT = Path(__file__).parent.parent
STATE: dict[str, State] = {"clean": "accepted", "warning": "explain", "error": "return", "incomplete": "incomplete", "unreadable": "unreadable"}
HEADER = ["序号", "单元格", "章节", "行", "列", "现填", "问题", "修改要求", "期限"]
UNBALANCED = {**CONSISTENT, "requests.received.other": 6}
DOUBTFUL = {**CONSISTENT, "requests.granted.research": "/", "review.litigation_direct.upheld": None}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cff01f0005000201"
    "5d0ba4a80000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A run over four submissions: one with an error, one with doubts only, a clean one and one that is none."""
    folder = tmp_path_factory.mktemp("run")
    write_submission(_made(folder / "in") / "1.xlsx", UNBALANCED, organ="样例一镇人民政府")
    write_submission(folder / "in" / "2.xlsx", DOUBTFUL, organ="样例二镇人民政府")
    write_submission(folder / "in" / "3.xlsx", CONSISTENT, organ="样例三镇人民政府")
    (folder / "in" / "4.xlsx").write_bytes(b"no workbook at all")
    run_batch(folder / "in", str(folder / "out"), InProcess())
    return str(folder / "out")


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def review_of(results: Results, change: Callable[[Entry], Entry] = lambda entry: entry, findings: Sequence[Finding] = ()) -> Review:
    """A review of a run as it would be without a roster; `change` makes of each entry what a test needs."""
    entries = []
    for one in results.submissions():
        entries.append(change(Entry(one.named or Path(one.file).name, STATE[one.status], one.named_year, submissions=(one,))))
    return Review(tuple(entries), tuple(findings))


def written(out: str, folder: Path, language: Language = "zh", change: Callable[[Entry], Entry] = lambda entry: entry, findings: Sequence[Finding] = (), **options: Any) -> dict[str, Docx]:
    """The slips of a run by file name."""
    with Results(out) as results:
        return {path.name: Document(str(path)) for path in write_slips(results, review_of(results, change, findings), folder, language, **options)}


def text(document: Docx) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def rows(document: Docx) -> list[list[str]]:
    """The rows of the table of problems below its head, without the rows that name a group, and without the cell in large print: the small print ends with it."""
    found = [[cell.text for cell in row.cells] for row in document.tables[0].rows[1:] if len({id(cell._tc) for cell in row.cells}) > 1]
    assert all(len(row) != len(HEADER) or row[6].endswith(row[1]) for row in found)
    return [[*row[:1], *row[2:]] if len(row) == len(HEADER) else row for row in found]


def groups(document: Docx) -> list[str]:
    return [row.cells[0].text for row in document.tables[0].rows[1:] if len({id(cell._tc) for cell in row.cells}) == 1]


def item(problem: str = "问题", severity: Severity = Severity.ERROR, content: str = "1") -> Item:
    return Item(severity, same("三"), same("行名"), same("列名"), same(content), same(problem), same("要求"), "R01 I30")


def filled(template: bytes, *items: Item, hints: Sequence[str] = (), organ: str = "样例一镇人民政府", language: Language = "zh") -> Docx:
    """A template filled with some rows."""
    entry = Entry(organ, "return", 2023, submissions=(Submission("a.xlsx", organ, 2023, organ, status="error"),))
    slip = replace(slip_of(entry, Report("a.xlsx"), None, {}), groups=[(same("一、错误"), items)] if items else [], hints=[same(hint) for hint in hints])
    return Document(io.BytesIO(fill(read_template("own.docx", template), slip, language)))


def own_template(build: Callable[[Docx], object]) -> bytes:
    document = Document()
    build(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_table(document: Docx, *cells: str) -> Any:
    table = document.add_table(rows=2, cols=max(2, len(cells)))
    table.rows[0].cells[0].text = "表头"
    for cell, words in zip(table.rows[1].cells, cells or ("{{问题}}",), strict=False):
        cell.text = words
    return table


def test_only_organs_with_something_to_do_get_a_slip(out: str, tmp_path: Path) -> None:
    slips = written(out, tmp_path / "slips")
    assert list(slips) == ["样例一镇人民政府退回修改通知.docx", "样例二镇人民政府退回修改通知.docx", "4退回修改通知.docx"]
    assert sorted(path.name for path in (tmp_path / "slips").iterdir()) == sorted(slips)


@pytest.mark.parametrize("state", ["missing", "accepted"])
def test_an_organ_that_is_to_do_nothing_gets_none_whatever_its_file_holds(state: State, out: str, tmp_path: Path) -> None:
    assert written(out, tmp_path, change=lambda entry: replace(entry, state=state)) == {}


def test_the_newest_submission_is_the_one_that_is_answered(out: str, tmp_path: Path) -> None:
    def in_two_rounds(entry: Entry) -> Entry:
        older = Submission("older.xlsx", entry.organ, 2023, entry.organ, status="error", is_newest=False)
        newest = replace(entry.submissions[0], round=2)
        rounds = Rounds(mended=(("R01", "a"), ("R02", "b")), open=(), new=(("R03", "c"),))
        return replace(entry, submissions=(older, newest), rounds=rounds)

    slip = written(out, tmp_path, change=in_two_rounds)["样例一镇人民政府退回修改通知.docx"]
    assert "文件：1.xlsx" in text(slip) and "第2次报送" in text(slip)
    assert "与上次报送相比，问题已改正 2 处，新出现 1 处。" in text(slip)


def test_the_slip_says_what_is_wrong_where_and_what_to_do(out: str, tmp_path: Path) -> None:
    slip = written(out, tmp_path)["样例一镇人民政府退回修改通知.docx"]
    head, body = text(slip).split("附件：")
    assert head.startswith("政府信息公开工作年度报告退回修改通知\n样例一镇人民政府：\n你单位报送的2023年度政府信息公开工作年度报告（文件：1.xlsx）收悉。")
    assert "发现错误 2 处（须改正），现予退回修改。" in head
    assert [cell.text for cell in slip.tables[0].rows[0].cells] == HEADER
    assert groups(slip) == ["一、错误（须改正）"]
    assert rows(slip)[0] == [
        "1", "三、收到和处理政府信息公开申请情况", "整列", "其他", "本年新收 6\n上年结转 0\n办理总计 0\n结转下年 0",
        "“其他”列填有：本年新收 6，而办理总计和结转下年都是 0。\n依据：“其他”列勾稽不平：本年新收 6＋上年结转 0＝6，办理总计 0＋结转下年 0＝0，差 6。 R06\u00a0I29",
        catalogue()["R06"].mend.zh, "＿＿＿＿",
    ]  # fmt: skip
    assert "提示：能使各项平衡的改法太多" in body


def test_doubts_stand_in_a_group_of_their_own_and_ask_for_an_explanation(out: str, tmp_path: Path) -> None:
    late = Finding("B08", Severity.WARNING, Text("晚于截止日期 3 天报送。", "3 days late"), ask=Text("请说明原因。", "say why"))
    with Results(out) as results:
        file = next(result.file for result in results.submissions() if result.named == "样例二镇人民政府")
    alike = replace(late, rule="B07", fact=Text("文字雷同。", "alike"), ask=Text("请核对。", "check"), organ="样例九镇", files=("9.xlsx", file), others=("样例二镇人民政府",))
    named = replace(late, rule="B03", fact=same("名称相近"), organ="样例九镇", files=("9.xlsx",), others=("样例二镇人民政府",))
    found = [alike, named, replace(late, organ="样例一镇人民政府", files=("1.xlsx",)), replace(late, fact=same("别的单位"), organ="样例九镇", files=("9.xlsx",))]
    slips = written(out, tmp_path, findings=found)
    both, doubts = slips["样例一镇人民政府退回修改通知.docx"], slips["样例二镇人民政府退回修改通知.docx"]
    assert groups(both) == ["一、错误（须改正）", "二、疑点（请核实说明）"]
    assert rows(both)[-1][0] == "3" and rows(both)[-1][5].startswith("晚于截止日期 3 天报送。 B08") and "别的单位" not in str(rows(both))
    assert "发现错误 2 处（须改正）、疑点 1 处（须核实说明），现予退回修改。" in text(both)
    assert groups(doubts) == ["一、疑点（请核实说明）"]
    assert all(row[6].startswith("请核实说明：") for row in rows(doubts)) and not rows(both)[0][6].startswith("请核实说明：")
    assert "未发现须改正的错误，有疑点 3 处须核实说明，现予退回核实。" in text(doubts)
    assert [(row[3], row[4]) for row in rows(doubts)] == [("科研机构", "/"), ("结果维持", "空白"), ("—", "—")]
    assert rows(doubts)[2][5] == "文字雷同。 B07"


def test_an_unreadable_file_is_told_to_its_sender(out: str, tmp_path: Path) -> None:
    slip = written(out, tmp_path)["4退回修改通知.docx"]
    assert "报送单位（4.xlsx）：\n你单位报送的＿＿＿＿年度" in text(slip)
    assert "报送的文件无法读取，未能审核，现予退回，请重新报送。" in text(slip)
    [row] = rows(slip)
    assert row[5].startswith("不是电子表格文件") and row[6] == "请用 Excel 或 WPS 另存为 .xlsx 后重新报送。"


@pytest.mark.parametrize(
    ("of_roster", "given_one", "line", "cell"),
    [
        (None, None, "请于＿＿＿＿年＿＿月＿＿日前", "＿＿＿＿"),
        (dt.date(2024, 1, 31), None, "请于2024年1月31日前", "1月31日"),
        (None, dt.date(2024, 2, 9), "请于2024年2月9日前", "2月9日"),
        (dt.date(2024, 1, 31), dt.date(2024, 2, 9), "请于2024年2月9日前", "2月9日"),
    ],
)
def test_the_deadline_is_the_one_given_else_the_rosters_else_open(of_roster: dt.date | None, given_one: dt.date | None, line: str, cell: str, out: str, tmp_path: Path) -> None:
    member = Member("样例一镇人民政府", parent="样例县人民政府办公室", deadline=of_roster)
    slip = written(out, tmp_path, change=lambda entry: replace(entry, member=member), deadline=given_one)["样例一镇人民政府退回修改通知.docx"]
    assert line in text(slip) and "样例县人民政府办公室" in text(slip)
    assert {row[7] for row in rows(slip)} == {cell}


def test_the_rules_id_is_small_and_grey(out: str, tmp_path: Path) -> None:
    slip = written(out, tmp_path)["样例一镇人民政府退回修改通知.docx"]
    *_, mark = slip.tables[0].rows[2].cells[6].paragraphs[0].runs
    assert mark.text == "R06\u00a0I29" and mark.style is not None
    assert mark.style.font.size == Pt(7) and mark.style.font.color.rgb == RGBColor(0x8C, 0x8C, 0x8C)


def test_a_total_is_said_to_be_its_sum_and_no_other_figure_is_named_because_it_fits() -> None:
    wrong_sum = filing_of({"requests.received.natural_person": 15, "requests.received.total": 14, "requests.granted.natural_person": 15, "requests.granted.total": 15,
                           "requests.results_total.natural_person": 15, "requests.results_total.total": 15})  # fmt: skip
    unbalanced = filing_of({"requests.received.other": 6, "requests.received.total": 6, "requests.carried_over.other": 5, "requests.carried_over.total": 5})
    [sums] = [one for one in items_of(check([wrong_sum])[0], wrong_sum, catalogue()) if one.mark.startswith("R03")]
    assert "合计应为 15" in sums.request.zh and "the total is 15" in sums.request.en
    fits = [one for one in items_of(check([unbalanced])[0], unbalanced, catalogue()) if one.mark.startswith("R01")]
    assert len(fits) == 2 and not any("应为" in one.request.zh or "6" in one.request.zh for one in fits)


def test_last_years_figure_is_not_said_to_be_this_years_sum() -> None:
    """Y01 is about a total and one of its parts, too, but expects what last year's report has."""
    rule = catalogue()["Y01"]
    for example in rule.examples:
        filing = filing_of_example(example)
        assert not any("合计应为" in one.request.zh for one in items_of(report_of(rule, example), filing, catalogue()))


def test_rows_follow_the_form_and_what_is_waived_or_only_worth_a_look_is_left_out() -> None:
    filing = filing_of({"review.reconsideration.upheld": None, "requests.received.other": 6, "proactive.penalties.decisions": "12件"}, organ="样例一镇")
    report = check([filing])[0]
    items = items_of(report, filing, catalogue())
    order = list(dict.fromkeys(one.section.zh[0] for one in items))
    assert order == ["二", "三", "四"]
    assert {one.severity for one in items} == {Severity.ERROR, Severity.WARNING}
    info = replace(report, findings=tuple(replace(finding, severity=Severity.INFO) for finding in report.findings))
    assert items_of(info, filing, catalogue()) == []
    waived = replace(report, findings=tuple(replace(finding, waived=Waiver("released", "王某，属实，2024-01-20")) for finding in report.findings))
    assert items_of(waived, filing, catalogue()) == []
    late = Finding("B08", Severity.WARNING, same("迟报"), waived=Waiver("explained", "停电"))
    assert items_of_batch([late, replace(late, waived=None, severity=Severity.INFO)], None, {}) == []


@pytest.mark.parametrize("rule", [rule for rule in catalogue().values() if rule.examples], ids=lambda rule: rule.id)
def test_every_rules_example_makes_rows_without_ids_and_formulas(rule: Any) -> None:
    """Every finding of a rule's own examples, as an error of the office's."""
    for example in rule.examples:
        filing = filing_of_example(example)
        report = report_of(rule, example)
        report = replace(report, findings=tuple(replace(finding, severity=Severity.ERROR) for finding in report.findings))
        items = [one for one in items_of(report, filing, catalogue()) if one.severity is not None]
        assert len(items) == len(report.problems)
        for one in items:
            for language in LANGUAGES:
                words = [part.show(language) for part in (one.section, one.row, one.column, one.actual, one.problem, one.request)]
                assert all(words) and not any(f"({rule.id})" in part or "=SUM" in part for part in words), words
            assert not one.problem.zh.startswith(f"「{one.section.zh}」") or one.problem.zh.partition("」")[2].startswith("的")
            assert one.mark.startswith(rule.id)


def test_a_unit_rule_without_words_of_its_own_still_asks_for_something() -> None:
    [one] = items_of_batch([Finding("U01", Severity.ERROR, Text("超出范围。", "out of range"), ask=Text("请核对。", "check it"))], None, {})
    assert (one.problem.zh, one.request.zh) == ("超出范围。", "请核对。") and one.request.en


def test_a_quotation_is_not_taken_for_what_to_do() -> None:
    [one] = items_of_batch([Finding("N01", Severity.ERROR, same("文中写“共 3 件。请看附件”，表中 2 件。"))], None, {})
    assert one.problem.zh == "文中写“共 3 件。请看附件”，表中 2 件。"


def test_an_answers_lapse_is_a_hint_without_the_rules_id() -> None:
    note = Note(
        Text("R08（三、申请办理!I30）的情况说明“x”已失效。", "the explanation for R08 (三、申请办理!I30), “x”, has lapsed"),
        Text("三、申请办理!I30 的情况说明“x”已失效。", "the explanation for 三、申请办理!I30, “x”, has lapsed"),
    )
    slip = slip_of(Entry("甲", "return"), Report("a.xlsx", notes=(note,)), None, {})
    assert [hint.zh for hint in slip.hints] == ["三、申请办理!I30 的情况说明“x”已失效。"] and "R08" not in slip.hints[0].en


def test_every_sample_with_faults_gets_a_slip_with_a_row_for_each(tmp_path: Path) -> None:
    make_samples.main(tmp_path / "in")
    run_batch(tmp_path / "in", str(tmp_path / "out"), InProcess())
    with Results(str(tmp_path / "out")) as results:
        counts = [result.errors + result.warnings + (len(result.coverage.unread) if result.coverage else 0) for result in results.submissions() if result.status != "clean"]
    slips = written(str(tmp_path / "out"), tmp_path / "slips")
    assert [len(rows(slip)) for slip in slips.values()] == counts and len(counts) > 20
    assert all("{{" not in paragraph.text for slip in slips.values() for paragraph in slip.paragraphs)


def test_two_runs_give_the_same_bytes(out: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        written(out, tmp_path / name)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
        with zipfile.ZipFile(path) as package:
            assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_slip_that_cannot_be_written_costs_no_other(out: str, tmp_path: Path) -> None:
    (tmp_path / "样例一镇人民政府退回修改通知.docx").mkdir()
    with pytest.raises(UsageError, match="1 slip"):
        written(out, tmp_path)
    assert (tmp_path / "样例二镇人民政府退回修改通知.docx").is_file() and (tmp_path / "4退回修改通知.docx").is_file()


def test_organs_of_one_name_do_not_overwrite_each_other(out: str, tmp_path: Path) -> None:
    slips = written(out, tmp_path, change=lambda entry: replace(entry, organ="../甲:乙", member=Member("甲")))
    assert list(slips) == ["_甲_乙退回修改通知.docx", "_甲_乙 (2)退回修改通知.docx", "_甲_乙 (3)退回修改通知.docx"]


@pytest.mark.parametrize(
    ("organ", "name"),
    [
        ("样例一镇人民政府", "样例一镇人民政府"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\\b:c*d?e\"f<g>h|i", "a_b_c_d_e_f_g_h_i"),
        ("con", "_con"),
        ("Lpt1.镇", "_Lpt1.镇"),
        ("CONSOLE", "CONSOLE"),
        ("甲\x00\n\u202e\ud800乙", "甲乙"),
        (" 甲　 乙. . ", "甲 乙"),
        ("", "_"),
        ("...", "_"),
        ("镇" * 300, "镇" * 50),
    ],
)
def test_an_organs_name_becomes_a_name_that_every_system_takes(organ: str, name: str) -> None:
    assert safe_name(organ) == name


@given(st.text(st.characters(), max_size=80), st.lists(st.sampled_from(["A", "a", "b"]), max_size=5))
def test_no_name_can_lead_elsewhere_or_be_taken_twice(organ: str, names: list[str]) -> None:
    name = safe_name(organ)
    assert name and name == name.strip(" .") and not set(name) & set('<>:"/\\|?*\0\n') and len(name.encode()) <= 151
    taken: set[str] = set()
    assert len({unique(one, taken).casefold() for one in names}) == len(names)


HOSTILE = ["a\x00b\x0bc", "\ud800", "\u202e反", "{{单位}}", "<w:p>&amp;", "_x0041_", "1\n2\r\n3", "=1+1", "￾", "]]>"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_in_a_submission_can_break_a_slip_or_fill_a_placeholder(hostile: str) -> None:
    document = filled(slip_template("zh"), item(hostile, content=hostile), hints=[hostile], organ=hostile)
    [row] = rows(document)
    assert row[5] == f"{fit(hostile)} R01 I30" and row[4] == fit(hostile)
    assert document.paragraphs[1].text == f"{fit(hostile)}："
    written = "".join(paragraph.text for paragraph in document.paragraphs) + row[4]
    assert not [mark for mark in written if mark != "\n" and unicodedata.category(mark) in ("Cc", "Cf", "Cs")]


@given(st.text(st.characters(), max_size=40))
def test_any_text_fits_and_keeps_what_can_be_seen(words: str) -> None:
    kept = fit(words)
    parse_xml(f"<a>{kept.replace('&', '&amp;').replace('<', '&lt;')}</a>")
    assert fit(kept) == kept
    assert [mark for mark in kept if mark.isalnum()] == [mark for mark in words if mark.isalnum()] or "_x000" in words.lower()


def test_the_template_that_comes_along_is_the_one_that_is_built(tmp_path: Path) -> None:
    write_slip_template(tmp_path / "now.docx")
    with zipfile.ZipFile(tmp_path / "now.docx") as now, zipfile.ZipFile(ROOT / "workbook_templates" / FILE_NAME) as kept:
        assert {name: now.read(name) for name in now.namelist()} == {name: kept.read(name) for name in kept.namelist()}
    assert built_slip_template("zh").content == (ROOT / "workbook_templates" / FILE_NAME).read_bytes()
    assert slip_template("zh") == slip_template("zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_is_a_letter_and_a_table_across_on_a4_that_is_ours_alone(language: Language) -> None:
    document = Document(io.BytesIO(slip_template(language)))
    letter, table = document.sections
    assert [round(size.cm, 1) for size in (letter.page_width, letter.page_height, table.page_width, table.page_height) if size] == [21.0, 29.7, 29.7, 21.0]
    assert table.orientation == WD_ORIENT.LANDSCAPE
    head = document.tables[0].rows[0]
    assert head._tr.trPr is not None and head._tr.trPr.xpath("w:tblHeader")
    assert (document.core_properties.author, document.core_properties.last_modified_by, document.core_properties.comments) == ("xlplugin", "", "")
    assert read_template("t", slip_template(language)).unknown == ()


def test_a_slip_in_english_is_english(out: str, tmp_path: Path) -> None:
    slip = written(out, tmp_path, "en", deadline=dt.date(2024, 1, 31))["样例一镇人民政府 - notice of return.docx"]
    assert "To: 样例一镇人民政府" in text(slip) and "it holds 2 errors (to be corrected), and is returned for correction." in text(slip)
    assert "no later than 31 January 2024." in text(slip) and "Hint: " in text(slip)
    assert groups(slip) == ["1. Errors (to be corrected)"]
    assert rows(slip)[0][2] == "the whole column" and rows(slip)[0][6] == catalogue()["R06"].mend.en


def _split(document: Docx) -> None:
    paragraph = document.add_paragraph("致")
    for words, size in (("{", 9), ("{单", 20), ("位}", 9), ("}，", 9)):
        paragraph.add_run(words).font.size = Pt(size)
    with_table(document)


def test_a_placeholder_is_found_however_word_has_cut_it_up_and_keeps_its_font() -> None:
    document = filled(own_template(_split), item())
    paragraph = document.paragraphs[0]
    assert paragraph.text == "致样例一镇人民政府，"
    [run] = [run for run in paragraph.runs if "样例" in run.text]
    assert run.font.size == Pt(9)


def test_an_offices_template_is_filled_wherever_it_has_placeholders() -> None:
    def build(document: Docx) -> None:
        document.add_paragraph("｛｛ 单位 ｝｝ {{organ}} {{year}}")
        document.sections[0].header.paragraphs[0].text = "{{单位}}"
        document.sections[0].footer.paragraphs[0].text = "{{错误数}}"
        document.add_picture(io.BytesIO(PNG), Cm(1))
        box = '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:pict><w:txbxContent><w:p><w:r><w:t>{{文件}}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>'
        document.add_paragraph("框：{{年度}}")._p.append(parse_xml(box))
        with_table(document, "{{序号}}", "{{问题}}（{{期限}}）", "{{rule}}")

    document = filled(own_template(build), item("甲"), item("乙"))
    assert document.paragraphs[0].text == "样例一镇人民政府 样例一镇人民政府 2023"
    assert document.sections[0].header.paragraphs[0].text == "样例一镇人民政府"
    assert document.sections[0].footer.paragraphs[0].text == "0"
    assert [node.text for node in document.element.body.iter("{*}t") if node.text in ("a.xlsx", "框：2023")] == ["框：2023", "a.xlsx"]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [["表头", "", ""], ["1", "甲（＿＿＿＿）", "R01 I30"], ["2", "乙（＿＿＿＿）", "R01 I30"]]
    assert len(document.inline_shapes) == 1 and any(part.blob == PNG for part in document.part.package.iter_parts())


def test_what_the_program_does_not_know_is_left_and_told() -> None:
    def build(document: Docx) -> None:
        document.add_paragraph("{{单位}} {{局长}} {{ 文号 }}")
        with_table(document)

    template = read_template("本局.docx", own_template(build))
    assert template.unknown == ("局长", "文号")
    assert [note.zh for note in template_notes(template)] == ["通知模板 本局.docx 中有不认识的占位符，已原样保留：{{局长}}、{{文号}}。"]
    assert filled(own_template(build), item()).paragraphs[0].text == "样例一镇人民政府 {{局长}} {{ 文号 }}"
    assert template_notes(built_slip_template("zh")) == ()


@pytest.mark.parametrize("hints", [[], ["甲"], ["甲", "乙"]])
def test_the_paragraph_of_hints_is_repeated_for_each_and_gone_where_there_are_none(hints: list[str]) -> None:
    def build(document: Docx) -> None:
        document.add_paragraph("前")
        document.add_paragraph("提示——{{提示}}")
        document.add_paragraph("后")
        table = with_table(document)
        table.rows[0].cells[1].text = "{{hint}}"

    document = filled(own_template(build), item(), hints=hints)
    assert [paragraph.text for paragraph in document.paragraphs] == ["前", *(f"提示——{hint}" for hint in hints), "后"]
    assert document.tables[0].rows[0].cells[1].text == "\n".join(hints)
    assert all(cell.paragraphs for row in document.tables[0].rows for cell in row.cells), "Word takes a cell without a paragraph for damage"


def test_a_paragraph_that_ends_a_page_stays_even_where_it_has_no_hint_to_hold() -> None:
    def build(document: Docx) -> None:
        document.add_paragraph("{{提示}}")
        document.add_section()
        with_table(document)

    assert len(filled(own_template(build), item()).sections) == 2


def _bare(*cells: str) -> bytes:
    return own_template(lambda document: with_table(document, *cells))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "不是 Word 文档", id="empty"),
        pytest.param(b"PK\x03\x04 but no more", "不是 Word 文档", id="torn"),
        pytest.param(own_template(lambda document: None), "没有审核意见表", id="no table"),
        pytest.param(_bare("{{序号}}"), "没有审核意见表", id="a table without problems"),
        pytest.param(own_template(lambda document: document.add_paragraph("{{问题}}")), "没有审核意见表", id="a problem outside a table"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused_before_anything_is_written(content: bytes, words: str, out: str, tmp_path: Path) -> None:
    path = tmp_path / "本局.docx"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        written(out, tmp_path / "slips", template=path)
    assert words in caught.value.text.zh and "本局.docx" in caught.value.text.zh
    assert not (tmp_path / "slips").exists()


def test_a_template_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read the template"):
        own_slip_template(tmp_path / "nowhere.docx")
