"""What a text may mean to the locator: a label or a unit of money, whose wording counts, or one of a few kinds of other words."""

from __future__ import annotations

from collections.abc import Sequence

from xlplugin.form.model import Form
from xlplugin.form.money import units_stated
from xlplugin.reading.tables.aside import is_aside, is_remark
from xlplugin.reading.tables.match import Matcher, matcher
from xlplugin.reading.tables.typed import figure_of
from xlplugin.reading.workbook.grid import may_be_figure

MOST_TEXTS = 2**14
_MOST_SETS = 8
_kinds: dict[tuple[int, ...], LabelKinds] = {}


class LabelKinds(dict[str, str | tuple[bool, ...]]):
    """By text its kind: the text itself where it names a line or group in any shape of the forms, or states a unit of money, else what the locator asks of other texts."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self.forms = forms
        blocks = [block for edition in forms for form in edition.shapes for table in form.tables for block in table.blocks]
        matchers = [matcher(block, axis) for block in blocks for axis in ("row", "column")]
        self.matcher = Matcher(
            {key: found for one in matchers for key, found in one.keys.items()},
            {key: found for one in matchers for key, found in one.loose_keys.items()},
            {key: found for one in matchers for key, found in one.amounts.items()},
        )

    def __missing__(self, text: str) -> str | tuple[bool, ...]:
        kind = text if self.matcher.match(text) or units_stated(text) else _kind(text)
        if len(self) >= MOST_TEXTS:
            self.clear()
        self[text] = kind
        return kind


def _kind(text: str) -> tuple[bool, ...]:
    """What the locator asks of a text that is no label."""
    aside = is_aside(text)  # as every remark is
    return bool(text), bool(text.strip()), may_be_figure(text), figure_of(text) is not None, aside and is_remark(text), aside


def label_kinds(forms: Sequence[Form]) -> LabelKinds:
    """The kinds of texts for a set of forms."""
    key = tuple(map(id, forms))
    if key not in _kinds:
        if len(_kinds) >= _MOST_SETS:
            _kinds.clear()
        _kinds[key] = LabelKinds(forms)
    return _kinds[key]
