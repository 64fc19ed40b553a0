"""Holds what the text says against the tables, and says where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlplugin.filing.filing import Filing
from xlplugin.rules.declare import Hit, Unknown
from xlplugin.rules.narrative.mentions import Said, said
from xlplugin.rules.narrative.subject_cells import Cells, cells_of, others_of
from xlplugin.rules.shared.cells_needed import cannot_tell, figures, total, unread
from xlplugin.sentences import Share
from xlplugin.text import Text

_COME_TO, _ALL_NONE = Text("，合计 {sum}", ", {sum} in all"), Text("“{first}”等 {count} 格均为 0", '0 in all {count} cells from "{first}" on')
MEND = Text("对照台账，改正文字或表格中有误的一处；都没有错而口径不同的，在文字中写明口径。", "Compare both with the records and correct the one that is wrong; if both are right and count different things, say so in the text.")
SOURCE = Text("《政府信息公开条例》第五十条；同一报告的文字与表格应当一致（经验判断）", "article 50 of the Regulations; text and tables of one report have to agree (judgement)")


def differences(filing: Filing, subjects: Sequence[str], with_zero: bool = True) -> Iterator[Hit | Unknown]:
    """A hit for each number of the text that is none of the sums it may be.

    `with_zero`: whether numbers that say "none", and
    numbers where the table says none, are compared; another rule may speak of those.
    """
    told: set[tuple[str, object]] = set()
    for one in said(filing, *subjects):
        name, number = one.mention.subject, one.mention.number
        cells = cells_of(filing.form, name)
        if not cells or number == "all" or isinstance(number, Share) or (name, number) in told:
            continue
        choices = [cells, *others_of(filing.form, name)]
        used = tuple(dict.fromkeys(field for choice in choices for field in choice))
        if missing := unread(filing, used):
            yield from cannot_tell(filing, missing)
            continue
        if not with_zero and (number == 0) != all(total(filing, choice) == 0 for choice in choices):
            continue
        if number not in [total(filing, choice) for choice in choices]:
            told.add((name, number))
            yield hit(filing, one, cells, used)


def all_told(filing: Filing, subjects: Sequence[str], whole: str, case: str) -> Iterator[Hit | Unknown]:
    """A hit for each subject that the text says all are (全部, 均为), where the table's figure of it is not that of `whole`."""
    told: set[str] = set()
    for one in said(filing, *subjects):
        cells = cells_of(filing.form, one.mention.subject)
        if one.mention.number != "all" or not cells or one.mention.subject in told:
            continue
        told.add(one.mention.subject)
        if missing := unread(filing, (*cells, whole)):
            yield from cannot_tell(filing, missing)
        elif total(filing, cells) != filing.amount(whole):
            yield hit(filing, one, cells, (*cells, whole), case)


def hit(filing: Filing, one: Said, cells: Cells, used: Cells | None = None, case: str | None = None) -> Hit:
    """A hit at the first of the cells. The figure of the text is no demand on the table, so nothing is expected of the cell."""
    fields = used or cells
    words = {**one.words, "said": number_words(one), "shown": _shown(filing, cells, fields)}
    return Hit(cells[0], actual=total(filing, cells), related=tuple(field for field in fields if field != cells[0]), words=words, case=case, span=one.span, basis=one.basis)


def _shown(filing: Filing, cells: Cells, used: Cells) -> Text:
    """The table's figures: each, or of a sum those that are not 0 and what they come to."""
    if len(cells) == 1:
        return figures(filing, used)
    filled = [field for field in cells if filing.amount(field) != 0]
    if not filled:
        return _ALL_NONE.fill(first=filing.form.fields[cells[0]].text, count=len(cells))
    return figures(filing, filled) + (_COME_TO.fill(sum=total(filing, cells)) if len(filled) > 1 else Text("", ""))


def number_words(one: Said) -> object:
    """The number of the text, as a message says it."""
    number = one.mention.number
    if number == "all":
        return Text("“全部”", '"all"')
    return str(number) if isinstance(number, Share) else number
