"""What the rules of the family share: one hit for each misreading of a kind, in the words of a reviewer."""

from __future__ import annotations

from collections.abc import Iterator

from xlplugin.filing import Filing, Misreading
from xlplugin.form.model import Line
from xlplugin.rules.declare import Context, Hit, Inspect
from xlplugin.rules.listing import listed, quoted
from xlplugin.text import Text, same

READ = Text("数字已按标签和格数对上，照常审核；请对照原件核实", "its figures were told by labels and count and are checked as usual; compare them with the original")
UNREAD = Text("{count} 格数字无法确定，未读取，相关规则未审核；请提供可编辑的原件", "{count} figures cannot be told and were left out, so rules that need them did not run; ask for an editable original")
NO_FIGURES = Text("不影响已读取的数字", "the figures that were read are not affected")
_NOWHERE = Text("（无字）", "(no words)")


def inspect(kind: str) -> Inspect:
    """The check of a rule: every misreading of its kind."""

    def check(filing: Filing, context: Context) -> Iterator[Hit]:
        for misreading in filing.facts.misreadings:
            if misreading.kind == kind:
                yield _hit(filing, misreading)

    return check


def _hit(filing: Filing, misreading: Misreading) -> Hit:
    fields = misreading.fields
    title = next((table.title.text for table in filing.form.tables if table.id == misreading.table), same(misreading.table))
    outcome = NO_FIGURES if not fields and misreading.is_read else READ if misreading.is_read else UNREAD.fill(count=len(fields)) if fields else NO_FIGURES
    where = _where(filing, fields)
    text = quoted(misreading.text) if misreading.text.strip() else _NOWHERE
    return Hit(
        field=fields[0] if fields else None,
        place=misreading.place,
        actual=misreading.text,
        related=tuple(fields[1:]),
        words={"table": title, "where": where, "text": text, "outcome": outcome},
    )


def _where(filing: Filing, fields: tuple[str, ...]) -> Text:
    """The rows that a misreading concerns, by their labels; the table where it concerns none of them."""
    lines = dict.fromkeys(_row(filing, name) for name in fields if name in filing.form.fields)
    if not lines:
        return Text("表格", " the table")
    named = listed([line.label.text for line in lines], unit="行")
    return Text(f"“{named.zh}”行", f" row {named.en}") if len(lines) == 1 else Text(f"“{named.zh}”各行", f" rows {named.en}")


def _row(filing: Filing, name: str) -> Line:
    return filing.form.fields[name].row


