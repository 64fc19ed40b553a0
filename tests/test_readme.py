"""The README is current: its generated parts are what the program says, its commands run, and no command or option is missing from it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import build_readme
import make_samples
import pytest
import typer
from _own_workbook import Own, write_own

from xlplugin.cli import app
from xlplugin.form import editions

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text("utf-8")
SHELL_BLOCKS = [block for block in re.findall(r"^```sh\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE) if "xlplugin " in block]
OWN_FILES = dict(re.findall(r"^```(?:toml|csv) (\S+)\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE))
"""What files the README shows, by the name after the block's language."""
SAMPLES = ("模板填报/样例一镇2023年.xlsx", "模板填报/样例四乡2021年.xlsx", "自制表格/样例二镇2019年.xlsx", "错误样例/08收费金额以元填报.xlsx")
"""Enough of them to run the commands on."""
STATUSES = {
    "xlplugin check samples": 1,
    "xlplugin check samples --format json": 1,
    "xlplugin check samples --lang en": 1,
    "xlplugin check samples --lang en --format json": 1,
    "xlplugin check samples --select R,C01": 1,
    "xlplugin check samples --lang en --select R,C01": 1,
    "xlplugin check samples --ignore C01,W": 1,
    "xlplugin check samples --lang en --ignore C01,W": 1,
    "xlplugin check samples --fail-on warning": 1,
    "xlplugin check samples --rules 本单位规则.toml": 1,
    "xlplugin check samples --releases 放行.csv": 1,
    "xlplugin check 2023年报送 --prior 2022年报送": 1,
    "xlplugin check 2027年报.xlsx --form 2027.toml": 1,
    "xlplugin check 公开稿.docx": 1,
    "xlplugin check samples --roster 名册.csv --report xlsx=审核情况.xlsx --report html=审核情况.html --report annotated=批注 --report slips=退回通知 --deadline 2024-02-05": 1,
    "xlplugin check samples --report json=结果.json --report jsonl=结果.jsonl --report csv=问题.csv --report sarif=结果.sarif --report junit=结果.xml": 1,
    "xlplugin check samples --lang en --roster 名册.csv --report xlsx=review.xlsx --report html=review.html --report slips=slips": 1,
}
"""What a command ends with; 0 for those that are not here."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that the README's commands name."""
    folder = tmp_path_factory.mktemp("desk")
    made = folder / "made"
    make_samples.main(made)
    for sample in SAMPLES:
        (folder / "samples" / sample).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(made / sample, folder / "samples" / sample)
    shutil.copytree(made / make_samples.IN_TEMPLATE, folder / "2023年报送")
    shutil.rmtree(made)
    form, organ = editions()["2021"], "样例县人民政府办公室"
    (folder / "2022年报送").mkdir()
    before = make_samples.figures(form, {"requests.received": [2, 0, 0, 0, 0, 0, 2], "requests.carried_over": [2, 0, 0, 0, 0, 0, 2]})
    write_own(Own(form, make_samples.TITLE.format(organ=organ, year=2022), before), folder / "2022年报送" / f"{organ}.xlsx")
    for name, content in OWN_FILES.items():
        (folder / name).write_text(content, "utf-8")
    edition = (ROOT / "xlplugin" / "form" / "editions" / "2021.toml").read_text("utf-8")
    changed = edition.replace('edition = "2021"', 'edition = "2027"').replace("first_year = 2021", "first_year = 2027")
    (folder / "2027.toml").write_text(changed.replace('label = "商业企业"', 'label = "经营主体"'), "utf-8")
    return folder


@cache
def commands(block: str) -> list[str]:
    """The block's commands without their comments."""
    return [shlex.join(shlex.split(line, comments=True)) for line in block.splitlines() if line.startswith("xlplugin")]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    arguments = [sys.executable, "-m", "xlplugin", *shlex.split(command)[1:]]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)


def test_the_generated_parts_are_what_the_program_says_today() -> None:
    parts = build_readme.generated()
    named = re.findall(r"<!-- generated: ([\w-]+) -->", TEXT)
    assert sorted(named) == sorted(parts)
    assert build_readme.renewed(TEXT, parts) == TEXT, "python3 scripts/build_readme.py renews README.md"


def test_renewing_a_block_leaves_the_rest_alone_and_refuses_one_that_nothing_fills() -> None:
    page = "a\n<!-- generated: x -->\nold\n<!-- end of generated -->\nb\n"
    assert build_readme.renewed(page, {"x": "new\n"}) == page.replace("old", "new")
    with pytest.raises(KeyError):
        build_readme.renewed(page, {})


@pytest.mark.parametrize("block", SHELL_BLOCKS, ids=[commands(block)[0] for block in SHELL_BLOCKS])
def test_every_command_of_the_readme_runs_and_ends_as_it_should(block: str, desk: Path, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(desk, folder)
    for command in commands(block):
        done = run(command, folder)
        assert done.returncode == STATUSES.get(_plain(command), 0), f"{command}\n{done.stdout[-2000:]}{done.stderr}"
        assert done.stdout.strip() and "Traceback" not in done.stderr


def _plain(command: str) -> str:
    return " ".join(shlex.split(command))


def test_a_status_is_stated_only_for_commands_that_the_readme_has() -> None:
    there = {_plain(command) for block in SHELL_BLOCKS for command in commands(block)}
    assert set(STATUSES) <= there


def test_the_files_that_the_readme_shows_take_effect(desk: Path) -> None:
    own = run("xlplugin check samples --rules 本单位规则.toml --select U", desk)
    assert "(U02)" in own.stdout, own.stdout + own.stderr
    before = run("xlplugin check samples/自制表格/样例二镇2019年.xlsx --format json", desk)
    after = run("xlplugin check samples/自制表格/样例二镇2019年.xlsx --format json --releases 放行.csv", desk)
    assert "王敏" not in before.stdout and "王敏" in after.stdout
    years = run("xlplugin check 2023年报送 --prior 2022年报送", desk)
    assert "(Y01)" in years.stdout, years.stdout + years.stderr


def test_every_command_and_option_is_in_the_readme() -> None:
    group = typer.main.get_command(app)
    subcommands = getattr(group, "commands", {})
    assert set(subcommands) >= {"check", "rules", "explain", "template"}
    wanted = {f"xlplugin {name}" for name in subcommands}
    for command in (group, *subcommands.values()):
        shown = [parameter for parameter in command.params if not getattr(parameter, "hidden", False)]
        wanted |= {option for parameter in shown for option in parameter.opts if option.startswith("--") and option != "--help"}
    missing = {words for words in wanted if not re.search(rf"{re.escape(words)}(?![\w-])", TEXT)}
    assert not missing


def test_every_file_and_folder_that_the_readme_points_to_is_there() -> None:
    links = [link for link in re.findall(r"\]\(([^)#][^)]*)\)", TEXT) if "://" not in link]
    folders = re.findall(r"^\| `([\w/.-]+/)` \|", TEXT, re.MULTILINE)
    assert links and folders
    assert not [name for name in (*links, *folders) if not (ROOT / name).exists()]


def test_the_pictures_are_small_enough_for_a_page() -> None:
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert pictures and all(picture.stat().st_size < 200_000 for picture in pictures)
