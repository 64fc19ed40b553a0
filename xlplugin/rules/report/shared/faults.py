"""Several faults of the text that one finding tells of: the first names its section as the finding's lead, the others name theirs in the list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlplugin.filing.document import Span
from xlplugin.rules.report.shared.texts import Passage
from xlplugin.rules.shared.wording import listed
from xlplugin.text import NOTHING, Text


@dataclass(frozen=True, slots=True)
class Fault:
    """What a passage says that it should not, and the words of the passage that say it."""

    passage: Passage
    text: Text
    words: str


def words_of(faults: Sequence[Fault], zh: str = "、", en: str = ", ") -> dict[str, object]:
    """{where}, the section of the first fault, where it stands in one; and {faults}."""
    is_led = faults[0].passage.section is not None
    texts = [fault.text if number == 0 and is_led else _placed(fault) for number, fault in enumerate(faults)]
    where = faults[0].passage.where
    return {"where": Text(where.zh, f"{where.en} ") if is_led else NOTHING, "faults": listed(texts, zh=zh, en=en)}


def span_of(faults: Iterable[Fault]) -> Span:
    """Where the first of them stands."""
    first = next(iter(faults))
    return first.passage.span(first.words)


def _placed(fault: Fault) -> Text:
    return Text(fault.passage.where.zh + fault.text.zh, f"{fault.passage.where.en} {fault.text.en}")
