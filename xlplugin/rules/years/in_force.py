"""What Y02 and Y03 share: documents in force against last year's, what was issued and what was repealed."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.rules.declare import Context, Hit, Unknown
from xlplugin.rules.shared.cells_needed import cannot_tell, has, unread
from xlplugin.rules.years.before import Compare, last_report, unread_before


def in_force_follows(measure: str, *, exactly: bool) -> Compare:
    """A comparison of the documents in force with last year's `measure` of them. `exactly`: the cell has to hold what follows, and the message says what that is."""

    def compare(filing: Filing, prior: Filing, context: Context) -> Iterator[Hit | Unknown]:
        doubtful: list[str] = []
        compared: dict[str, str] = {}
        for row in ("regulations", "normative_documents"):
            issued, repealed, in_force = fields = tuple(f"proactive.{row}.{name}" for name in ("issued", "repealed", "in_force"))
            last = f"proactive.{row}.{measure}"
            if not has(filing.form, *fields) or not has(prior.form, last):
                continue
            doubtful += unread(filing, fields)
            compared[in_force] = last
            if unread(filing, fields) or not prior.is_known(last):
                continue
            before, new, gone = prior.amount(last), filing.amount(issued), filing.amount(repealed)
            follows = before + new - gone
            if filing.amount(in_force) != follows:
                words = {"last": last_report(prior), "before": before, "new": new, "gone": gone, **({"sum": follows} if exactly else {}), "shown": filing.amount(in_force)}
                yield Hit(in_force, actual=filing.cell(in_force).value, expected=follows if exactly and follows >= 0 else None, related=(issued, repealed), words=words)
        if doubtful:
            yield from cannot_tell(filing, doubtful)
        else:
            yield from unread_before(filing, prior, compared)

    return compare
