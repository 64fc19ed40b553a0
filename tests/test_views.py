"""What of a part says only how it was last looked at is told quickly, and just as its patterns tell it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlplugin.reading.layouts import views
from xlplugin.reading.layouts.views import begins_plainly, without_views

_SIGNS = st.sampled_from(
    [
        *(b"<sheetViews>", b"</sheetViews>", b"<sheetViews", b"<sheetView/>", b'<sheetView a="1">', b"</sheetView>", b'<pane a="/"/>', b'<selection b=""/>', b"<pane>"),
        *(b"<workbookView ", b'<workbookView a="1"/>', b' b="2"', b"/>", b'<workbookView c="/>"/>', b"<a>", b"x", b" "),
    ]
)
_HEADS = st.sampled_from([b"\xef\xbb\xbf", b'<?xml version="1.0"?>', b"<?xml version='1.0' encoding='utf-8' standalone='yes' ?>", b'<?xml version="1.1"?>', b"\r\n", b" " * 90, b"<a>", b"<1", b"<", b"a", b"<?x?>"])


def by_patterns(content: bytes) -> bytes:
    """The same by the patterns alone."""
    for (begin, _), pattern in views._VIEWS.items():
        at = content.find(begin)
        if at >= 0 and (match := pattern.match(content, at)):
            content = content[:at] + content[match.end() :]
    return content


@settings(max_examples=3000)
@given(st.lists(_SIGNS, max_size=10).map(b"".join))
def test_views_are_left_out_where_the_patterns_say_so(content: bytes) -> None:
    assert without_views(content) == by_patterns(content)


@settings(max_examples=2000)
@given(st.lists(_HEADS, max_size=5).map(b"".join))
def test_a_part_begins_plainly_where_the_pattern_says_so(content: bytes) -> None:
    assert begins_plainly(content) == (views._DECLARATION.match(content) is not None)


@pytest.mark.parametrize("attributes", [1, 30, 40, 400])
def test_views_with_many_attributes_are_left_out_too(attributes: int) -> None:
    """Beyond what is kept, too."""
    content = b"<a>" + b"<sheetViews>" + b"<sheetView" + b' tabSelected="1" topLeftCell="A1"' * attributes + b"/></sheetViews></a>"
    assert without_views(content) == by_patterns(content) == b"<a></a>"
    assert views._are_views.cache_info().currsize <= 256
