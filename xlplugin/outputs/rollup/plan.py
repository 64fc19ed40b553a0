"""What goes into a roll-up: which organ's report, whose figures it brings, and what is left out, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlplugin.filing.submissions import Submission
from xlplugin.review.review import State
from xlplugin.text import Text, same

NO_LEVEL = "未注明"
OWN_BRANCH = "{organ}本级及直属单位"


@dataclass(frozen=True, slots=True)
class Part:
    """A report that goes in."""

    organ: str
    submission: Submission
    state: State
    covers: tuple[str, ...]
    """The organs whose figures it brings: its own, and those of all organs below it where it takes them in."""
    level: str = NO_LEVEL
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A report that does not go in, or an organ that has none."""

    organ: str
    reason: Text
    submission: Submission | None = None
    is_lacking: bool = False
    """Whether the organ's figures are to be in the roll-up and are not."""


@dataclass(frozen=True)
class Plan:
    """What is added up, for whom, and what is not."""

    target: str | None
    """The organ whose roll-up it is; None where no roster says, and for a roster that is a mere list."""
    year: int | None
    edition: str | None
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]
    owed: tuple[str, ...] | None
    """The organs whose figures are to be in it; None without a roster."""
    own: Submission | None = None
    """The target's own report of everything in its territory: what the roll-up is compared with."""
    level: str | None = None
    """The target's."""
    remarks: tuple[Text, ...] = ()
    """What somebody has to know or to decide."""
    levels: Mapping[str, str] = field(default_factory=dict)
    """By organ."""
    branches: Mapping[str, str] = field(default_factory=dict)
    """By organ, the part of the tree directly below the target that it belongs to; empty without a roster."""

    @property
    def covered(self) -> frozenset[str]:
        """The organs whose figures are in it."""
        return frozenset(name for part in self.parts for name in part.covers)

    @property
    def lacking(self) -> tuple[str, ...]:
        """The organs whose figures are to be in it and are not."""
        covered = self.covered
        return tuple(name for name in self.owed or () if name not in covered)

    @property
    def unaccepted(self) -> tuple[Part, ...]:
        """The parts that nobody has accepted yet."""
        return tuple(part for part in self.parts if part.state != "accepted")

    @property
    def is_preliminary(self) -> bool:
        """Whether it is a 预汇总: somebody is missing in it, or something in it is not accepted."""
        return bool(self.lacking or self.unaccepted)

    @property
    def coverage(self) -> Text:
        """How many organs of how many: 汇总覆盖 38/40 家."""
        if self.owed is None:
            return _NO_ROSTER.fill(n=len(self.parts))
        return _COVERAGE.fill(covered=len(self.owed) - len(self.lacking), owed=len(self.owed))

    @property
    def stamp(self) -> Text | None:
        """What stands across a 预汇总; None for a roll-up of everything, all of it accepted."""
        if not self.is_preliminary:
            return None
        more = _UNACCEPTED.fill(n=len(self.unaccepted)) if self.unaccepted else same("")
        return (_LACKING.fill(n=len(self.lacking)) if self.owed is not None else _PRELIMINARY) + more

    @property
    def note(self) -> Text:
        """Coverage and stamp in one line, for every page."""
        return self.coverage + (Text("；", "; ") + self.stamp if self.stamp else same(""))


_COVERAGE = Text("汇总覆盖 {covered}/{owed} 家", "covers {covered} of {owed} organs")
_NO_ROSTER = Text("汇总 {n} 家（没有名册，应汇总多少家不详）", "covers {n} organs (of how many is not known: no roster)")
_LACKING = Text("预汇总，未含 {n} 家", "preliminary, {n} missing")
_PRELIMINARY = Text("预汇总", "preliminary")
_UNACCEPTED = Text("，含未审核通过 {n} 份", ", {n} of its reports not accepted")
