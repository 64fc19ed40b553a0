"""The open workbook: the session's contract, against a real LibreOffice Calc."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings

from tests.calc_host import calc, missing
from xlplugin.addin.commands import (
    COMMANDS,
    Answer,
    fill_blanks,
    fill_totals,
    import_prior,
    next_problem,
    normalise_numbers,
    previous_problem,
    restore_formulas,
)
from xlplugin.errors import HostError, HostSilentError, NoFormError, UsageError
from xlplugin.filing.cells import Place
from xlplugin.filing.findings import Report
from xlplugin.form import editions
from xlplugin.form.sheets import FINDINGS, RECORD
from xlplugin.live.calc.office import running_offices
from xlplugin.live.calc_engine import Engine, _register
from xlplugin.live.calc_host import CalcHost
from xlplugin.live.connect import open_session, plain_error
from xlplugin.live.record import SEPARATOR
from xlplugin.live.session import Session
from xlplugin.outputs.template.layout import layout
from xlplugin.outputs.template.template import write_template
from xlplugin.rules import catalogue
from xlplugin.runs.run import check_files
from xlplugin.text import Text

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))
import make_samples

pytestmark = [pytest.mark.slow, pytest.mark.skipif(missing() is not None, reason=f"{missing()}; CI installs it")]
__all__ = ["calc"]
FORM = editions()["2021"]
FIGURES = dict.fromkeys(FORM.fields, 0) | {"requests.received.natural_person": 5, "requests.granted.natural_person": 5}
COVER = {"organ": "样例一镇", "year": 2023, "level": "乡镇"}


def yes(question: Text) -> bool:
    return True


def no(question: Text) -> bool:
    return False


def remembering(questions: list[str]) -> Callable[[Text], bool]:
    """Agrees to every question and keeps it."""

    def ask(question: Text) -> bool:
        questions.append(question.zh)
        return True

    return ask


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("samples")
    make_samples.main(folder)
    return sorted(folder.rglob("*.xlsx"))


Open = Callable[..., Session]


@pytest.fixture
def opened(calc: Engine, tmp_path: Path) -> Iterator[Open]:
    """Opens a workbook made of figures, or a copy of a file, in Calc; all are closed afterwards."""

    _register(calc)  # a test of another office may have made that one xlwings' active engine

    def open_it(values: dict[str, object] | None = None, *, file: Path | None = None, name: str = "年报.xlsx") -> Session:
        path = tmp_path / name
        if file is not None:
            shutil.copy(file, path)
        else:
            write_template(FORM, path, catalogue().values(), values={**FIGURES, **(values or {})}, cover=COVER)
        return Session(xlwings.App(impl=calc.app).books.open(str(path)), CalcHost())

    yield open_it
    for book in list(calc.app.books):
        book.close()


def everything(book: Any) -> dict[str, object]:
    """What a clear must bring back: of each sheet its formulas, values, notes, fills, protection and visibility."""
    cells = [(row, column) for row in range(1, 45) for column in range(1, 18)]
    return {
        sheet.name: (sheet.visible, sheet.impl.is_protected, sheet.impl.read_notes(), sheet.impl.read_fills(cells), sheet.range((1, 1), (60, 18)).formula)
        for sheet in book.sheets
    }


def cell(session: Session, field: str) -> Any:
    place = layout(FORM)[field]
    return session.book.sheets[place.sheet].range((place.row, place.column))


def at(place: Place) -> tuple[int, int]:
    return place.row, place.column


BROKEN: dict[str, object] = {"requests.received.natural_person": 6, "review.reconsideration.upheld": -1, "proactive.fees.amount": "三万元"}


def told(report: Report) -> list[tuple[str, str | None, str, object, object]]:
    """A report's findings without what headless and live may tell apart: saved values are always fresh in an open workbook."""
    return [(finding.rule, finding.field, finding.message.zh, finding.actual, finding.expected) for finding in report.findings if finding.rule not in ("W01", "W02")]


def test_headless_and_live_find_the_same_in_every_sample(opened: Open, samples: list[Path]) -> None:
    different = {}
    for number, path in enumerate(samples):
        session = opened(file=path, name=f"{number}{path.name}")
        headless = check_files([path])[0]
        filing, live = session.check()
        assert headless.coverage is not None
        saved = {name: None for cause in headless.coverage.unread if cause.is_saved for name in cause.fields}  # an open sheet has no saved values
        if told(live) != told(headless) or filing.values != {**headless.values, **saved}:
            different[path.name] = [entry for entry in (*told(live), *told(headless)) if (entry in told(live)) != (entry in told(headless))]
        session.book.close()
    assert not different


def test_validating_marks_the_wrong_cells_and_lists_them(opened: Open) -> None:
    session = opened(BROKEN)
    outcome = session.validate()
    assert outcome.report.status == "error" and not outcome.unmarked
    sheet = session.book.sheets["四、复议诉讼"]
    place = layout(FORM)["review.reconsideration.upheld"]
    message = next(finding.message.zh for finding in outcome.report.findings if finding.rule == "C06")
    assert message in sheet.impl.read_notes()[at(place)]
    assert sheet.impl.read_fills([at(place)]) == {at(place): "FFC7CE"}
    count = len(outcome.report.problems) + len(outcome.report.suspects)
    rows = session.book.sheets[FINDINGS].range((3, 1), (2 + count, 11)).options(ndim=2).value
    told = [row for row in rows if row[8]]
    assert [row[8] for row in told] == [problem.finding.rule for problem in outcome.report.problems]
    assert all(problem.finding.message.zh in row[2] for row, problem in zip(told, outcome.report.problems, strict=True))
    assert str(outcome.summary.zh).startswith(f"{sum(row[0].startswith('错误') for row in rows)} 处错误")


def test_clearing_brings_everything_back(opened: Open) -> None:
    session = opened(BROKEN)
    before = everything(session.book)
    session.validate()
    assert everything(session.book) != before
    assert session.clear()
    assert everything(session.book) == before


def test_an_own_workbook_is_marked_and_cleared_too(opened: Open, samples: list[Path]) -> None:
    session = opened(file=next(path for path in samples if path.parent.name == "自制表格" and "样例二镇" in path.name))
    before = everything(session.book)
    session.validate()
    assert FINDINGS in {sheet.name for sheet in session.book.sheets}
    session.clear()
    assert everything(session.book) == before


def test_validating_twice_leaves_no_trace_of_the_first_time(opened: Open) -> None:
    session = opened(BROKEN)
    session.validate()
    once = everything(session.book)
    session.validate()
    assert everything(session.book) == once


def test_a_mended_cell_loses_its_mark_and_the_others_keep_theirs(opened: Open) -> None:
    session = opened(BROKEN)
    session.validate()
    first = set(session.marked_places())
    mended = layout(FORM)["review.reconsideration.upheld"]
    session.type_in({mended: 0})
    session.validate()
    assert mended in first and mended not in session.marked_places()
    assert layout(FORM)["proactive.fees.amount"] in session.marked_places()
    assert at(mended) not in session.book.sheets[mended.sheet].impl.read_notes()


def test_a_users_own_note_and_fill_survive(opened: Open) -> None:
    session = opened(BROKEN)
    place = layout(FORM)["review.reconsideration.upheld"]
    sheet = session.book.sheets[place.sheet]
    with session.host.writable(sheet):
        sheet.impl.write_notes({at(place): "我的批注\n第二行"})
        sheet.impl.write_fills({at(place): "FFFF00"})
    before = everything(session.book)
    session.validate()
    session.validate()
    note = sheet.impl.read_notes()[at(place)]
    assert note.startswith(f"我的批注\n第二行\n{SEPARATOR}\n") and note.count(SEPARATOR) == 1
    session.clear()
    assert everything(session.book) == before


def test_a_note_that_the_user_changes_between_keeps_his_change(opened: Open) -> None:
    session = opened(BROKEN)
    place = layout(FORM)["review.reconsideration.upheld"]
    sheet = session.book.sheets[place.sheet]
    with session.host.writable(sheet):
        sheet.impl.write_notes({at(place): "旧"})
    session.validate()
    with session.host.writable(sheet):
        sheet.impl.write_notes({at(place): sheet.impl.read_notes()[at(place)].replace("旧", "新", 1)})
        sheet.impl.write_fills({at(place): "00FF00"})
    session.clear()
    assert sheet.impl.read_notes()[at(place)] == "新"
    assert sheet.impl.read_fills([at(place)]) == {at(place): "00FF00"}


def test_protection_is_back_with_its_options_whatever_happens(opened: Open) -> None:
    session = opened(BROKEN)
    sheets = [sheet for sheet in session.book.sheets if sheet.impl.is_protected]
    assert len(sheets) >= 3
    with pytest.raises(RuntimeError), session.host.writable(sheets[0]):
        raise RuntimeError
    session.validate()
    assert all(sheet.impl.is_protected for sheet in sheets)


def test_a_sheet_with_a_password_is_left_alone_and_the_list_carries_everything(opened: Open) -> None:
    session = opened(BROKEN)
    sheet = session.book.sheets["四、复议诉讼"]
    sheet.impl.unprotect()
    sheet.impl.protect("秘密")
    notes = sheet.impl.read_notes()
    outcome = session.validate()
    assert {place.sheet for place in outcome.unmarked} == {"四、复议诉讼"}
    assert sheet.impl.read_notes() == notes and sheet.impl.is_protected
    assert "密码" in outcome.summary.zh
    fields = [row[9] for row in session.book.sheets[FINDINGS].range((3, 1), (30, 11)).value]
    assert "review.reconsideration.upheld" in fields


def test_an_explanation_is_kept_when_validating_again(opened: Open) -> None:
    session = opened({"proactive.normative_documents.issued": 30, "proactive.normative_documents.in_force": 40})
    outcome = session.validate()
    sheet = session.book.sheets[FINDINGS]
    [number] = [number for number, row in enumerate(sheet.range((3, 1), (30, 11)).value, 3) if row[8] == "P05"]
    assert outcome.report.problems
    with session.host.writable(sheet):
        session.host.write_rows(sheet, number, 4, [["确为本年制发，已核对"]])
    again = session.validate()
    [finding] = [finding for finding in again.report.findings if finding.rule == "P05"]
    assert finding.waived is not None and finding.waived.reason == "确为本年制发，已核对"
    assert "确为本年制发，已核对" in [row[3] for row in sheet.range((3, 1), (30, 11)).value]
    assert not session.clear()
    assert "确为本年制发，已核对" in [row[3] for row in sheet.range((3, 1), (30, 11)).value]


def test_next_and_previous_go_round_the_problems_one_stop_each(opened: Open) -> None:
    session = opened(BROKEN)
    session.book.sheets["封面"].activate()
    answer = COMMANDS["validate"](session, yes)
    places = session.stops()
    assert session.here() == places[0] and "下一个问题" in answer.text.zh, "what to do is said, and the first problem is in sight"
    report = session.check()[1]
    assert len(places) <= len(report.problems)
    suspects = {suspect.place for suspect in report.suspects}
    assert places[0] in suspects or not suspects
    seen = []
    for _ in range(len(places)):
        next_problem(session, yes)
        seen.append(session.here())
        sheet = session.book.sheets[seen[-1].sheet]
        shown = [(one.getPosition().Row + 1, one.getPosition().Column + 1) for one in notes_of(session) if one.getIsVisible()]
        assert shown == [at(seen[-1])], "one note is open at a time"
        size = sheet.impl.api.getCellByPosition(seen[-1].column - 1, seen[-1].row - 1).getAnnotation().getAnnotationShape().getSize()
        assert 7000 < size.Width < 11500 and size.Height < 7000
    assert seen == [*places[1:], places[0]]
    previous_problem(session, yes)
    assert session.here() == places[-1]


def notes_of(session: Session) -> list[Any]:
    """The notes of all sheets, as Calc has them."""
    lists = [sheet.impl.api.getAnnotations() for sheet in session.book.sheets]
    return [notes.getByIndex(number) for notes in lists for number in range(notes.getCount())]


def test_only_the_shown_sheet_is_marked_when_asked(opened: Open) -> None:
    session = opened(BROKEN)
    session.book.sheets["四、复议诉讼"].activate()
    COMMANDS["validate_sheet"](session, yes)
    assert {place.sheet for place in session.marked_places()} == {"四、复议诉讼"}


def test_totals_are_filled_in_only_after_a_yes_and_never_over_a_formula(opened: Open) -> None:
    session = opened()
    place = layout(FORM)["requests.granted.total"]
    session.type_in({place: 9.0})
    fill_totals(session, no)
    assert cell(session, "requests.granted.total").value == 9
    asked: list[str] = []
    fill_totals(session, remembering(asked))
    assert "9 → 5" in asked[0] and asked[0].count("→") == 1
    assert cell(session, "requests.granted.total").value == 5
    assert str(cell(session, "requests.received.total").formula).startswith("=")


def test_a_lost_formula_is_restored(opened: Open) -> None:
    session = opened()
    formula = cell(session, "requests.results_total.other").formula
    session.type_in({layout(FORM)["requests.results_total.other"]: 3.0})
    restore_formulas(session, yes)
    assert cell(session, "requests.results_total.other").formula.replace("$", "") == formula.replace("$", "")


def test_blanks_become_zero_and_texts_numbers_after_a_yes(opened: Open) -> None:
    session = opened({"requests.received.company": None, "requests.received.other": "１２", "requests.granted.other": "12"})
    listed: list[str] = []
    fill_blanks(session, remembering(listed))
    assert "本年新收·商业企业" in listed[0]
    assert cell(session, "requests.received.company").value == 0
    normalise_numbers(session, yes)
    assert cell(session, "requests.received.other").value == 12 and cell(session, "requests.granted.other").value == 12
    assert [finding.rule for finding in session.check()[1].findings if finding.rule in ("C01", "C04", "C11")] == []


def test_last_years_workbook_is_remembered(opened: Open, tmp_path: Path) -> None:
    prior = tmp_path / "上年.xlsx"
    figures = {**FIGURES, "requests.carried_over.natural_person": 2, "requests.received.natural_person": 7}
    write_template(FORM, prior, catalogue().values(), values=figures, cover={**COVER, "year": 2022})
    session = opened()
    assert "样例一镇 2022" in import_prior(session, yes, prior).text.zh
    assert "Y01" in {finding.rule for finding in session.validate().report.findings}
    assert "Y01" in {finding.rule for finding in session.validate().report.findings}


def test_the_record_is_hidden_and_no_finding(opened: Open) -> None:
    session = opened(BROKEN)
    session.validate()
    assert not session.book.sheets[RECORD].visible
    assert not {"W07", "F06"} & {finding.rule for finding in session.check()[1].findings}


def test_each_sheet_is_read_in_one_read_of_values_and_one_of_formulas(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    session = opened(BROKEN)
    from xlplugin.live.calc import range as module

    reads: list[str] = []

    def counted(name: str, original: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        def read(document: Any, cells: Any) -> Any:
            reads.append(name)
            return original(document, cells)

        return read

    for name in ("read_values", "read_contents"):
        monkeypatch.setattr(module, name, counted(name, getattr(module, name)))
    session.read()
    sheets = len(session.book.sheets)
    assert reads.count("read_values") == sheets and reads.count("read_contents") == sheets


def test_a_workbook_without_the_form_is_a_plain_sentence(opened: Open, calc: Engine) -> None:
    book = xlwings.Book(impl=calc.app.books.add())
    with pytest.raises(NoFormError):
        Session(book, CalcHost()).validate()


def test_of_two_open_workbooks_the_one_asked_for_is_checked(opened: Open, calc: Engine) -> None:
    one, other = opened(BROKEN, name="a=b 报 表.xlsx"), opened(name="乙.xlsx")
    session = open_session("calc", one.book.fullname, pipe=_pipe(calc))
    assert session.book.fullname == one.book.fullname and session.validate().report.status == "error"
    assert not other.marked_places()
    with pytest.raises(HostError, match="not open"):
        open_session("calc", "/nirgends/x.xlsx", pipe=_pipe(calc))
    assert open_session("calc", "乙.xlsx", pipe=_pipe(calc)).book.fullname == other.book.fullname, "the file's name is enough where it is the only one"
    with pytest.raises(HostError) as asked:
        open_session("calc", pipe=_pipe(calc))
    assert one.book.fullname in asked.value.text.zh and other.book.fullname in asked.value.text.en and "--book" in asked.value.text.zh


def test_a_pipe_on_which_nobody_listens_leads_to_no_other_office(opened: Open) -> None:
    opened()
    with pytest.raises(HostSilentError):
        open_session("calc", pipe="xlplugin_test_nobody")


def test_what_is_behind_another_window_is_read_and_stepped_through_as_its_own(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """The workbook in front is computed, asked and stood in by none of the commands of another one; nor does any need xlwings' one active engine."""
    monkeypatch.setattr(xlwings.engines, "active", None)
    behind, front = opened(BROKEN, name="后.xlsx"), opened(name="前.xlsx")
    front.book.impl.activate()
    behind.validate()
    places = behind.stops()
    behind.go_to(places[0])
    front.book.sheets[1].range("C9").select()
    assert behind.here() == places[0] and front.here().address == "C9"
    assert next_problem(behind, yes).text.zh.startswith("第 2 处")


def _pipe(calc: Engine) -> str:
    """Where the office of the fixture `calc` listens."""
    return next(pipe for office in running_offices() if office.pid == calc.app.pid for pipe in office.pipes)


def test_what_is_done_is_one_step_of_undo(opened: Open) -> None:
    session = opened({"requests.received.company": None, "requests.received.other": None})
    undo = session.book.impl.api.getUndoManager()
    before = len(undo.getAllUndoActionTitles())
    fill_blanks(session, yes)
    assert len(undo.getAllUndoActionTitles()) == before + 1
    undo.undo()
    assert cell(session, "requests.received.company").value is None and cell(session, "requests.received.other").value is None


@pytest.mark.parametrize("name", ["list_problems", "show_rules", "about"])
def test_a_button_that_only_shows_ends_in_a_sentence(name: str, opened: Open) -> None:
    answer = COMMANDS[name](opened(), yes)
    assert isinstance(answer, Answer) and answer.text.zh and answer.text.en


class ComError(Exception):
    """Stands for pywintypes.com_error, which only Windows has."""


def test_a_busy_excel_is_a_plain_sentence() -> None:
    refused = plain_error(ComError(-2147418111, "被呼叫方拒绝接收呼叫。", None, None))
    assert refused is not None and "正在编辑单元格" in refused.text.zh
    assert plain_error(ValueError("x")) is None


@pytest.mark.parametrize("error", [xlwings.XlwingsError("no\nlocal path"), xlwings.NoSuchObjectError("x"), type("ExcelBusyError", (Exception,), {})()])
def test_what_xlwings_refuses_is_a_plain_sentence(error: Exception) -> None:
    refused = plain_error(error)
    assert refused is not None and "。" in refused.text.zh and "\n" not in refused.text.zh and refused.text.en.isascii()


def test_a_question_from_a_terminal_needs_a_yes(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    from xlplugin.addin import press

    session = opened({"requests.received.company": None})
    monkeypatch.setattr(press, "open_session", lambda *arguments, **options: session)
    with pytest.raises(UsageError, match="--yes"):
        press.press("fill-blanks")
    assert cell(session, "requests.received.company").value is None
    press.press("fill-blanks", says_yes=True)
    assert cell(session, "requests.received.company").value == 0
