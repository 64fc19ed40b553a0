"""Submissions for tests: the template of an edition, filled in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from xlplugin.form import Form, editions
from xlplugin.outputs.template.template import write_template
from xlplugin.rules import catalogue

_MOST_KEPT = 100
_WRITTEN: dict[tuple[object, ...], bytes] = {}
"""The latest workbooks that were written: most tests want one of a few, and writing takes longer than what is done with it."""


def write_submission(
    path: Path,
    values: Mapping[str, object] | None = None,
    *,
    typed: Mapping[str, object] | None = None,
    form: Form | None = None,
    organ: str = "样例一镇人民政府",
    year: int = 2023,
) -> Path:
    """A filled template whose boxes are all 0 but those of `values`; `typed` stands in place of formulas."""
    form = form or editions()["2021"]
    key = (form, organ, year, repr(sorted((values or {}).items())), repr(sorted((typed or {}).items())))
    if key not in _WRITTEN:
        zeros: dict[str, object] = dict.fromkeys(form.fields, 0)
        write_template(form, path, catalogue().values(), values={**zeros, **(values or {})}, typed=typed, cover={"organ": organ, "year": year})
        if len(_WRITTEN) == _MOST_KEPT:
            del _WRITTEN[next(iter(_WRITTEN))]
        _WRITTEN[key] = path.read_bytes()
    path.write_bytes(_WRITTEN[key])
    return path


CONSISTENT: Mapping[str, object] = {
    "requests.received.natural_person": 15,
    "requests.received.company": 1,
    "requests.granted.natural_person": 9,
    "requests.partly_granted.natural_person": 2,
    "requests.declined_repeated.natural_person": 3,
    "requests.carried_over.natural_person": 1,
    "requests.unavailable_not_held.company": 1,
    "review.reconsideration.upheld": 1,
    "proactive.fees.amount": 43.788,
}
"""Figures that agree with each other."""
