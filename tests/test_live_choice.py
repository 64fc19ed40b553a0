"""Which open workbook is meant: never another one than the one that is asked for, and none where it is not sure."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from xlplugin.addin import doctor_calc, press
from xlplugin.addin.commands import COMMANDS, Answer
from xlplugin.addin.install_calc import CalcStatus
from xlplugin.addin.machine import this_machine
from xlplugin.errors import HostError, HostMissingError, HostSilentError, NoFormError, UsageError
from xlplugin.live import calc_engine, connect
from xlplugin.live.calc import bridge
from xlplugin.live.choice import Open, choose
from xlplugin.live.connect import open_session
from xlplugin.live.excel_books import chosen_book
from xlplugin.live.excel_host import ExcelHost
from xlplugin.live.session import Session
from xlplugin.text import Text
from xlplugin.version import __version__

MINE, OTHER, CLOUD = "C:\\报\\年报.xlsx", "C:\\报\\别的.xlsx", "https://gov-my.sharepoint.cn/personal/a/Documents/报/年报.xlsx"


class Book:
    """A workbook of xlwings' in Excel: asking for its `fullname` raises, as it does for one in the cloud."""

    def __init__(self, name: str) -> None:
        self.api = SimpleNamespace(FullName=name)
        self.name = name.replace("/", "\\").rsplit("\\", 1)[-1]

    @property
    def fullname(self) -> str:
        raise OSError("Couldn't find the local OneDrive path")


class Windows(list[Any]):
    """Excel's collection of windows in Protected View, counted from 1."""

    @property
    def Count(self) -> int:
        return len(self)

    def __call__(self, number: int) -> Any:
        return self[number - 1]


def excel(pid: int, *names: str, protected: tuple[str, ...] = (), hwnd: int | None = None) -> Any:
    """A running Excel with workbooks open, some of them in Protected View."""
    views = [SimpleNamespace(SourcePath=name.rpartition("\\")[0], SourceName=name.rpartition("\\")[2]) for name in protected]
    return SimpleNamespace(pid=pid, hwnd=hwnd or pid * 10, books=[Book(name) for name in names], api=SimpleNamespace(ProtectedViewWindows=Windows(views)))


def refusal(apps: list[Any], wanted: str | None, hwnd: int | None = None) -> Text:
    with pytest.raises(HostError) as refused:
        chosen_book(apps, wanted, hwnd)
    return refused.value.text


def test_a_workbook_in_the_cloud_hinders_no_other_and_is_found_itself() -> None:
    apps = [excel(1, CLOUD, MINE)]
    assert chosen_book(apps, MINE).api.FullName == MINE and chosen_book(apps, CLOUD).api.FullName == CLOUD
    assert ExcelHost().full_name(chosen_book(apps, CLOUD)) == CLOUD


def test_all_running_excels_are_looked_through() -> None:
    apps = [excel(1, OTHER), excel(2, MINE)]
    assert chosen_book(apps, MINE) is apps[1].books[0] and chosen_book(apps, "别的.xlsx") is apps[0].books[0]
    assert chosen_book(apps, MINE.upper()) is apps[1].books[0], "Windows tells no capitals"
    assert chosen_book([excel(1), excel(2, MINE)], None).api.FullName == MINE, "the only one that can be meant"


@pytest.mark.parametrize("apps", [[excel(1, OTHER, MINE)], [excel(1, OTHER), excel(2, MINE)]], ids=["one program", "two"])
def test_where_several_are_open_and_none_is_named_the_choice_is_asked(apps: list[Any]) -> None:
    told = refusal(apps, None)
    assert "--book" in told.zh and MINE in told.zh and OTHER in told.en and "Excel 1" in told.zh


def test_one_that_is_not_open_is_never_replaced_by_another() -> None:
    told = refusal([excel(1, OTHER)], MINE)
    assert MINE in told.zh and OTHER in told.zh and "没有打开" in told.zh


def test_the_same_workbook_in_two_programs_is_not_guessed() -> None:
    told = refusal([excel(1, MINE), excel(2, MINE)], MINE)
    assert "只留一个" in told.zh and "Excel 2" in told.zh
    assert "年报.xlsx" in refusal([excel(1, MINE, CLOUD)], "年报.xlsx").zh, "two of one file name"


def test_a_button_reaches_its_own_excel_only() -> None:
    apps = [excel(1, OTHER, hwnd=77), excel(2, MINE, hwnd=88)]
    assert chosen_book(apps, None, 88).api.FullName == MINE
    assert "没有打开" in refusal(apps, MINE, 77).zh, "open in another Excel, and left alone there"
    assert "找不到按钮所在的 Excel" in refusal(apps, MINE, 99).zh


def test_protected_view_is_seen_before_anything_is_done() -> None:
    apps = [excel(1, OTHER, protected=(MINE,))]
    for wanted in (MINE, None):
        told = refusal(apps, wanted)
        assert "启用编辑" in told.zh and "Enable Editing" in told.en and MINE in told.zh
    assert chosen_book(apps, OTHER).api.FullName == OTHER, "it hinders no other one that is named"
    without = SimpleNamespace(pid=3, hwnd=30, books=[Book(MINE)], api=SimpleNamespace())
    assert chosen_book([without], None).api.FullName == MINE


def test_without_excel_or_a_workbook_it_says_so() -> None:
    assert "没有找到正在运行的 Excel" in refusal([], None).zh and "没有打开的工作簿" in refusal([excel(1)], None).zh


class Ending:
    """An office that is about to end: it says what UNO says then."""

    pid = 2

    @property
    def books(self) -> list[Any]:
        raise RuntimeError("illegal object given!")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Excel is looked for")
def test_an_office_that_does_not_answer_may_be_the_one_that_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = HostSilentError(detail="xlplugin_2")
    answering = SimpleNamespace(app=SimpleNamespace(pid=1, books=[SimpleNamespace(fullname="/a/甲.xlsx")]))
    monkeypatch.setattr(calc_engine, "attach", lambda pipe: [answering, silent])
    monkeypatch.setattr(bridge, "is_uno", lambda error: isinstance(error, RuntimeError))
    monkeypatch.setattr(connect, "Session", lambda book, host, language: book)
    ending = SimpleNamespace(app=Ending())
    for other in (silent, ending):
        monkeypatch.setattr(calc_engine, "attach", lambda pipe, other=other: [answering, other])
        assert open_session("calc", "/a/甲.xlsx").impl.fullname == "/a/甲.xlsx"  # type: ignore[attr-defined] # the workbook stands in for its session
        for wanted in (None, "/a/乙.xlsx"):
            with pytest.raises(HostSilentError):
                open_session("calc", wanted)


def test_names_are_taken_as_they_are_before_they_are_taken_for_others() -> None:
    found = [Open(1, "/a/B.xlsx", "p"), Open(2, "/a/b.xlsx", "p"), Open(3, "/c/d.xlsx", "p")]
    assert [choose(found, wanted).book for wanted in ("/a/b.xlsx", "/a/B.xlsx", "d.xlsx", "/C/D.xlsx")] == [2, 1, 3, 3]
    with pytest.raises(HostError):
        choose(found, "/A/B.xlsx")


# ---- each answer names the workbook


class Host:
    """What a press asks of a program."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def tell(self, book: Any, words: str, title: str) -> None:
        self.told.append(words)

    show_status = ask = tell


def test_each_answer_each_question_and_each_refusal_names_the_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host()
    session = SimpleNamespace(book=Book(MINE), host=host)

    def stop(session: Session, ask: Any) -> Answer:
        raise NoFormError()

    def asks(session: Session, ask: Any) -> Answer:
        ask(Text("填 0？", "fill in 0?"))
        return Answer(Text("没有改动。", "nothing was changed"))

    monkeypatch.setattr(press, "open_session", lambda *arguments, **options: session)
    monkeypatch.setitem(COMMANDS, "fill_blanks", asks)
    monkeypatch.setitem(COMMANDS, "validate", stop)
    assert press.press("fill-blanks", hwnd=1).text == Text("年报.xlsx：没有改动。", "年报.xlsx: nothing was changed")
    assert host.told == ["年报.xlsx：填 0？", "年报.xlsx：没有改动。"]
    with pytest.raises(UsageError, match=r"年报\.xlsx") as refused:
        press.press("validate")
    assert refused.value.text.zh.startswith("年报.xlsx：")


# ---- the doctor for LibreOffice


def doctor(monkeypatch: pytest.MonkeyPatch, status: CalcStatus, version: str | None = __version__) -> dict[str, Any]:
    monkeypatch.setattr(doctor_calc, "find_unopkg", lambda machine: this_machine().interpreter)
    monkeypatch.setattr(doctor_calc, "status_calc", lambda machine, profile: status)
    monkeypatch.setattr(doctor_calc, "load_uno", lambda: None)
    monkeypatch.setattr(doctor_calc, "fault", lambda machine, interpreter: None)
    return {check.name.en: check for check in doctor_calc.diagnose_calc(answers=lambda: version)}


def test_a_sound_toolbar_is_all_ok_and_a_helper_that_does_not_run_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    found = doctor(monkeypatch, CalcStatus(True, __version__, "/p"))
    assert list(found) == ["LibreOffice", "bridge to LibreOffice", "Python", "toolbar", "recorded Python", "helper"] and {check.state for check in found.values()} == {"ok"}
    assert doctor(monkeypatch, CalcStatus(True, __version__, "/p"), None)["helper"].state == "warning"


@pytest.mark.parametrize(
    ("status", "name"),
    [(CalcStatus(False), "toolbar"), (CalcStatus(True, "0.0.9", "/p"), "toolbar"), (CalcStatus(True, __version__, "/p", Text("找不到", "gone")), "recorded Python")],
)
def test_what_is_wrong_with_a_toolbar_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch, status: CalcStatus, name: str) -> None:
    found = doctor(monkeypatch, status)
    assert found[name].state == "bad" and found[name].mend is not None and [check.state for check in found.values()].count("bad") == 1


def test_a_python_that_cannot_talk_to_libreoffice_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise HostMissingError()

    doctor(monkeypatch, CalcStatus(False))
    monkeypatch.setattr(doctor_calc, "load_uno", missing)
    found = {check.name.en: check for check in doctor_calc.diagnose_calc(answers=lambda: None)}
    mend = found["bridge to LibreOffice"].mend
    assert found["bridge to LibreOffice"].state == "bad" and mend is not None and "python3-uno" in mend.zh
    monkeypatch.undo()

    def no_office(machine: Any) -> None:
        raise UsageError(zh="找不到 LibreOffice", en="no LibreOffice")

    monkeypatch.setattr(doctor_calc, "find_unopkg", no_office)
    [check] = doctor_calc.diagnose_calc(answers=lambda: None)
    assert check.state == "bad" and check.mend is not None
