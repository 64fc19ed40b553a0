"""The README and the pages it leads to are current: their generated parts are what the program says, their commands run, no command or option is missing, and the README stays short."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import build_docs
import make_samples
import pytest
import typer
from _faulty_workbook import TITLE, figures
from _own_workbook import Own, write_own

from xlplugin.cli import app
from xlplugin.form import editions

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text("utf-8")
PAGES = {page.relative_to(ROOT).as_posix(): page.read_text("utf-8") for page in (*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md")))}
ALL = "\n".join(PAGES.values())
SHELL_BLOCKS = [block for block in re.findall(r"^```sh\n(.*?)^```", ALL, re.DOTALL | re.MULTILINE) if "xlplugin " in block]
SCRIPTS = sorted(set(re.findall(r"python3? (scripts/\w+\.py)(?: (--\w+))?", ALL)))
"""The scripts that the pages name, each with its first option."""
OWN_FILES = dict(re.findall(r"^```(?:toml|csv) (\S+)\n(.*?)^```", ALL, re.DOTALL | re.MULTILINE))
"""What files the pages show, by the name after the block's language."""
LONGEST = 160
SAMPLES = ("模板填报/样例一镇2023年.xlsx", "模板填报/样例四乡2021年.xlsx", "自制表格/样例二镇2019年.xlsx", "错误样例/08收费金额以元填报.xlsx", "错误样例/11数字存为文本.xlsx")
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
    "xlplugin check samples --format concise": 1,
    "xlplugin check samples --format grouped --quiet": 1,
    "xlplugin check samples --statistics": 1,
    "xlplugin check samples --year 2023": 1,
    "xlplugin check samples --format sarif --output-file 结果.sarif": 1,
    "xlplugin check samples --format gitlab --output-file gl-code-quality-report.json": 1,
    "xlplugin check samples --no-settings": 1,
    "xlplugin check samples/错误样例/11数字存为文本.xlsx --diff": 1,
    "xlplugin check samples --rules 本单位规则.toml": 1,
    "xlplugin check samples --releases 放行.csv": 1,
    "xlplugin check samples --roster 名册.csv": 1,
    "xlplugin check 2023年报送 --prior 2022年报送": 1,
    "xlplugin check 2027年报.xlsx --form 2027.toml": 1,
    "xlplugin check 公开稿.docx": 1,
    "xlplugin check samples --roster 名册.csv --report xlsx=审核情况.xlsx --report html=审核情况.html --report returns=退回 --deadline 2024-02-05": 1,
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
    before = figures(form, {"requests.received": [2, 0, 0, 0, 0, 0, 2], "requests.carried_over": [2, 0, 0, 0, 0, 0, 2]})
    write_own(Own(form, TITLE.format(organ=organ, year=2022), before), folder / "2022年报送" / f"{organ}.xlsx")
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


@pytest.mark.slow
def test_the_generated_parts_are_what_the_program_says_today() -> None:
    parts = build_docs.generated()
    named = re.findall(r"<!-- generated: ([\w-]+) -->", ALL)
    assert sorted(named) == sorted(parts)
    for page, text in PAGES.items():
        assert build_docs.renewed(text, parts) == text, f"python3 scripts/build_docs.py renews {page}"
    assert {page.relative_to(ROOT).as_posix() for page in build_docs.PAGES} == {page for page, text in PAGES.items() if "<!-- generated" in text}


@pytest.mark.parametrize("page", ["README.md", "README.en.md"])
def test_the_readme_stays_short_enough_to_be_read(page: str) -> None:
    assert len(PAGES[page].splitlines()) <= LONGEST


def test_the_first_screen_of_the_readme_shows_what_a_check_finds_in_real_figures() -> None:
    for page in ("README.md", "README.en.md"):
        assert "(R05)" in "\n".join(PAGES[page].splitlines()[:20])
    given = make_samples.real_filings()
    assert {Path(shown).stem for shown in build_docs.SHOWN} <= given


def test_renewing_a_block_leaves_the_rest_alone_and_refuses_one_that_nothing_fills() -> None:
    page = "a\n<!-- generated: x -->\nold\n<!-- end of generated -->\nb\n"
    assert build_docs.renewed(page, {"x": "new\n"}) == page.replace("old", "new")
    with pytest.raises(KeyError):
        build_docs.renewed(page, {})


@pytest.mark.slow
@pytest.mark.parametrize("block", SHELL_BLOCKS, ids=[commands(block)[0] for block in SHELL_BLOCKS])
def test_every_command_of_the_pages_runs_and_ends_as_it_should(block: str, desk: Path, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(desk, folder)
    for command in commands(block):
        done = run(command, folder)
        assert done.returncode == STATUSES.get(_plain(command), 0), f"{command}\n{done.stdout[-2000:]}{done.stderr}"
        words = shlex.split(command)
        kept = words[words.index("--output-file") + 1] if "--output-file" in words else None
        assert (folder.joinpath(kept).is_file() if kept else done.stdout.strip()) and "Traceback" not in done.stderr, f"{command}\n{done.stderr}"


def _plain(command: str) -> str:
    return " ".join(shlex.split(command))


def test_a_status_is_stated_only_for_commands_that_the_pages_have() -> None:
    there = {_plain(command) for block in SHELL_BLOCKS for command in commands(block)}
    assert set(STATUSES) <= there


@pytest.mark.slow
def test_the_files_that_the_pages_show_take_effect(desk: Path) -> None:
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


@pytest.mark.parametrize("page", PAGES)
def test_every_file_and_folder_that_a_page_points_to_is_there(page: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)#][^)]*)\)", PAGES[page]) if "://" not in link]
    folders = re.findall(r"^\| `([\w/.-]+/)` \|", PAGES[page], re.MULTILINE)
    assert not [name for name in links if not (ROOT / page).parent.joinpath(name).exists()]
    assert not [name for name in folders if not (ROOT / name).exists()]


def test_the_readme_leads_to_every_page() -> None:
    links = set(re.findall(r"\]\(([\w./-]+\.md)\)", TEXT))
    english = {"docs/rules.en.md"}
    assert set(PAGES) - {"README.md"} - english <= links and english <= set(re.findall(r"\]\(([\w./-]+\.md)\)", PAGES["README.en.md"]))


def test_the_page_for_engineers_has_every_room_and_no_other() -> None:
    rooms = {path.name for path in (ROOT / "xlplugin").iterdir() if (path / "__init__.py").is_file()}
    named = re.findall(r"^\| `xlplugin/(\w+)/` \|", PAGES["CONTRIBUTING.md"], re.MULTILINE)
    assert sorted(named) == sorted(rooms)


@pytest.mark.parametrize(("script", "option"), SCRIPTS)
def test_the_scripts_that_the_pages_name_are_there_and_know_the_option(script: str, option: str) -> None:
    assert option in (ROOT / script).read_text("utf-8")


def test_the_pictures_are_small_enough_for_a_page() -> None:
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert pictures and all(picture.stat().st_size < 200_000 for picture in pictures)
