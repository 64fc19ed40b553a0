"""Goes down the tree of the roster: each organ's figures once, by its own report or by that of one above it."""

from __future__ import annotations

from collections.abc import Sequence

from xlplugin.filing.submissions import Submission
from xlplugin.form.organ import guess_level
from xlplugin.outputs.rollup import words
from xlplugin.outputs.rollup.plan import NO_LEVEL, OWN_BRANCH, LeftOut, Part, Plan
from xlplugin.outputs.rollup.scaling import other_year, taken_incomplete, usual, why_not
from xlplugin.review.review import Entry, Review
from xlplugin.review.roster_tree import WHOLE, WITH_UNITS, Tree, takes_in_those_below
from xlplugin.text import Text


class Walk:
    """One way down the tree, from `root`; None: through a roster that is a mere list."""

    def __init__(self, review: Review, tree: Tree, root: str | None, include_unaccepted: bool, year: int | None) -> None:
        self._review, self._tree, self._root, self._include_unaccepted = review, tree, root, include_unaccepted
        self._names = tuple(tree.parents) if root is None else (root, *tree.below(root))
        self._entries: dict[str, list[Entry]] = {}
        for entry in review.entries:
            if entry.member is not None and entry.member.name in tree.members:
                self._entries.setdefault(entry.member.name, []).append(entry)
        excluded = {other for name in self._names if self._is_excluded(name) for other in (name, *tree.below(name))}
        self._counted = set(self._names) - excluded
        wanted = [entry for name in self._names if name in self._counted for entry in self._entries.get(name, ())]
        self._year, self._edition = usual(wanted, include_unaccepted, year)
        self._parts: list[Part] = []
        self._left_out: list[LeftOut] = []
        self._remarks: list[Text] = []
        self._own: Submission | None = None
        self._is_root_whole = root is not None and tree.members[root].scope == WHOLE

    def plan(self, title: str | None) -> Plan:
        """The plan. What is left out stands in the roster's order, then what the roster does not have."""
        for name in self._tree.roots if self._root is None else (self._root,):
            self._visit(name)
        self._leave_the_others()
        self._remark()
        covered = {name for part in self._parts for name in part.covers}
        owed = tuple(name for name in self._names if name in self._counted and (name in covered or name != self._root or not self._is_root_whole))
        position = {name: at for at, name in enumerate(self._tree.members)}
        lacking = {name for name in owed if name not in covered}
        left_out = [LeftOut(one.organ, one.reason, one.submission, one.organ in lacking) for one in self._left_out]
        return Plan(
            target=title,
            year=self._year,
            edition=self._edition,
            parts=tuple(self._parts),
            left_out=tuple(sorted(left_out, key=lambda one: position.get(one.organ, len(position)))),
            owed=owed,
            own=self._own,
            level=self._level(self._root) if self._root else None,
            remarks=(*self._remarks, *taken_incomplete(self._parts)),
            levels={name: self._level(name) for name in self._names},
            branches={name: self._branch(name) for name in self._names},
        )

    def _visit(self, name: str) -> None:
        """Takes in an organ's report, and goes on below it unless the report takes in everything below."""
        if self._is_excluded(name):
            self._exclude(name)
            return
        entry, reason = self._report(name)
        newest = entry.newest if entry else None
        scope = self._scope(name, newest)
        if name == self._root and scope == WHOLE:
            self._is_root_whole = self._tree.members[name].scope in (None, WHOLE)
            self._own = newest if reason is None else None
            if newest is not None or not self._is_root_whole:
                self._leave(name, reason or words.OWN, newest)
        elif entry is None or newest is None or reason is not None:
            self._leave(name, reason or words.MISSING, newest)
        else:
            below = list(self._tree.below(name))
            takes_in = bool(below) and self._takes_in(name, newest)
            covers = (name, *(other for other in below if takes_in and other in self._counted))
            self._parts.append(Part(name, newest, entry.state, covers, self._level(name, newest), scope))
            if takes_in:
                self._leave_those_inside(name, below, scope)
                return
        for child in self._tree.children[name]:
            self._visit(child)

    def _is_excluded(self, name: str) -> bool:
        """Whether the roster leaves an organ out. For the one whose roll-up is made that speaks of the roll-ups above it."""
        return name != self._root and not self._tree.members[name].is_included

    def _exclude(self, name: str) -> None:
        """Leaves out an organ that is not to be included, and with it all below it."""
        for other in (name, *self._tree.below(name)):
            entry, _ = self._report(other)
            self._leave(other, words.NOT_INCLUDED if other == name else words.ABOVE_NOT_INCLUDED.fill(organ=name), entry.newest if entry else None)

    def _takes_in(self, name: str, newest: Submission) -> bool:
        """Whether an organ's report holds the figures of those below it. Where nobody says, a government's does, but for the one whose roll-up is made."""
        said_by_nobody = self._scope(name, newest) is None
        return not (said_by_nobody and name == self._root) and takes_in_those_below(self._tree.members[name], newest.scope, newest.level)

    def _leave_those_inside(self, name: str, below: Sequence[str], scope: str | None) -> None:
        inside = (words.INSIDE if scope in (WHOLE, None) else words.INSIDE_UNIT).fill(organ=name)
        for other in below:
            entry, _ = self._report(other)
            reason = inside if other in self._counted else words.NOT_INCLUDED
            self._leave(other, reason if entry else reason + words.UNSEEN, entry.newest if entry else None)
        if excluded := [other for other in below if other not in self._counted]:
            self._remarks.append(words.MAY_HOLD.fill(organ=name, names=words.some(excluded)))
        if scope is None:
            self._remarks.append(words.TAKEN_AS_WHOLE.fill(organ=name, n=len(below)))

    def _report(self, name: str) -> tuple[Entry | None, Text | None]:
        """The organ's entry of the year, else its first; and why its report cannot go in, if so. Its other years' are left out here."""
        seen = [entry for entry in self._entries.get(name, ()) if entry.newest is not None]
        chosen = next((entry for entry in seen if entry.newest and entry.newest.named_year == self._year), seen[0] if seen else None)
        for other in seen:
            if other is not chosen and other.newest is not None:
                self._leave(name, other_year(other.newest), other.newest)
        return chosen, why_not(chosen, self._year, self._edition, self._include_unaccepted) if chosen else words.MISSING

    def _leave(self, name: str, reason: Text, submission: Submission | None) -> None:
        self._left_out.append(LeftOut(name, reason, submission))

    def _leave_the_others(self) -> None:
        """What has no place in the walk: merged organs, organs outside the target, and organs that are not on the roster."""
        inside = set(self._names)
        merged = {name: holder for name, holder in self._tree.holders.items() if holder in inside}
        for name, holder in merged.items():
            filed: list[Submission | None] = [entry.newest for entry in self._entries.get(name, ()) if entry.newest is not None]
            for newest in filed or [None]:
                self._leave(name, words.MERGED.fill(organ=holder), newest)
        seen = {*inside, *merged}
        for entry in self._review.entries:
            known = entry.member.name if entry.member else None
            if known not in seen and entry.newest is not None:
                outside = words.OUTSIDE.fill(organ=self._root) if known in self._tree.members else words.NOT_ON_ROSTER
                self._leave(entry.organ, words.UNREADABLE if entry.state == "unreadable" else outside, entry.newest)

    def _scope(self, name: str, newest: Submission | None) -> str | None:
        return (newest.scope if newest else None) or self._tree.members[name].scope

    def _level(self, name: str, newest: Submission | None = None) -> str:
        return self._tree.members[name].level or (newest.level if newest else None) or guess_level(name) or NO_LEVEL

    def _branch(self, name: str) -> str:
        """The organ directly below the root, with organs below itself, that an organ is or belongs to; else the root's own branch."""
        way = [name, *self._tree.above(name)]
        way = way if self._root is None else way[: way.index(self._root)]
        return way[-1] if way and self._tree.children[way[-1]] else OWN_BRANCH.format(organ=self._root or "")

    def _remark(self) -> None:
        """What is odd about who reports for whom: nothing is decided here, it is told."""
        inside = {part.organ for part in self._parts}
        for part in self._parts:
            listed, filed = self._tree.members[part.organ].scope, part.submission.scope
            below = [other for other in self._tree.below(part.organ) if other in inside]
            if listed and filed and listed != filed:
                self._remarks.append(words.SCOPES_DIFFER.fill(organ=part.organ, filed=filed, listed=listed))
            if below and part.scope in (None, WITH_UNITS):
                self._remarks.append((words.WITH_UNITS if part.scope else words.NO_SCOPE).fill(organ=part.organ, names=words.some(below)))
            if part.scope == WHOLE and self._root is None and len(self._parts) > 1:
                self._remarks.append(words.WHOLE_OF_WHAT.fill(organ=part.organ))
