"""What the rules of the family share: one hit for each misreading of a kind, in the words of a reviewer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlplugin.filing.document import Span
from xlplugin.filing.facts import Misreading, MisreadingKind
from xlplugin.filing.filing import Filing
from xlplugin.form.model import Line
from xlplugin.rules.declare import Context, Hit, Inspect
from xlplugin.rules.shared.wording import listed, quoted
from xlplugin.text import Text, same

READ = Text("数字已按标签和格数对上，照常审核；请对照原件核实", "its figures were told by labels and count and are checked as usual; compare them with the original")
UNREAD = Text("{count} 格数字无法确定，未读取，相关规则未审核；请提供可编辑的原件", "{count} figures cannot be told and were left out, so rules that need them did not run; ask for an editable original")
NO_FIGURES = Text("不影响已读取的数字", "the figures that were read are not affected")
UNPLACED = Text("其中的数字无法确定属于哪一格，没有读取；请提供可编辑的原件", "which cell its figures belong to cannot be told, so they were left out; ask for an editable original")
_QUOTED, _SEVERAL = Text("，原文是“{text}”", '; it says "{text}"'), Text("等共 {count} 处", " and others, {count} in all")
_SOME_ROW, IN_TABLE_AT_LARGE = Text("中有一行", "one of its rows"), Text("表格", "the table")
_SOME_ROWS = Text("中有几行", "some of its rows")
MOST_EACH = 3
"""So many places of one kind in a table may be told one by one; more of them have one cause."""


def inspect(kind: MisreadingKind, no_row: Text = _SOME_ROW) -> Inspect:
    """The check of a rule: every misreading of its kind, many in one table as one. `no_row`: what it concerns where no row of the form is known."""

    def check(filing: Filing, context: Context) -> Iterator[Hit]:
        groups: dict[tuple[str, bool, bool], list[Misreading]] = {}
        for misreading in filing.facts.misreadings:
            if misreading.kind == kind:
                groups.setdefault((misreading.table, misreading.is_read, bool(misreading.fields)), []).append(misreading)
        for group in groups.values():
            for several in [group] if len(group) > MOST_EACH else [[one] for one in group]:
                yield _hit(filing, several, no_row)

    return check


def _hit(filing: Filing, group: Sequence[Misreading], no_row: Text) -> Hit:
    first = group[0]
    fields = tuple(dict.fromkeys(name for misreading in group for name in misreading.fields))
    title = next((table.title.text for table in filing.form.tables if table.id == first.table), same(first.table))
    where = _where(filing, fields) or (_SOME_ROWS if len(group) > 1 and no_row is _SOME_ROW else no_row)
    quotation = next((misreading.text for misreading in group if misreading.text.strip()), "")
    text = _QUOTED.fill(text=quoted(quotation)) if quotation else same("")
    return Hit(
        field=fields[0] if fields else None,
        place=first.place,
        actual="\n".join(dict.fromkeys(misreading.text.replace("\n", " ") for misreading in group)),
        related=fields[1:],
        span=Span(first.table),
        words={"table": title, "where": where, "text": text + _SEVERAL.fill(count=len(group)) if len(group) > 1 else text, "outcome": _outcome(filing, group, fields)},
    )


def _outcome(filing: Filing, group: Sequence[Misreading], fields: tuple[str, ...]) -> Text:
    """What became of the figures. Those of a row that is none of the form's may be the ones that a cell of the table lacks."""
    if fields:
        return READ if group[0].is_read else UNREAD.fill(count=len(fields))
    is_whole = all(name in filing.cells for name, field in filing.form.fields.items() if field.table == group[0].table)
    has_figures = group[0].kind != "furniture" and any(any(map(str.isdigit, misreading.text)) for misreading in group)
    return UNPLACED if has_figures and not is_whole else NO_FIGURES


def _where(filing: Filing, fields: tuple[str, ...]) -> Text | None:
    """The rows that a misreading concerns, by their labels; None where it concerns none of them."""
    lines = dict.fromkeys(_row(filing, name) for name in fields if name in filing.form.fields)
    if not lines:
        return None
    named = listed([line.label.text for line in lines], unit="行")
    return Text(f"“{named.zh}”行", f"row {named.en}") if len(lines) == 1 else Text(f"“{named.zh}”各行", f"rows {named.en}")


def _row(filing: Filing, name: str) -> Line:
    return filing.form.fields[name].row


