"""The reports over everything in a drop folder, and where the organs of the roster stand: written anew after each arrival."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from xlplugin.outputs.kinds import Wanted, write
from xlplugin.outputs.slips.options import SlipOptions
from xlplugin.outputs.terminal_batch import standing
from xlplugin.outputs.writer import Checked
from xlplugin.review.review_run import review
from xlplugin.review.roster import Roster
from xlplugin.runs.store.results import Result, Results
from xlplugin.text import Language, Text


def write_reports(results: Results, roster: Roster | None, reports: Sequence[Wanted], language: Language, slips: SlipOptions) -> list[Text]:
    """Writes the reports; gives who owes, who sent and the five states in a line, and what there is to say of the reports."""
    before = results.prior()
    try:
        run = Checked(results, review(results, roster, prior=before), language)
    finally:
        if before is not None:
            before.close()
    written = write(run, reports, slips, _Silent()) if reports else []
    return [standing(run.review), *(sentence for made in written for sentence in made.sentences)]


class _Silent:
    """Prints nothing: each arrival was told already."""

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`."""

    def add(self, result: Result) -> None:
        """See `Writer.add`."""

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`."""
        return ()
