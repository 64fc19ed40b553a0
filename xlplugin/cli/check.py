"""`xlplugin check`: reads, checks and prints; exit status 0, 1 (findings) or 2 (something could not be checked)."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlplugin.cli.app import FormOption, Lang, LangOption, app, safe
from xlplugin.errors import UsageError
from xlplugin.text import Language

if TYPE_CHECKING:
    from xlplugin.batch.prior import Priors
    from xlplugin.batch.releases import Release
    from xlplugin.findings import Report
    from xlplugin.form import Form
    from xlplugin.rules.declare import Context, Rule

MANY_FILES = 5
"""From this many files on, a terminal is shown a progress bar."""


class Format(StrEnum):
    """How reports are printed."""

    TEXT = "text"
    JSON = "json"


class FailOn(StrEnum):
    """The least severity that makes the exit status 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


SelectOption = Annotated[str | None, typer.Option("--select", help="只用这些规则，如 R,C01 / only these rules", metavar="RULES")]
IgnoreOption = Annotated[str | None, typer.Option("--ignore", help="不用这些规则 / not these rules", metavar="RULES")]


@app.command("check")
def check_command(
    paths: Annotated[list[Path], typer.Argument(help="工作簿或文件夹 / workbooks or folders", metavar="PATH...")],
    format_: Annotated[Format, typer.Option("--format", help="输出格式 / output")] = Format.TEXT,
    lang: LangOption = Lang.ZH,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="达到此等级时退出码为 1 / exit status 1 from this severity on")] = FailOn.ERROR,
    form: FormOption = None,
    prior: Annotated[Path | None, typer.Option("--prior", help="上年的工作簿，或按单位、年度查找的文件夹 / last year's workbook, or a folder of them", metavar="PATH")] = None,
    rules: Annotated[Path | None, typer.Option("--rules", help="本单位自定的规则和界限（TOML） / a unit's own rules and thresholds", metavar="TOML")] = None,
    releases: Annotated[Path | None, typer.Option("--releases", help="审核放行清单（csv 或 xlsx） / a reviewer's list of releases", metavar="FILE")] = None,
) -> None:
    """校验工作簿。退出码：0 无问题，1 有问题，2 有文件无法审核。 / Checks workbooks; exit status 0, 1 (findings), 2 (not checked)."""
    from xlplugin.batch.files import find_files
    from xlplugin.batch.run import check_files

    forms = known_forms(form)
    chosen, context = _rules(select, ignore, rules, forms)
    before = _priors(prior, forms, lang.value)
    passes = _releases(releases)
    files = find_files(paths)
    if not files.paths:
        raise UsageError(zh="指定的文件夹里没有工作簿。", en="the folders hold no workbook")
    with _progress(len(files.paths), lang.value) as advance:
        reports = check_files(files.paths, chosen, context, forms, advance, before, passes)
    if format_ is Format.JSON:
        from xlplugin.writing.json import reports_json

        sys.stdout.write(reports_json(reports, lang.value))
    else:
        from rich.console import Console

        from xlplugin.writing.terminal import print_reports

        print_reports(reports, files.skipped, lang.value, Console(highlight=False, emoji=False, markup=False))
    raise typer.Exit(exit_status(reports, fail_on))


def exit_status(reports: list[Report], fail_on: FailOn) -> int:
    """2 where a file could not be checked at all, else 1 where a finding is at or above the threshold, else 0."""
    from xlplugin.findings import Severity

    if any(report.status == "unreadable" for report in reports):
        return 2
    if fail_on is FailOn.NEVER:
        return 0
    least = Severity[fail_on.name]
    return int(any(finding.severity >= least and finding.waived is None for report in reports for finding in report.findings))


def _rules(select: str | None, ignore: str | None, own: Path | None, forms: list[Form] | None) -> tuple[list[Rule], Context]:
    """The rules to run with their thresholds: those that run by default or are selected, and the unit's own."""
    from xlplugin.rules.blocks import load_blocks
    from xlplugin.rules.declare import Context
    from xlplugin.rules.select import choose

    blocks = load_blocks(own, forms) if own else None
    added = {rule.id: rule for rule in blocks.rules} if blocks else {}
    return choose(select, ignore, added), Context(limits=blocks.limits) if blocks else Context()


def _priors(path: Path | None, forms: list[Form] | None, language: Language) -> Priors | None:
    """Last year's filings; what could not be read of a folder is told on the standard error."""
    from xlplugin.batch.prior import read_priors

    if path is None:
        return None
    priors = read_priors(path, forms)
    for sentence in priors.unread:
        print(safe(sentence.show(language)), file=sys.stderr)
    return priors


def _releases(path: Path | None) -> tuple[Release, ...]:
    from xlplugin.batch.releases import read_releases

    return read_releases(path) if path else ()


def known_forms(paths: list[Path] | None) -> list[Form] | None:
    """The program's editions and those of the files given; one of your own stands in for the program's of the same name."""
    from xlplugin.form import editions, load_form

    return list({**editions(), **{form.edition: form for form in map(load_form, paths)}}.values()) if paths else None


def _progress(total: int, language: Language):  # type: ignore[no-untyped-def]  # a context manager that yields a function
    """A progress bar on a terminal for more than a few files; elsewhere nothing."""
    from contextlib import contextmanager

    @contextmanager
    def bar():  # type: ignore[no-untyped-def]
        if total <= MANY_FILES or not sys.stderr.isatty():
            yield lambda: None
            return
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task({"zh": "正在审核", "en": "checking"}[language], total=total)
            yield lambda: progress.advance(task)

    return bar()
