"""The order in which formulas are evaluated, and which of them refer back to themselves."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping

from xlplugin.filing.cells import Place


def in_order(needs: Mapping[Place, Iterable[Place]]) -> tuple[list[Place], list[Place], list[Place]]:
    """By what each formula needs: each after those it needs; those of circles, and between them; those that only hang on one, in order."""
    users: dict[Place, list[Place]] = {place: [] for place in needs}
    open_needs: Counter[Place] = Counter()
    for place, own in needs.items():
        for need in own:
            if need in users:
                users[need].append(place)
                open_needs[place] += 1
    order: list[Place] = []
    ready = deque(place for place in needs if not open_needs[place])
    while ready:
        place = ready.popleft()
        order.append(place)
        for user in users[place]:
            open_needs[user] -= 1
            if not open_needs[user]:
                ready.append(user)
    left = {place for place in needs if open_needs[place]}
    hanging = _hanging(left, users, needs)
    return order, sorted(left.difference(hanging)), hanging


def _hanging(left: set[Place], users: Mapping[Place, list[Place]], needs: Mapping[Place, Iterable[Place]]) -> list[Place]:
    """Those of what is left that are in no circle and between none."""
    open_users = Counter({place: sum(user in left for user in users[place]) for place in left})
    ready = deque(sorted(place for place in left if not open_users[place]))
    found: list[Place] = []
    while ready:
        place = ready.popleft()
        found.append(place)
        for need in needs[place]:
            if need in left:
                open_users[need] -= 1
                if not open_users[need]:
                    ready.append(need)
    return found[::-1]
