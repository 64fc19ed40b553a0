"""`xlplugin watch`: checks each file that arrives in a drop folder, and lays its answer beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xlplugin.cli.application import FormOption, Lang, LangOption, app
from xlplugin.cli.batch import DeadlineOption, IgnoreOption, PriorOption, ReleasesOption, RulesOption, SelectOption, SlipTemplateOption, releases_of
from xlplugin.cli.safe import safe
from xlplugin.text import Text


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
    slip_template: SlipTemplateOption = None,
    deadline: DeadlineOption = None,
) -> None:
    """监视收件文件夹：来一份审一份，通知和标注副本写入其中的“结果”文件夹。按 Ctrl-C 结束。 / Checks each file that arrives; answers go to 结果."""
    from xlplugin.outputs.answers.watch import watch_folder
    from xlplugin.outputs.slips.template import own_slip_template, template_notes
    from xlplugin.runs.job import Job

    def tell(sentence: Text) -> None:
        print(safe(sentence.show(lang.value)), flush=True)

    for sentence in template_notes(own_slip_template(slip_template)) if slip_template else ():
        tell(sentence)
    options = Job((), select, ignore, rules, tuple(form or ()), releases_of(releases), prior)
    watch_folder(folder, lang.value, tell, options, template=slip_template, deadline=deadline)
