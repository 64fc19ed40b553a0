"""A pattern that is compiled when it is first wanted is otherwise like any other."""

from __future__ import annotations

import re

import pytest

from xlplugin.patterns import late

SAMPLE = r"(?P<year>20\d\d)年"


def test_nothing_is_compiled_before_it_is_wanted_and_once_then(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_before = re.compile

    def noted(pattern: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(pattern)
        return compile_before(pattern, flags)

    monkeypatch.setattr(re, "compile", noted)
    pattern = late(SAMPLE)
    assert compiled == []
    assert [bool(pattern.search(text)) for text in ("于2023年", "于1923年")] == [True, False] and pattern.fullmatch("2023年")
    assert compiled == [SAMPLE]


@pytest.mark.parametrize("flags", [0, re.IGNORECASE, re.IGNORECASE | re.DOTALL])
def test_it_has_what_a_pattern_has(flags: int) -> None:
    pattern, like = late(SAMPLE, flags), re.compile(SAMPLE, flags)
    names = [name for name in dir(like) if not name.startswith("_")]
    assert len(names) > 10
    assert all(getattr(pattern, name) == getattr(like, name) for name in names)
    assert pattern.sub(r"\g<year>", "2023年") == "2023" and pattern.split("一2023年二") == ["一", "2023", "二"]


def test_what_cannot_be_compiled_is_told_where_it_is_wanted() -> None:
    pattern = late("(")
    with pytest.raises(re.error):
        pattern.search("")
