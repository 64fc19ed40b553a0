"""`xlplugin rules`, `explain` and `template`: what is handed out without a submission."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from xlplugin.cli.application import Lang, LangOption, app
from xlplugin.cli.safe import safe
from xlplugin.errors import UsageError


class ListFormat(StrEnum):
    """How the rule list is printed."""

    TEXT = "text"
    JSON = "json"
    MD = "md"


@app.command("rules")
def rules_command(format_: Annotated[ListFormat, typer.Option("--format", help="输出格式 / output")] = ListFormat.TEXT, lang: LangOption = Lang.ZH) -> None:
    """列出全部审核规则。 / Lists the rules."""
    from xlplugin.outputs.machine.objects import rules_json
    from xlplugin.outputs.rule_pages import rule_lines, rule_table
    from xlplugin.rules import catalogue

    rules = list(catalogue().values())
    written = {ListFormat.JSON: rules_json, ListFormat.MD: rule_table, ListFormat.TEXT: rule_lines}[format_](rules, lang.value)
    sys.stdout.write(written)


@app.command("explain")
def explain_command(rule: Annotated[str, typer.Argument(help="规则编号，如 R01 / a rule's id", metavar="RULE")], lang: LangOption = Lang.ZH) -> None:
    """解释一条规则：为什么、依据、算式、例子、怎么改。 / Explains a rule."""
    from xlplugin.checking.examples import messages_of
    from xlplugin.cli.mishaps import page
    from xlplugin.outputs.rule_pages import explain
    from xlplugin.rules.select import named

    if (about := page(rule)) is not None:
        sys.stdout.write(about.show(lang.value))
        return
    found = named(rule)
    if len(found) > 1:
        raise UsageError(zh=f"一次只解释一条规则，如 {found[0].id}。", en=f"explain takes one rule, such as {found[0].id}")
    sys.stdout.write(explain(found[0], lang.value, messages_of))


@app.command("template")
def template_command(
    edition: Annotated[str, typer.Option("--edition", help="版式，或报告年度（如 2020，取当年适用的版式） / the edition, or a report's year: the edition that holds for it", metavar="EDITION|YEAR")] = "2021",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写到哪里 / where to", metavar="FILE")] = None,
    form: Annotated[Path | None, typer.Option("--form", help="自己的版式定义文件 / an edition of your own", metavar="TOML")] = None,
    roster: Annotated[bool, typer.Option("--roster", help="改为取一份空白的应报单位名册 / the empty roster of an office instead")] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """取一份填报模板，或应报单位名册的空表。 / Hands out the template to fill in, or an empty roster."""
    from xlplugin.form import load_form
    from xlplugin.outputs.template.hand_out import FILE_NAME, ROSTER_NAME, hand_out, hand_out_form, hand_out_roster

    if roster:
        target = output or Path(ROSTER_NAME)
        hand_out_roster(target)
    elif form is not None:
        own = load_form(form)
        target = output or Path(FILE_NAME.format(edition=own.edition))
        hand_out_form(own, target)
    else:
        edition = _edition(edition)
        target = output or Path(FILE_NAME.format(edition=edition))
        hand_out(edition, target)
    print(safe({"zh": f"已写出模板：{target}", "en": f"template written: {target}"}[lang.value]))


def _edition(named: str) -> str:
    """An edition by its name, or the one that holds for a report's year; what is neither stays as it is, and is told."""
    from xlplugin.form import editions

    known = editions()
    if named in known or not named.isdecimal():
        return named
    return next((form.edition for form in known.values() if form.fits_year(int(named))), named)
