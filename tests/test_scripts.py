"""The one command that runs everything leaves nothing out, its fast half starts nothing, and what commits run needs only what is pinned."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from coverage_by_room import by_room, share
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
HOOKS = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")


def loaded() -> ModuleType:
    """scripts/test.py; Python has a package called test of its own."""
    spec = importlib.util.spec_from_file_location("run_tests", ROOT / "scripts" / "test.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TEST = loaded()


def test_the_whole_run_has_every_test_in_just_one_of_its_steps() -> None:
    steps = TEST.steps([])
    ignored = [word.removeprefix("--ignore=") for word in steps["pytest, slow"] if word.startswith("--ignore=")]
    named = [word for word in steps["pytest, with a real Calc"] if word.startswith("tests/")]
    assert ignored == named == [path for path in named if (ROOT / path).is_file()]
    chosen = {name: " ".join(command[3:]).partition("-m ")[2] for name, command in steps.items() if name.startswith("pytest")}
    assert chosen["pytest, fast"].startswith("not slow --cov") and "--ignore" not in chosen["pytest, fast"]
    assert chosen["pytest, slow"].startswith("slow --ignore") and chosen["pytest, with a real Calc"] == ""
    assert set(TEST.CACHES) < set(steps)
    assert {"ruff", "mypy", "coverage"} < set(steps) and not any("-k" in command for command in steps.values())


def test_the_fast_run_leaves_out_what_is_marked_as_slow_and_takes_further_arguments() -> None:
    [command] = TEST.steps(["--fast", "-k", "locate"]).values()
    assert command[-4:] == ["-m", "not slow", "-k", "locate"] and "--cov" not in command
    [command] = TEST.steps(["-k", "locate"]).values()
    assert "not slow" not in command and command[-2:] == ["-k", "locate"]
    assert list(TEST.steps(["--lint"])) == ["ruff", "mypy", "mypy, as on win32", "mypy, as on darwin"]


@pytest.mark.parametrize(
    ("missed", "status", "agrees"),
    [(["tests/test_live.py::test_a"], 0, True), (["tests/test_live.py::test_a"], 1, False), ([], 0, False), ([f"tests/test_live.py::test_{number}" for number in range(6)], 0, False), (["tests/test_live.py"], 0, False)],
    ids=["passes alone", "fails alone too", "nothing was noted", "too many", "could not be collected"],
)
def test_a_few_tests_that_drive_programs_may_pass_by_themselves_and_are_named(
    missed: list[str], status: int, agrees: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    step = "pytest, with a real Calc"
    noted = tmp_path / TEST.CACHES[step] / "v/cache/lastfailed"
    noted.parent.mkdir(parents=True)
    noted.write_text(json.dumps(dict.fromkeys(missed, True)), "utf-8")
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(TEST, "ROOT", tmp_path)

    def run(*command: str) -> int:
        ran.append(command)
        return status

    monkeypatch.setattr(TEST, "run", run)
    assert TEST.again(step) is agrees
    assert [list(command[-len(missed) :]) for command in ran] == ([missed] if 0 < len(missed) <= TEST.MOST_AGAIN and "::" in missed[0] else [])
    assert ("passed only by themselves" in capsys.readouterr().out) is agrees


def test_steps_that_run_at_once_are_told_one_after_the_other_and_each_that_fails_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    statuses = {"ruff": 0, "mypy": 1, "mypy, as on win32": 2}
    monkeypatch.setattr(TEST, "run_quietly", lambda name: subprocess.CompletedProcess([name], statuses[name], f"{name} says\n"))
    assert TEST.at_once({name: [name] for name in statuses}) == ["mypy", "mypy, as on win32"]
    assert capsys.readouterr().out == "".join(f"== {name}\n{name} says\n" for name in statuses)
    assert TEST.at_once({}) == []


def test_a_fast_test_that_fails_is_not_tried_again() -> None:
    assert "pytest, fast" not in TEST.CACHES and TEST.again("pytest, fast") is False


def test_every_test_file_that_has_a_calc_of_its_own_is_slow() -> None:
    assert all("pytest.mark.slow" in (ROOT / path).read_text("utf-8") for path in TEST.ONE_AT_A_TIME)


def test_a_test_that_is_not_marked_as_slow_cannot_start_a_program() -> None:
    with pytest.raises(pytest.fail.Exception, match="marked as slow"):
        subprocess.run([sys.executable, "-V"], check=False)


@pytest.mark.slow
def test_a_test_that_is_marked_as_slow_may_start_a_program() -> None:
    assert subprocess.run([sys.executable, "-V"], check=False, capture_output=True).returncode == 0


def test_what_a_commit_runs_is_fetched_from_nowhere() -> None:
    assert set(re.findall(r"repo: (\S+)", HOOKS)) == {"local"}
    assert set(re.findall(r"language: (\S+)", HOOKS)) == {"system"}
    entries = re.findall(r"entry: (.+)", HOOKS)
    assert entries and all(re.fullmatch(r"python3 scripts/test\.py --(fast|lint)", entry) for entry in entries)
    assert re.search(r"^pre_commit==", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE)


def test_what_the_tests_reach_is_added_up_by_room_and_in_all() -> None:
    found = by_room([("rules/requests/r01.py", 10, 1), ("rules/declare/rule.py", 30, 0), ("text.py", 10, 4)])
    assert found == {"rules": (40, 1), "text": (10, 4), "xlplugin": (50, 5)}
    assert list(found)[-1] == "xlplugin" and by_room([]) == {"xlplugin": (0, 0)}


@pytest.mark.parametrize(("statements", "missed", "words"), [(200, 1, "99 %"), (200, 0, "100 %"), (0, 0, "100 %"), (3, 3, "0 %")])
def test_only_what_is_reached_wholly_is_called_a_hundred_per_cent(statements: int, missed: int, words: str) -> None:
    assert share(statements, missed) == words


def test_the_digests_are_of_the_pins_and_of_all_of_them() -> None:
    """A pin that was moved without its digests would leave every fresh machine without an environment."""

    def pin(line: str) -> tuple[str, str]:
        name, _, version = line.partition("==")
        return canonicalize_name(name), version

    pins = {pin(line) for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if line and not line.startswith("#")}
    head, *lines = (ROOT / "hashes.txt").read_text("utf-8").splitlines()
    digests = {pin(line.partition(" --hash=sha256:")[0]): line.count(" --hash=sha256:") for line in lines if not line.startswith("#")}
    assert "test" in head.partition("; extras: ")[2] and digests.keys() <= pins and len(pins - digests.keys()) < 5 and min(digests.values()) > 0
