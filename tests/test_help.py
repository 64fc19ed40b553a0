"""Help in one language, options by what they are for, and no English of the system's inside Chinese sentences."""

from __future__ import annotations

import os
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from tests.conftest import Run
from xlplugin.cli import app
from xlplugin.cli.words.help import half
from xlplugin.cli.words.help_words import EXAMPLES, GROUPS
from xlplugin.form import editions
from xlplugin.system_words import in_chinese

COMMAND: Any = typer.main.get_command(app)
CHINESE = re.compile("[\u4e00-\u9fff]")


def commands(group: Any = COMMAND, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, group
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))


@pytest.fixture(autouse=True)
def no_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XLPLUGIN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(("path", "command"), list(commands()), ids=[" ".join(path) or "xlplugin" for path, _ in commands()])
def test_a_page_is_in_one_language_and_has_every_option(path: tuple[str, ...], command: Any, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    in_chinese_ = run(*path, "--help")
    monkeypatch.setenv("XLPLUGIN_LANG", "en")
    in_english = run(*path, "--help")
    monkeypatch.delenv("XLPLUGIN_LANG")
    assert in_chinese_.status == in_english.status == 0
    assert in_chinese_.out.startswith("用法: ") and in_english.out.startswith("Usage: ")
    english = in_english.out.split("\nExamples:")[0]
    assert not CHINESE.search(english.replace("结果", "")), english
    assert " / " not in in_chinese_.out and "default:" not in in_chinese_.out and "Show this" not in in_chinese_.out
    for one in command.params:
        if not getattr(one, "hidden", False):
            assert all(name in in_chinese_.out for name in one.opts if name.startswith("-"))
            assert CHINESE.search(half(one.help or "", "zh")), one.name
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert run(*path, "--help").out.startswith("Usage: ")
    monkeypatch.setenv("XLPLUGIN_LANG", "zh")
    assert run(*path, "--help").out == in_chinese_.out


def test_every_option_of_check_is_in_a_group_and_no_group_names_one_that_is_not() -> None:
    check = COMMAND.commands["check"]
    options = {max(one.opts, key=len) for one in check.params if one.param_type_name == "option"}
    named = [name for _, names in GROUPS["check"] for name in names]
    assert sorted(named) == sorted(options)


@pytest.mark.parametrize("line", [line for lines in EXAMPLES.values() for line, _ in lines])
def test_an_example_is_a_call_that_is_understood(line: str) -> None:
    _, name, *words = shlex.split(line)
    command = COMMAND.commands[name]
    command.make_context(name, words)


def test_no_page_is_wider_than_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    from xlplugin.cli.words.help import _width

    lines = run("check", "--help").out.splitlines()
    assert max(_width(line) for line in lines) <= 80


def test_the_variable_chooses_the_language_of_results_too(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLPLUGIN_LANG", "en")
    assert "no such file" in run("check", tmp_path / "none.xlsx").out and run("rules").out.startswith("R01  error") and "blank" in run("explain", "C01").out
    assert run("explain", "R99").err.startswith("there is no rule")
    assert run("explain", "R99", "--lang", "zh").err.startswith("没有规则")
    monkeypatch.setenv("XLPLUGIN_LANG", "fr")
    assert "--lang 不能是 fr" in run("check", tmp_path / "none.xlsx").err


@pytest.mark.parametrize(("named", "edition"), [("2021", "2021"), ("2020", "2019"), ("2019", "2019"), ("2024", "2021")])
def test_an_edition_is_found_by_a_year_for_which_it_holds(named: str, edition: str, tmp_path: Path, run: Run) -> None:
    ran = run("template", "--edition", named, "-o", tmp_path / "a.xlsx")
    assert ran.status == 0
    run("template", "--edition", edition, "-o", tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes() and edition in editions()
    assert "没有 1999 版的模板" in run("template", "--edition", "1999", "-o", tmp_path / "c.xlsx").err


def python_says(do: Any) -> str:
    with pytest.raises((OSError, ValueError)) as error:
        do()
    return str(error.value)


@pytest.mark.parametrize(
    ("do", "words"),
    [
        (lambda: Path("无.toml").read_bytes(), "没有这个文件或文件夹（无.toml）"),
        (lambda: os.listdir(__file__), "路径中有一段不是文件夹"),
        (lambda: tomllib.loads("a = }\n"), "值的写法有误（第 1 行第 5 列）"),
        (lambda: tomllib.loads('a = "x'), "引号不成对（文件末尾）"),
        (lambda: tomllib.loads("a = 1\na = 2\n"), "同一项写了两次（第 2 行第 6 列）"),
        (lambda: tomllib.loads("a\n"), "键名后面缺少 =（第 1 行第 2 列）"),
        (lambda: b"\xff".decode("utf-8"), "不是 utf-8 编码（第 0 个字节起）"),
    ],
)
def test_python_and_the_system_speak_chinese_inside_a_chinese_sentence(do: Any, words: str) -> None:
    if os.name == "nt" and "文件夹" in words:
        pytest.skip("Windows says it in the user's language")
    said = in_chinese(f"无法读取：{python_says(do)}。")
    assert words in said and "Errno" not in said
    assert in_chinese("R01 与 a.csv 无关") == "R01 与 a.csv 无关"


@pytest.mark.parametrize("option", ["--roster", "--releases", "--rules", "--form", "--settings", "--slip-template"])
def test_a_file_that_is_not_there_is_told_without_the_systems_english(option: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.xlsx").touch()
    ran = run("check", tmp_path / "a.xlsx", option, tmp_path / "无.docx")
    assert ran.status == 2 and ("没有这个文件" in ran.err or "找不到文件" in ran.err) and "No such" not in ran.err and "Errno" not in ran.err


@pytest.mark.slow
def test_completion_is_installed_for_a_shell(tmp_path: Path) -> None:
    import subprocess
    import sys

    root = str(Path(__file__).parent.parent)
    environment = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": root, "PYTHONUTF8": "1", "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    done = subprocess.run([sys.executable, "-m", "xlplugin", "--install-completion", "bash"], env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0 and "xlplugin" in (tmp_path / ".bash_completions" / "xlplugin.sh").read_text("utf-8"), done.stderr
    assert "已给 bash 装上自动补全" in done.stdout
    asked = {**environment, "_XLPLUGIN_COMPLETE": "complete_bash", "COMP_WORDS": "xlplugin check --stat", "COMP_CWORD": "2"}
    assert "--statistics" in subprocess.run([sys.executable, "-m", "xlplugin"], env=asked, capture_output=True, encoding="utf-8", check=False).stdout


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["powershell", "pwsh"])
def test_completion_changes_no_policy_of_powershell(shell: str, tmp_path: Path) -> None:
    import subprocess
    import sys

    root = str(Path(__file__).parent.parent)
    environment = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": root, "PYTHONUTF8": "1", "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    done = subprocess.run([sys.executable, "-m", "xlplugin", "--install-completion", shell], env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2 and "$PROFILE" in done.stderr and done.stderr.count("\n") == 1 and not any(tmp_path.iterdir())


@pytest.mark.parametrize(("command", "target"), [("annotate", "副本.xlsx"), ("export", "公开稿.docx")])
def test_a_file_that_cannot_be_taken_is_named(command: str, target: str, tmp_path: Path, run: Run) -> None:
    for file, words in ((tmp_path / "无.xlsx", "找不到文件"), (tmp_path, "是文件夹，不是文件")):
        ran = run(command, file, "-o", tmp_path / target)
        assert ran.status == 2 and ran.err.startswith(f"{file}：") and words in ran.err


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (("check", "a.xlsx", "--rosterr", "b"), "（是否想用 --roster）", "Did you mean --roster? See"),
        (("check", "a.xlsx", "--fail-on", "errors"), "可选 error、warning、info、never。", "'errors' is not one of"),
        (("check", "a.xlsx", "--lang", "fr"), "--lang 不能是 fr（也可能是环境变量 XLPLUGIN_LANG 写的），可选 zh、en。", "'fr' is not one of"),
        (("check", "a.xlsx", "--select", "R1,Q,CO1"), "没有规则 R1（是否想用 R01）、Q、CO1（是否想用 C01）", "no rule R1 (did you mean R01?), Q, CO1 (did you mean C01?)"),
        (("check", "a.xlsx", "--roster", "."), "是文件夹，不是文件", "a folder, not a file"),
        (("check", "a.xlsx", "--scheduler", "foo"), "写 local，或 tcp://主机:端口", "write local, or tcp://host:port"),
    ],
)
def test_the_nearest_is_named_and_what_may_be_written_instead(arguments: tuple[str, ...], zh: str, en: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.xlsx").touch()
    for language, words in (("zh", zh), ("en", en)):
        monkeypatch.setenv("XLPLUGIN_LANG", language)
        ran = run(*arguments)
        assert ran.status == 2 and ran.out == "" and ran.err.count("\n") == 1 and (words in ran.err or ("fr" in arguments and zh in ran.err))
