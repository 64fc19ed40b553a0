"""What a run keeps of a file, as it is stored: packed where it was found, and handed on and written as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from xlplugin.filing.findings import NotChecked
from xlplugin.filing.submissions import Failure, Submission
from xlplugin.runs.store.codec import load
from xlplugin.runs.store.encode import WrittenOnce, dump
from xlplugin.runs.store.lines import pack, unpack
from xlplugin.runs.store.outcome import TEXTS, Outcome

_IN_PART = ('"parts":', '"is_in_part":')
"""Stand in facts as JSON where these fields do: a field that holds its default is not written, and a quotation mark within a text is escaped."""

_UNREADABLE = '"status":"unreadable"'


@dataclass(frozen=True, slots=True)
class Packed:
    """An outcome, packed. What names its row can be read as it is."""

    file: str
    content: str
    failure: Failure
    facts: str
    """The submission as JSON, without what was not checked."""
    missed: str
    """What was not checked, as JSON (see `text_of_missed`)."""
    texts: Mapping[str, bytes]
    """Those of the outcome's `TEXTS` that there are, each a packed line."""

    def unpacked(self) -> Outcome:
        """The outcome."""
        submission = load(Submission, self.facts, not_checked=missed_of(self.missed))
        return Outcome(submission, **{name: unpack(line) for name, line in self.texts.items()})


Row = Outcome | Packed
"""What came of one file, either way."""


def packed(row: Row) -> Packed:
    """The row as it is stored."""
    if isinstance(row, Packed):
        return row
    one = row.submission
    texts = {name: pack(text) for name in TEXTS if name != "base" and (text := row.text(name)) is not None}
    if row.base is not None:
        texts["base"] = _pack_base(row.base)
    return Packed(one.file, one.content, one.failure, dump(one, "not_checked"), text_of_missed(one.not_checked), texts)


_pack_base = lru_cache(maxsize=64)(pack)
"""Files of one layout are told by the same filing."""


@dataclass(frozen=True, slots=True)
class _Missed:
    entries: tuple[NotChecked, ...]


_MISSED = WrittenOnce(lambda missed: dump(_Missed(missed)), 256)


def is_in_part(facts: str) -> bool:
    """Whether facts as they are stored are those of a submission that came in several files or holds some of the form's tables only; they need not be decoded for it."""
    return any(mark in facts for mark in _IN_PART)


def is_unreadable(facts: str) -> bool:
    """Whether facts as they are stored are those of a file that could not be read."""
    return _UNREADABLE in facts


def text_of_missed(missed: tuple[NotChecked, ...]) -> str:
    """What was not checked, as text; most files lack the same, and then hold the same object."""
    return _MISSED(missed)


@lru_cache(maxsize=256)
def missed_of(text: str) -> tuple[NotChecked, ...]:
    """The same object for the same set: ten thousand files do not hold it ten thousand times."""
    return load(_Missed, text).entries
