"""What the pages say in their sentences and examples is understood: calls with their options, settings, and that no example in Python goes without a test."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import typer

from tests.test_readme import ALL, PAGES
from xlplugin.cli import app
from xlplugin.cli.settings import Asked, find

GROUP = typer.main.get_command(app)
CALLS = sorted({call for page in PAGES.values() for call in re.findall(r"(?:`|run: |entry: )(xlplugin [^`\n]+)", page)})
"""Calls in sentences and in definitions; those in blocks of shell are run by `test_readme`."""
RUN = {"docs/api.md": "test_api", "docs/pandas.md": "test_form_schema", "CONTRIBUTING.md": "test_readme"}
"""Which test runs, or holds against its source, the Python of a page."""
SETTINGS = re.findall(r"^```toml\n(.*?)^```", PAGES["docs/check.md"], re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("call", CALLS)
def test_a_call_in_a_sentence_names_a_command_and_options_that_there_are(call: str) -> None:
    command, words = GROUP, shlex.split(call)[1:]
    while words and not words[0].startswith("-") and (below := getattr(command, "commands", {}).get(words[0])) is not None:
        command, words = below, words[1:]
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)} | {"--help", "--debug"}
    assert not [word for word in words if word.startswith("-") and word.partition("=")[0] not in known]
    assert command is not GROUP or words[0].startswith("-"), "no command"
    assert words == [] or not hasattr(command, "commands") or words[0].startswith("-"), f"{words[0]} is no command of it"


def test_all_calls_are_found() -> None:
    assert len(CALLS) > 25 and all(call in ALL for call in CALLS)


def test_the_settings_that_a_page_shows_are_settings(tmp_path: Path) -> None:
    assert SETTINGS
    for name in ("办公", "报送"):
        (tmp_path / name).mkdir()
    for shown in SETTINGS:
        (tmp_path / "办公" / "xlplugin.toml").write_text(shown, "utf-8")
        assert set(find(Asked.of(["../报送"]), tmp_path / "办公").values) == set(tomllib.loads(shown))


def test_every_example_in_python_is_run_by_a_test() -> None:
    having = {page for page, text in PAGES.items() if re.search(r"^```(?:python|py|pycon)\b", text, re.MULTILINE)}
    assert having == set(RUN)
    for page, test in RUN.items():
        assert Path(page).name in (Path(__file__).parent / f"{test}.py").read_text("utf-8")
