"""The form for people who work in pandas: a pandera schema of a frame with one row a filing and one column a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlplugin.errors import UsageError
from xlplugin.form import editions
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Bound, Limits, default_limits

if TYPE_CHECKING:
    import pandera.pandas as pa


def schema(edition: str | None = None, limits: Limits | None = None) -> pa.DataFrameSchema:
    """The bounds of an edition's cells as a pandera schema; default the newest edition.

    The frame has a row for each filing and a float64 column for each field, named by its id (`requests.received.total`), in
    the units of the form (counts; 万元 for amounts), missing where a cell is blank: `pandas.DataFrame` of the `values` in what
    `check --format json` prints. Columns are coerced; one that the form does not have is let pass, one that is missing is told.
    A failure's `check` is the rule's id (C06, C07, C12). `limits`: thresholds by rule, default the catalogue's.
    Raises `UsageError` for an edition that does not exist. Needs pandas and pandera.
    """
    from xlplugin.checking.schema import bound_checks

    known = editions()
    if edition is not None and edition not in known:
        raise UsageError(zh=f"没有 {edition} 年版；可用：{'、'.join(sorted(known))}。", en=f"there is no edition {edition}; there are {', '.join(sorted(known))}")
    form = known[edition or max(known)]
    import pandera.pandas as pa

    rules = [rule for rule in catalogue().values() if isinstance(rule.check, Bound) and rule.holds_for(form.edition)]
    checks = {kind: bound_checks(rules, kind, limits or default_limits()) for kind in {field.kind for field in form.fields.values()}}
    return pa.DataFrameSchema({name: pa.Column("float64", checks[field.kind], nullable=True, coerce=True) for name, field in form.fields.items()}, name=form.edition)
