"""What is wrong with the rows of a list that a user wrote: all of it told at once, the same mistake on many rows once."""

from __future__ import annotations

from dataclasses import dataclass, field

from xlplugin.errors import UsageError
from xlplugin.text import Text, join

_MOST_FAULTS, _MOST_ROWS = 20, 5
_SO_MANY = Text("有 {n} 处须改。", "{n} things are to be mended.")
_MORE = Text("另有 {n} 种。", "and {n} more kinds")
_ROWS_MORE = Text("第 {rows} 等 {n} 行：", "rows {rows} and others, {n}: ")


@dataclass
class RowFaults:
    """The mistakes of one list; `name` is what the list is called, with its file."""

    name: Text
    _rows: dict[Text, list[int]] = field(default_factory=dict)

    def add(self, row: int, zh: str, en: str) -> None:
        """One mistake on a row, whose sentence does not name the row."""
        self._rows.setdefault(Text(zh, en), []).append(row)

    @property
    def are_few(self) -> bool:
        """Whether what is told next will be read: looking for what may have been meant takes a while, for thousands of rows too long."""
        return len(self._rows) <= _MOST_FAULTS

    def raise_if_any(self) -> None:
        """Raises a `UsageError` that tells every mistake, the topmost row first; a great many are counted."""
        count = sum(map(len, self._rows.values()))
        if not count:
            return
        told = [_rows_in_words(sorted(rows)) + words for words, rows in sorted(self._rows.items(), key=lambda item: min(item[1]))]
        if count == 1:
            whole = self.name + Text(" ", ", ") + told[0]
        else:
            more = [_MORE.fill(n=len(told) - _MOST_FAULTS)] if len(told) > _MOST_FAULTS else []
            whole = join([self.name + Text("：", ": ") + _SO_MANY.fill(n=count), *told[:_MOST_FAULTS], *more], "\n  ", "\n  ")
        raise UsageError(zh=whole.zh, en=whole.en)


def _rows_in_words(numbers: list[int]) -> Text:
    named = [str(number) for number in numbers[:_MOST_ROWS]]
    if len(numbers) > len(named):
        return _ROWS_MORE.fill(rows=Text("、".join(named), ", ".join(named)), n=len(numbers))
    return Text(f"第 {'、'.join(named)} 行：", f"row {named[0]}: " if len(named) == 1 else f"rows {', '.join(named)}: ")
