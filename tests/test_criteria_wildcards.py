"""Wildcards in a criterion: what one pattern of the whole would match, in a time that long texts do not blow up."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.test_recalculate import book, place
from xlplugin.reading.formulas.criteria import _has_in_order, _wildcards
from xlplugin.reading.formulas.recalculate import recalculate

SIGNS = "ab?~*Aſß\n.(İ"


def whole_pattern(words: str) -> str:
    """The criterion as one pattern."""
    found, rest = "", words
    while rest:
        if rest[0] == "~" and rest[1:2] in ("*", "?", "~") and rest[1:2]:
            found, rest = found + re.escape(rest[1]), rest[2:]
        else:
            found, rest = found + {"*": ".*", "?": "."}.get(rest[0], re.escape(rest[0])), rest[1:]
    return found


@settings(max_examples=1000)
@example("*a", "aba")
@example("a*a", "a")
@example("*ab*ab", "ab")
@example("*?", "")
@given(words=st.text(SIGNS, max_size=9).filter(lambda words: words.count("*") <= 3), text=st.text("abABsſßi.\n*?~", max_size=9))
def test_the_pieces_match_what_one_pattern_matches(words: str, text: str) -> None:
    pattern = re.compile(whole_pattern(words), re.IGNORECASE | re.DOTALL)
    assert _has_in_order(text, _wildcards(words)) == (pattern.fullmatch(text) is not None)


@pytest.mark.parametrize(
    ("text", "criterion", "count"),
    [("ab" * 16_000, "*a*b*c", 0), ("ab" * 16_000, "*a*b*b", 1), ("ab" * 16_000, "*?a*?b*c", 0), ("a" * 32_000, "a*a*a*b", 0), ("ab" * 16_000, "a*~*b*b", 0)],
)
@pytest.mark.timeout(60)
def test_a_long_text_is_held_against_three_stars_in_its_own_time(text: str, criterion: str, count: int) -> None:
    """One pattern of the whole takes hours."""
    at = place("B1")
    assert recalculate(book({"A1": text, "B1": f'=COUNTIF(A1:A1,"{criterion}")'}), [at]) == {at: count}
