"""Settings of `check` in a file: found upwards, overruled by the command line, never taken from where submissions lie."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from tests.conftest import Run
from tests.submissions import write_submission
from xlplugin.cli import app
from xlplugin.cli.one_file import FailOn, Format
from xlplugin.cli.settings import OPTIONS, OWN, Asked, find, together
from xlplugin.errors import UsageError

WARNED = {"proactive.fees.amount": "３．５"}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of an office, one below it that is the working directory, and a submission with a warning in a third."""
    here = tmp_path / "办公室" / "年报"
    here.mkdir(parents=True)
    (here / "报送").mkdir()
    monkeypatch.chdir(here)
    write_submission(here / "报送" / "a.xlsx", WARNED)
    return tmp_path / "办公室"


def test_every_option_of_check_is_a_setting_under_its_long_name() -> None:
    command = typer.main.get_command(app).commands["check"]  # type: ignore[attr-defined]
    options = {max(one.opts, key=len).removeprefix("--"): one for one in command.params if one.param_type_name == "option" and one.name != "help"}
    assert set(options) == {*OPTIONS, *OWN}
    assert {name for name, one in options.items() if one.is_flag} == {name for name, kind in {**OPTIONS, **OWN}.items() if kind == "flag"}
    assert {name for name, one in options.items() if one.multiple} == {name for name, kind in OPTIONS.items() if kind in ("paths", "targets")}
    assert OPTIONS["format"] == tuple(Format) and OPTIONS["fail-on"] == tuple(FailOn)


@pytest.mark.parametrize("name", ["xlplugin.toml", "pyproject.toml"])
def test_a_file_above_the_working_directory_is_used_and_said(name: str, desk: Path, run: Run) -> None:
    (desk / name).write_text(("[tool.xlplugin]\n" if name == "pyproject.toml" else "") + 'fail-on = "warning"\nselect = ["C"]\n', "utf-8")
    ran = run("check", "报送/a.xlsx")
    assert ran.status == 1 and ran.err == f"采用设置文件 {desk / name}。\n" and "R06" not in ran.out
    assert run("check", "报送/a.xlsx", "--fail-on", "never").status == 0
    assert run("check", "报送/a.xlsx", "--no-settings").status == 0
    assert run("check", "报送/a.xlsx", "--quiet").err == ""
    assert run("check", "报送/a.xlsx", "--lang=en").err == f"settings are taken from {desk / name}\n"


def test_the_plainest_call_sees_them_and_stays_plain(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk / "xlplugin.toml").write_text('fail-on = "warning"\nformat = "json"\nlang = "en"\n', "utf-8")
    monkeypatch.setattr("xlplugin.cli._typed", lambda arguments: pytest.fail("was Typer's"))
    ran = run("check", "报送/a.xlsx")
    assert ran.status == 1 and ran.out.startswith("{") and "full-width" in ran.out


def test_a_project_that_says_nothing_of_us_is_passed_over(desk: Path) -> None:
    (desk / "年报" / "pyproject.toml").write_text('[project]\nname = "x"\n', "utf-8")
    (desk / "xlplugin.toml").write_text("quiet = true\n", "utf-8")
    assert find(Asked.of(["报送"]), desk / "年报").file == desk / "xlplugin.toml"


@pytest.mark.parametrize(("folder", "paths"), [("报送", ["报送"]), ("报送/下属", ["报送"]), ("报送", ["报送/a.xlsx"]), ("报送", ["x.xlsx", "./报送/../报送/a.xlsx"])])
def test_a_sender_cannot_switch_off_rules(folder: str, paths: list[str], desk: Path) -> None:
    here = desk / "年报" / folder
    here.mkdir(exist_ok=True)
    (here / "xlplugin.toml").write_text('ignore = ["R"]\n', "utf-8")
    asked = Asked.of([str(desk / "年报" / path) for path in paths])
    found = find(asked, here)
    assert found.file is None and found.passed == (here / "xlplugin.toml",)
    (desk / "xlplugin.toml").write_text("quiet = true\n", "utf-8")
    assert find(asked, here).file == desk / "xlplugin.toml"
    assert find(Asked.of([*paths, "--settings", str(here / "xlplugin.toml")]), here).words == {"ignore": ("--ignore=R",)}


def test_what_was_passed_over_is_told(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk / "年报" / "报送")
    Path("xlplugin.toml").write_text('ignore = ["C"]\n', "utf-8")
    ran = run("check", "a.xlsx")
    assert "没有采用" in ran.err and "--settings" in ran.err and "(C04)" in ran.out
    assert "(C04)" not in run("check", "a.xlsx", "--settings", "xlplugin.toml").out


def test_paths_are_relative_to_the_file(desk: Path) -> None:
    (desk / "xlplugin.toml").write_text('roster = "名册.csv"\nreport = ["xlsx=结果/a.xlsx", "html=b.html"]\nout = "s3://b/x"\nform = "2027.toml"\ndeadline = 2024-01-31\njobs = 2\nretry = false\nquiet = true\n', "utf-8")
    asked = Asked.of(["报送", "--jobs", "3"])
    assert together(asked, find(asked, desk / "年报")) == [
        "check",
        f"--roster={desk / '名册.csv'}",
        f"--report=xlsx={desk / '结果/a.xlsx'}",
        f"--report=html={desk / 'b.html'}",
        "--out=s3://b/x",
        f"--form={desk / '2027.toml'}",
        "--deadline=2024-01-31",
        "--quiet",
        "报送",
        "--jobs",
        "3",
    ]


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ('ingore = ["R01"]', "没有“ingore”这一项（是否想用 ignore）", "did you mean ignore?"),
        ('fail_on = "error"', "是否想用 fail-on", "did you mean fail-on?"),
        ('[tool.xlplugin]\nquiet = true', "[tool.xlplugin] 只写在 pyproject.toml 里", "[tool.xlplugin] is for pyproject.toml only"),
        ("zzz = 1", "没有“zzz”这一项。", 'no setting "zzz"'),
        ('fail-on = "warn"', "fail-on 应为 error、warning、info、never 之一（是否想用 warning），现为 \"warn\"", "did you mean warning?"),
        ("ignore = 1", "ignore 应为规则编号", "ids of rules"),
        ("quiet = 1", "quiet 应为 true 或 false，现为 1", "true or false"),
        ('jobs = "2"', "jobs 应为整数", "a whole number"),
        ("roster = [1]", "roster 应为加引号的路径", "a path in quotation marks"),
        ("report = 3", "report 应为“种类=位置”", "KIND=TARGET"),
        ("a = }\n", "值的写法有误（第 1 行第 5 列）", "Invalid value"),
        ("settings = 'x'", "没有“settings”这一项", "no setting"),
        ('ignore = ["R99"]', "没有规则 R99", "there is no rule R99"),
    ],
)
def test_a_mistake_is_one_sentence(text: str, zh: str, en: str, desk: Path, run: Run) -> None:
    (desk / "xlplugin.toml").write_text(text, "utf-8")
    for options, words in (((), zh), (("--lang", "en"), en)):
        ran = run("check", "报送/a.xlsx", *options)
        assert (ran.status, ran.out) == (2, "") and words in ran.err and str(desk) in ran.err
        assert len([line for line in ran.err.splitlines() if "采用" not in line and "are taken" not in line]) == 1


def test_a_settings_file_that_is_not_there_is_told(desk: Path, run: Run) -> None:
    ran = run("check", "报送/a.xlsx", "--settings", "无.toml")
    assert ran.status == 2 and ran.err == "设置文件 无.toml 有误：没有这个文件或文件夹（无.toml）。\n"
    with pytest.raises(UsageError):
        find(Asked.of(["--settings", "."]), desk)


def test_the_settings_in_use_are_shown(desk: Path, run: Run) -> None:
    assert run("check", "--show-settings").out == "# 没有设置文件。\n"
    (desk / "xlplugin.toml").write_text('ignore = ["R01"]\nfail-on = "warning"\n', "utf-8")
    ran = run("check", "--show-settings", "--fail-on=info")
    assert (ran.status, ran.out) == (0, f'# {desk / "xlplugin.toml"}\nignore = ["R01"]\nfail-on = "warning"  # 以命令行为准\n')


@pytest.mark.parametrize(
    ("words", "names", "paths", "rest"),
    [
        (["a", "--roster", "b", "c"], {"roster"}, ("a", "c"), ("a", "--roster", "b", "c")),
        (["--roster=b", "-j2", "a"], {"roster", "jobs"}, ("a",), ("--roster=b", "-j2", "a")),
        (["-j", "2", "--", "--a"], {"jobs"}, ("--a",), ("-j", "2", "--", "--a")),
        (["--quiet", "a", "--settings", "x", "--no-settings"], {"quiet", "settings", "no-settings"}, ("a",), ("--quiet", "a")),
        (["--prior", "", "a"], {"prior"}, ("a",), ("--prior", "", "a")),
        (["a", "--settings"], {"settings"}, ("a",), ("a", "--settings")),
    ],
)
def test_a_call_is_taken_apart_as_typer_does(words: list[str], names: set[str], paths: tuple[str, ...], rest: tuple[str, ...]) -> None:
    asked = Asked.of(words)
    assert (set(asked.names), asked.paths, asked.rest) == (names, paths, rest)
