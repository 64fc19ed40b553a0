"""What a rule needs and does not have: why its function is not called."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from xlplugin.filing.filing import Filing
from xlplugin.form.model import Form
from xlplugin.rules.declare import Needs, Unknown
from xlplugin.rules.shared.cells_needed import sides_of
from xlplugin.text import Text

NOT_ON_FORM = Text("这份表格没有该规则所用的行或列", "the form has no row or column that the rule is about")
_NO_PRIOR = Text("没有上年数据（用 --prior 指定）", "there is no filing of last year to compare with (give one with --prior)")
_WHOSE_TEXT = Text("文件里有几份报告，不知道文字是哪一份的", "the file holds several reports, and whose the text is cannot be told")
_NO_TEXT = Text("没有报告文字", "the file holds no text of the report")
NO_DOCUMENT = Text("只有各部分文字，没有报告全文（标题、落款等）", "only the text of the sections is there, not the whole report with its title and signature")


class Having(NamedTuple):
    """What a filing has of what rules need, whatever its figures are: most filings of a batch have the same."""

    form: Form
    prior: bool
    text: bool
    document: bool
    several: bool
    """Whether the file holds several reports: whose the text is, nobody can tell."""


def having(filing: Filing, prior: Filing | None) -> Having:
    """What a filing has, beside last year's."""
    has_text = filing.document is not None or bool(filing.narrative)
    several = any(misreading.is_of_several_reports for misreading in filing.facts.misreadings)
    return Having(filing.form, prior is not None, has_text, filing.document is not None, several)


def lacks(needs: Needs, has: Having) -> Unknown | None:
    """What a filing lacks before its figures are looked at; None where nothing."""
    if needs.prior and not has.prior:
        return Unknown(_NO_PRIOR)
    if (needs.text or needs.document) and not has.text:
        return Unknown(_WHOSE_TEXT if has.several else _NO_TEXT)
    if needs.document and not has.document:
        return Unknown(NO_DOCUMENT)
    return None if _fits(needs, has.form) else Unknown(NOT_ON_FORM)


@lru_cache(maxsize=4096)
def _fits(needs: Needs, form: Form) -> bool:
    """Whether the form has the rows and columns that the rule is about."""
    has_all = all(_is_on(form, name) for name in (*needs.fields, *needs.on_form))
    has_one = not needs.one_of or any(_is_on(form, name) for name in needs.one_of)
    return has_all and has_one and (needs.sides_of is None or bool(sides_of(needs.sides_of, form)))


def _is_on(form: Form, name: str) -> bool:
    """Whether the form has a cell, or a row or table that has cells."""
    return name in form.fields or any(field.startswith(f"{name}.") for field in form.fields)
