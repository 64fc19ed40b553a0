"""`xlplugin watch`: checks each file that arrives in a drop folder, and lays its answer beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlplugin.cli.application import FormOption, Lang, LangOption, app
from xlplugin.cli.batch import (
    DatedOption,
    DeadlineOption,
    IgnoreOption,
    PriorOption,
    ReleasesOption,
    RosterOption,
    RulesOption,
    SelectOption,
    SenderOption,
    SlipTemplateOption,
    releases_of,
    roster_of,
)
from xlplugin.cli.safe import safe
from xlplugin.text import Text

if TYPE_CHECKING:
    from xlplugin.runs.store.results import Results


@app.command("watch")
def watch_command(
    folder: Annotated[Path, typer.Argument(help="收件文件夹 / the drop folder", metavar="FOLDER")],
    lang: LangOption = Lang.ZH,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    form: FormOption = None,
    prior: PriorOption = None,
    rules: RulesOption = None,
    releases: ReleasesOption = None,
    roster: RosterOption = None,
    report: Annotated[list[str] | None, typer.Option("--report", help="每来一份就重写的报告，可多次，同 check / reports written anew after each arrival, as for check", metavar="KIND=TARGET")] = None,
    slip_template: SlipTemplateOption = None,
    deadline: DeadlineOption = None,
    sender: SenderOption = None,
    dated: DatedOption = None,
) -> None:
    """监视收件文件夹：来一份审一份，通知和批注副本写入其中的“结果”文件夹。按 Ctrl-C 结束。 / Checks each file that arrives; answers go to 结果."""
    from xlplugin.outputs.answers.watch import watch_folder
    from xlplugin.outputs.kinds import wanted
    from xlplugin.outputs.slips.options import SlipOptions
    from xlplugin.outputs.slips.template import own_slip_template, template_notes
    from xlplugin.runs.job import Job

    def tell(sentence: Text) -> None:
        print(safe(sentence.show(lang.value)), flush=True)

    for sentence in template_notes(own_slip_template(slip_template)) if slip_template else ():
        tell(sentence)
    options = Job((), select, ignore, rules, tuple(form or ()), releases_of(releases), tuple(prior or ()))
    slips = SlipOptions(slip_template, deadline, sender, dated)
    told: set[Text] = set()  # of the last round: what is as it was is not said again
    reports, members = wanted(report or ()), roster_of(roster)

    def on_round(results: Results) -> None:
        from xlplugin.outputs.answers.reports import write_reports

        standing, *remarks = write_reports(results, members, reports, lang.value, slips)
        for sentence in (standing, *(remark for remark in remarks if remark not in told)):
            tell(sentence)
        told.clear()
        told.update(remarks)

    watch_folder(folder, lang.value, tell, options, slips=slips, on_round=on_round if reports or members else None)
