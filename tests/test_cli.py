"""The command line: what it prints, where, and with what exit status."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from rich.console import Console

from tests.conftest import Run
from tests.submissions import CONSISTENT, write_submission
from xlplugin import __version__
from xlplugin.filing.cells import Place
from xlplugin.filing.findings import Finding, NotChecked, Report, Severity
from xlplugin.form import Relation, editions
from xlplugin.outputs.template.hand_out import FILE_NAME
from xlplugin.outputs.terminal import print_reports
from xlplugin.rules import catalogue
from xlplugin.text import LANGUAGES, Language, same

ROOT = Path(__file__).parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
HEAVY = ("numpy", "openpyxl", "pandas", "pandera", "scipy", "xlwings")


def python(code: str, *arguments: str) -> str:
    """What a fresh Python prints when it runs some code."""
    return subprocess.run([sys.executable, "-c", code, *arguments], env=ENVIRONMENT, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("check", "--help"), ("check", "--bogus")])
def test_a_short_answer_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    code = f"""
import sys
from xlplugin.cli import main
sys.argv[0] = "xlplugin"
try:
    main()
except SystemExit:
    pass
print("loaded:", [name for name in {HEAVY!r} if name in sys.modules])
"""
    assert python(code, *arguments).endswith("loaded: []\n")


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").out == f"xlplugin {__version__}\n"


def test_no_command_at_all_shows_the_help(run: Run) -> None:
    ran = run()
    assert ran.status == 2 and all(name in ran.err for name in ("check", "explain", "rules", "template"))


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (("check",), "缺少 PATH...", "Missing argument 'PATH...'"),
        (("explain",), "缺少 RULE", "Missing argument 'RULE'"),
        (("check", "a.xlsx", "--bogus"), "没有选项 --bogus", "No such option: --bogus"),
        (("check", "a.xlsx", "--format", "xml"), "--format 不能是 xml，可选 text、json、concise", "'xml' is not one of 'text', 'json'"),
        (("check", "a.xlsx", "--fail-on", "fatal"), "--fail-on 不能是 fatal", "'fatal' is not one of"),
        (("template", "--edition"), "选项 --edition 后面缺少值", "requires an argument"),
        (("explain", "R01", "R02"), "多出 R02", "unexpected extra argument"),
        (("check", "a.xlsx", "--jobs", "0"), "--jobs 的值无效：不能小于 1", "--jobs"),
        (("check", "a.xlsx", "--jobs", "999999999"), "--jobs 的值无效：不能大于 256", "--jobs"),
        (("check", "a.xlsx", "--year", "3000"), "--year 的值无效：不能大于 2100", "--year"),
        (("check", "a.xlsx", "--jobs", "x"), "--jobs 的值无效：应为整数", "--jobs"),
        (("verify",), "没有命令 verify", "No such command 'verify'"),
    ],
)
def test_a_wrong_command_line_is_one_sentence(arguments: tuple[str, ...], zh: str, en: str, run: Run) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("命令用法有误：") and zh in ran.err and "--help。" in ran.err and ran.err.count("\n") == 1
    ran = run(arguments[0], "--lang", "en", *arguments[1:])
    assert ran.err.startswith("wrong usage: ") and en in ran.err and ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (("check", "a.xlsx", "--select", "R99"), "没有规则 R99", "there is no rule R99"),
        (("check", "a.xlsx", "--ignore", "R01,Q"), "没有规则 Q", "there is no rule Q"),
        (("check", "a.xlsx", "--select", " , "), "没有写规则编号", "no rule is named"),
        (("explain", "R99"), "没有规则 R99", "there is no rule R99"),
        (("explain", "R"), "一次只解释一条规则", "explain takes one rule"),
        (("template", "--edition", "1999"), "没有 1999 版的模板", "no template of edition 1999"),
        (("template", "-o", "none/a.xlsx"), "无法写入", "cannot write"),
        (("template", "-o", "a.xls"), "文件名应以 .xlsx 结尾：a.xls", "has to end in .xlsx: a.xls"),
        (("template", "--roster", "-o", "名册.csv"), "文件名应以 .xlsx 结尾：名册.csv", "has to end in .xlsx: 名册.csv"),
        (("check", "a.xlsx", "--form", "none.toml"), "定义文件有误：none.toml", "mistake in a definition file: none.toml"),
    ],
)
def test_a_mistake_of_the_users_is_one_sentence(arguments: tuple[str, ...], zh: str, en: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    write_submission(tmp_path / "a.xlsx", CONSISTENT)
    for options, words in (((), zh), (("--lang", "en"), en), (("--lang=en",), en)):
        ran = run(*arguments, *options)
        assert (ran.status, ran.out) == (2, "")
        assert words in ran.err and ran.err.count("\n") == 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_submission(tmp_path / "b.xlsx", CONSISTENT)
    (tmp_path / "下属").mkdir()
    write_submission(tmp_path / "下属" / "a.xlsx", {"requests.received.other": 6})
    return tmp_path


@pytest.mark.slow
def test_lock_files_and_hidden_files_are_passed_over_and_others_counted(folder: Path, run: Run) -> None:
    for name in ("~$b.xlsx", ".b.xlsx", "说明.txt", "说明.pptx"):
        (folder / name).write_bytes(b"x")
    (folder / ".git").mkdir()
    (folder / ".git" / "c.xlsx").write_bytes(b"x")
    ran = run("check", folder)
    assert ran.status == 1
    assert "共 2 个文件：1 个通过，1 个有错误（须改正）" in ran.out and "跳过 2 个其他文件" in ran.out and "~$" not in ran.out
    assert ran.out.index("b.xlsx") < ran.out.index("a.xlsx"), "files are not in path order"


def test_a_lock_file_that_is_named_outright_is_told(folder: Path, run: Run) -> None:
    (folder / "~$b.xlsx").write_bytes(b"\x06author")
    ran = run("check", folder / "~$b.xlsx")
    assert ran.status == 2 and "无法读取" in ran.out


@pytest.mark.slow
def test_a_file_that_is_named_twice_is_checked_once(folder: Path, run: Run) -> None:
    assert "共 2 个文件" in run("check", folder, folder / "b.xlsx", folder).out


@pytest.mark.parametrize(
    ("options", "rules"),
    [
        ((), {"R06", "R01", "R03"}),
        (("--select", "R01"), {"R01"}),
        (("--select", "r01，R03"), {"R01", "R03"}),
        (("--select", "R", "--ignore", "R01,R06"), {"R03"}),
        (("--ignore", "R"), set()),
        (("--select", "V,C"), set()),
    ],
)
def test_only_the_chosen_rules_run(options: tuple[str, ...], rules: set[str], tmp_path: Path, run: Run) -> None:
    path = write_submission(tmp_path / "a.xlsx", {"requests.received.other": 6}, typed={"requests.received.total": 5})
    ran = run("check", path, *options, "--lang", "en")
    assert {rule for rule in ("R01", "R02", "R03", "R06") if f"({rule})" in ran.out} == rules
    assert ran.status == bool(rules)


@pytest.mark.slow
def test_a_clean_file_and_one_with_errors_are_told_in_both_languages(folder: Path, run: Run) -> None:
    in_chinese, in_english = run("check", folder).out, run("check", folder, "--lang", "en").out
    assert "√ 未发现须改正或核实的问题" in in_chinese and "√ nothing to correct or explain" in in_english
    assert "样例一镇人民政府 2023 年" in in_chinese
    assert "依据：" in in_chinese and "because: " in in_english
    assert "差 6" in in_chinese and "difference 6" in in_english
    assert "共 2 个文件：1 个通过，1 个有错误（须改正）" in in_chinese and "1 with errors" in in_english
    assert "报送情况" in in_chinese and "(B01)" in in_chinese and "submissions" in in_english  # both are of one organ


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_a_file_can_steer_the_terminal(language: Language) -> None:
    hostile = "\x1b[2J\x1b]0;x\x07[bold]样例[/bold]\u202e\u200f一镇\x9b31m\r\n"
    finding = Finding("C03", Severity.ERROR, same(hostile), "requests.granted.company", Place(hostile, 8, 5), hostile)
    missed = NotChecked("R02", same(hostile))
    reports = [Report(hostile, hostile, 2023, findings=(finding,), not_checked=(missed,)), Report(hostile, error=same(hostile))]
    shown = io.StringIO()
    print_reports(reports, language, Console(file=shown, force_terminal=False, highlight=False, emoji=False, markup=False))
    assert shown.getvalue().count("[bold]样例[/bold]") >= 5
    assert not {mark for mark in shown.getvalue() if mark != "\n" and unicodedata.category(mark) in ("Cc", "Cf")}


@pytest.mark.skipif(os.name == "nt", reason="a file's name holds no control characters there")
def test_a_file_name_cannot_steer_the_terminal(tmp_path: Path, run: Run) -> None:
    path = write_submission(tmp_path / "a\x1b[2Jb.xlsx", CONSISTENT)
    assert "\x1b" not in run("check", path).out
    ran = run("template", "-o", path)
    assert ran.status == 2 and "未覆盖" in ran.err and "\x1b" not in ran.err
    assert "\x1b" not in run("template", "-o", tmp_path / "c\x1b[2Jd.xlsx").out


def many(folder: Path) -> list[str]:
    source = write_submission(folder / "0.xlsx", CONSISTENT)
    for number in range(1, 7):
        (folder / f"{number}.xlsx").write_bytes(source.read_bytes())
    return [sys.executable, "-m", "xlplugin", "check", str(folder)]


@pytest.mark.slow
def test_no_progress_bar_is_shown_where_no_terminal_is(tmp_path: Path) -> None:
    ran = subprocess.run(many(tmp_path), env={**ENVIRONMENT, "FORCE_COLOR": "1"}, check=False, capture_output=True, encoding="utf-8")
    assert (ran.returncode, ran.stderr) == (0, "") and "共 7 个文件：7 个通过" in ran.stdout


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals of this kind")
def test_a_progress_bar_is_shown_on_a_terminal_and_not_in_what_is_piped(tmp_path: Path) -> None:
    if sys.platform == "win32":
        raise NotImplementedError
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(many(tmp_path), env={**ENVIRONMENT, "TERM": "xterm"}, stdout=subprocess.PIPE, stderr=theirs, encoding="utf-8") as ran:
        os.close(theirs)
        shown = b""
        try:
            while some := os.read(ours, 65536):
                shown += some
        except OSError:  # Linux tells the end of a pseudo-terminal so
            pass
        out = ran.stdout.read() if ran.stdout else ""
    os.close(ours)
    assert "审核" in shown.decode() and "7/7" in shown.decode() and "━" not in out and "共 7 个文件" in out


@pytest.mark.slow
@pytest.mark.parametrize("words", [("rules", "--format", "json"), ("check", "in/a.xlsx", "--format", "json"), ("check", "in", "--format", "json", "--report", "csv=a.csv"), ("explain", "R01")])
def test_a_reader_that_closes_early_is_left_in_quiet(words: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write_submission(tmp_path / "in" / "a.xlsx", {"requests.received.other": 6})
    command = [sys.executable, "-m", "xlplugin", *words]
    with subprocess.Popen(command, cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ran:
        assert ran.stdout is not None and ran.stderr is not None
        ran.stdout.close()
        said = ran.stderr.read().decode()
    assert ran.returncode and said in ("", "已写出 csv：a.csv\n")
    assert (tmp_path / "a.csv").exists() is ("a.csv" in " ".join(words))  # what else was asked for is there


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("zh", ("为什么", "怎么改", "依据", "算式", "适用版式", "通过的例子", "不通过的例子")),
        ("en", ("Why", "How to mend", "Source", "Formula", "Editions", "An example that passes", "An example that fails")),
    ],
)
def test_a_rule_is_explained_whole(language: str, headings: tuple[str, ...], run: Run) -> None:
    ran = run("explain", "r01", "--lang", language)
    assert ran.status == 0 and ran.out.startswith("R01  ")
    assert all(f"\n{heading}\n" in ran.out for heading in headings)
    rule = catalogue()["R01"]
    shown = {"zh": rule.mend.zh, "en": rule.mend.en}[language]
    assert shown in ran.out and "→" in ran.out
    assert ("本年新收＋上年结转＝办理总计＋结转下年（每列一式，共 7 式）" in ran.out) is (language == "zh")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("rule_id", list(catalogue()))
def test_every_rule_is_explained_with_an_example_that_fails(rule_id: str, language: str, run: Run) -> None:
    ran = run("explain", rule_id, "--lang", language)
    assert (ran.status, ran.err) == (0, "")
    assert "\n  → " in ran.out.split({"zh": "不通过的例子", "en": "An example that fails"}[language])[1]
    assert "None" not in ran.out and "Decimal(" not in ran.out
    if isinstance(catalogue()[rule_id].check, Relation):
        assert {"zh": "算式", "en": "Formula"}[language] in ran.out


@pytest.mark.parametrize("form", ["text", "md", "json"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_rules_are_listed_each_once(form: str, language: Language, run: Run) -> None:
    ran = run("rules", "--format", form, "--lang", language)
    assert (ran.status, ran.err) == (0, "")
    starts = {"text": "{}  ", "md": "| {} | ", "json": '    "id": "{}",'}[form]
    lines = ran.out.splitlines()
    assert [rule for rule in catalogue() if sum(line.startswith(starts.format(rule)) for line in lines) != 1] == []
    titles = [rule.title.show(language) for rule in catalogue().values()]
    assert [title for title in titles if (json.dumps(title, ensure_ascii=False) if form == "json" else title) not in ran.out] == []


def test_the_template_is_handed_out_as_it_was_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    for edition in editions():
        ran = run("template", "--edition", edition)
        name = FILE_NAME.format(edition=edition)
        assert (ran.status, ran.out) == (0, f"已写出模板：{name}\n")
        assert (tmp_path / name).read_bytes() == (ROOT / "workbook_templates" / name).read_bytes()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted(FILE_NAME.format(edition=edition) for edition in editions())


def test_the_template_never_replaces_a_file(tmp_path: Path, run: Run) -> None:
    mine = tmp_path / "填好的.xlsx"
    mine.write_bytes(b"mine")
    ran = run("template", "-o", mine)
    assert ran.status == 2 and "未覆盖" in ran.err and mine.read_bytes() == b"mine"
    assert [entry.name for entry in tmp_path.iterdir()] == [mine.name]


def test_a_template_that_is_filled_in_well_is_clean(tmp_path: Path, run: Run) -> None:
    assert run("check", write_submission(tmp_path / "a.xlsx", CONSISTENT)).status == 0


def test_rules_that_could_not_run_are_listed_by_their_ends_where_they_follow_each_other() -> None:
    missed = tuple(NotChecked(rule, same("没有报告文字")) for rule in ("D03", "N01", "N02", "N03", "D01", "D02", "D09", "D10"))
    shown = io.StringIO()
    print_reports([Report("a.xlsx", not_checked=missed)], "zh", Console(file=shown, force_terminal=False, highlight=False, emoji=False, markup=False, width=400))
    assert "未审核  N01–N03、D01–D03、D09、D10：没有报告文字" in shown.getvalue()
