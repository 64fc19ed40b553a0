"""Every regular expression of the package is linear in what it is given, or is given little."""

from __future__ import annotations

import importlib
import re
import sys

import pytest
from _regexes_bounded import BOUNDED
from regexes import MOST, patterns, timed, use_of

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


def test_the_package_is_the_same_one_after_its_patterns_were_looked_for() -> None:
    before = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "xlplugin"}
    assert patterns() and {name: module for name, module in sys.modules.items() if name.split(".")[0] == "xlplugin"} == before
    assert importlib.import_module("xlplugin.errors") is before["xlplugin.errors"]
