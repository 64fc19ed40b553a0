"""What the rules' examples are for: they see a limit that moves, and a function in which one token is another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest
from _mutants import Mutant, mutants_of, put_in_place
from mutate_rules import RULES, faults, files_of, folders, harmless, outcomes

from xlplugin.checking.example_claims import differences
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Context, Example, default_limits

_YEARS = {("F01", "error_from"), ("F08", "earliest")}


def _moved() -> Iterator[tuple[str, str, Any]]:
    """Every limit, a tenth of it (or the least step: one, a year, a day) lower and higher."""
    for rule, limits in default_limits().items():
        for name, value in limits.items():
            yield from ((rule, name, _by_a_step(rule, name, value, sign)) for sign in (-1, 1))


def _by_a_step(rule: str, name: str, value: float, sign: int) -> Any:
    if rule == "D13":
        day = dt.date(2022, *divmod(int(value), 100)) + dt.timedelta(days=sign)
        return day.month * 100 + day.day
    if isinstance(value, int):
        return value + sign * (1 if (rule, name) in _YEARS else max(1, value // 10))
    return float(Decimal(str(value)) * (10 + sign) / 10)


@pytest.mark.parametrize(("rule", "name", "value"), [pytest.param(*moved, id="-".join(map(str, moved))) for moved in _moved()])
def test_a_limit_that_moves_is_seen_by_an_example_of_its_rule(rule: str, name: str, value: Any) -> None:
    limits: Mapping[str, Mapping[str, Any]] = {**default_limits(), rule: {**default_limits()[rule], name: value}}
    assert any(differences(catalogue()[rule], example, Context(limits=limits)) for example in catalogue()[rule].examples)


@pytest.mark.slow
@pytest.mark.parametrize("family", ["R", "V"])
def test_a_change_of_one_token_is_seen_by_an_example_or_listed_as_harmless(family: str) -> None:
    tried = [one for path in files_of(family) for one in outcomes(path)]
    assert tried and faults(tried) == []


def test_each_change_that_is_listed_as_harmless_can_be_made_and_has_its_reason() -> None:
    for file, listed in harmless().items():
        assert set(listed) <= {name for mutant in mutants_of(RULES / file) for name in (mutant.key, mutant.function)}
        assert all(len(reason) > 20 for reason in listed.values())


def test_every_rule_stands_in_a_folder_whose_functions_are_changed() -> None:
    files = {path for family in folders() for path in files_of(family)}
    assert {rule.id.lower() for rule in catalogue().values()} <= {path.stem.partition("_")[0] for path in files}


def test_a_changed_function_runs_in_place_of_its_own_and_is_put_back() -> None:
    rule = catalogue()["R10"]
    [path] = RULES.glob("requests/r10_*.py")
    mutant = next(one for one in mutants_of(path) if one.change == "filing.amount(field) == surplus -> filing.amount(field) != surplus")
    assert _says_otherwise(mutant, f"xlplugin.rules.requests.{path.stem}", rule.examples)
    assert not any(differences(rule, example) for example in rule.examples)


def _says_otherwise(mutant: Mutant, module: str, examples: tuple[Example, ...]) -> bool:
    with put_in_place(mutant, module):
        return any(differences(catalogue()["R10"], example) for example in examples)


@pytest.mark.parametrize(
    ("claims", "fault"),
    [
        ({"says": "而这一行已有：商业企业 2"}, "says"),
        ({"says": ("自然人 2", "“总计”没有填")}, "says"),
        ({"expected": 3}, "expected"),
        ({"expected": Decimal(2)}, "expected"),
        ({"related": ()}, "related"),
        ({"actual": 0}, "actual"),
        ({"fails_at": ()}, "fails_at"),
        ({"not_checked": ("requests.received.total",)}, "not_checked"),
    ],
)
def test_an_example_that_claims_what_its_rule_does_not_say_is_told(claims: dict[str, Any], fault: str) -> None:
    true = {"fails_at": ("requests.received.total",), "says": ("“总计”没有填", "自然人 2"), "expected": 2, "related": ("requests.received.natural_person",)}
    values = {"requests.received.natural_person": 2, "requests.received.total": None}
    assert differences(catalogue()["R04"], Example(values, **true)) == []  # type: ignore[arg-type]
    [line] = differences(catalogue()["R04"], Example(values, **{**true, **claims}))
    assert line.startswith(f"{fault}: ")
