"""Every regular expression of the package is linear in what it is given, or is given little."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import pytest
import regexes
from _regexes_bounded import BOUNDED, UNMEASURED
from regexes import MOST, patterns, timed, unseen, use_of

pytestmark = pytest.mark.slow  # every pattern on its worst strings


TIMED = ("xlplugin/filing/", "xlplugin/form/", "xlplugin/sentences/", "xlplugin/outputs/marked/", "xlplugin/reading/", "xlplugin/review/", "xlplugin/rules/", "xlplugin/runs/")
"""Rooms whose patterns see what was sent; `scripts/regexes.py` times the others too."""


def test_no_pattern_grows_faster_than_its_text() -> None:
    found = {pattern: where for pattern, where in patterns().items() if where.startswith(TIMED)}
    assert len(found) > 40
    beyond = {pattern: where for pattern, where in found.items() if timed(pattern, where).exponent > MOST}
    assert not [row for pattern, where in beyond.items() if (row := timed(pattern, where)).exponent > MOST]  # once more: the machine may be busy


@pytest.mark.parametrize("pattern", [r"\s+$", r"(?:a+)+b", r"<[^>]*x>", r"\d+件\d+次"])
def test_a_pattern_that_is_not_linear_is_found(pattern: str) -> None:
    assert timed(re.compile(pattern), "x.py:1").exponent > MOST


@pytest.mark.parametrize("pattern", [r"<[^<>]{0,50}x>", r"abc", r"(?<!\d)\d{1,9}件"])
def test_a_linear_pattern_passes(pattern: str) -> None:
    assert timed(re.compile(pattern), "x.py:1").exponent <= MOST


def test_what_is_said_to_be_bounded_is_there() -> None:
    known = {f"{where.rpartition(':')[0]} {use_of(where).name}" for where in patterns().values()}
    assert set(BOUNDED) <= known and all(reason for _, reason in BOUNDED.values())


def test_no_pattern_is_made_where_nobody_measures_it() -> None:
    assert unseen() == set(UNMEASURED) and all(UNMEASURED.values())


def test_a_pattern_is_measured_when_it_is_late_and_told_when_it_is_made_in_a_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "made_up_package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "patterns.py").write_text("import re\n\n\ndef late(pattern, flags=0):\n    return None\n")
    (package / "module.py").write_text(
        "import re\n\nfrom made_up_package.patterns import late\n\nLATE = late(r'a+')\nAT_ONCE = re.compile(r'b+')\n\n\n"
        "def sure(text):\n    return re.sub(r'c+', '', text)\n\n\ndef hidden(text):\n    return late(text), re.search(text, '')\n"
    )
    monkeypatch.setattr(regexes, "ROOT", tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    assert {pattern.pattern: where for pattern, where in patterns(package.name).items()} == {f"{sign}+": f"{package.name}/module.py:{line}" for sign, line in (("a", 5), ("b", 6), ("c", 10))}
    assert unseen(package.name) == {f"{package.name}/module.py hidden"}


def test_the_package_is_the_same_one_after_its_patterns_were_looked_for() -> None:
    before = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "xlplugin"}
    regexes._when_loaded.cache_clear()
    assert patterns() and {name: module for name, module in sys.modules.items() if name.split(".")[0] == "xlplugin"} == before
    assert importlib.import_module("xlplugin.errors") is before["xlplugin.errors"]
