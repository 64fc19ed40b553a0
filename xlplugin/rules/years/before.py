"""What the rules across years share: last year's filing, whether it is last year's, and how the two files are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from xlplugin.filing.filing import Filing
from xlplugin.form.organ import short_name
from xlplugin.rules.declare import Context, Hit, Inspect, Unknown
from xlplugin.text import Text, same

Compare = Callable[[Filing, Filing, Context], Iterator[Hit | Unknown]]


def with_prior(compare: Compare) -> Inspect:
    """A check that compares a filing with last year's. It says nothing without one, and cannot tell where the other report is not last year's."""

    def inspect(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
        prior = context.prior
        if prior is None:
            return
        if other_organ(filing, prior) or other_year(filing, prior):
            yield Unknown(Text("用来对比的报告不是本单位上一年的（见 Y07）", "the report compared with is not this organ's of last year (see Y07)"))
        else:
            for case in compare(filing, prior, context):
                yield replace(case, basis=_basis(case)) if isinstance(case, Hit) else case

    return inspect


def _basis(hit: Hit) -> tuple[str, ...]:
    """The figures that the message tells, last year's among them; without the files' names, which may change."""
    return tuple(f"{name}={value.zh if isinstance(value, Text) else value}" for name, value in hit.words.items() if name not in ("this", "last"))


def other_year(filing: Filing, prior: Filing) -> bool:
    """Whether both reports name their year and the other one's is not the year before."""
    return filing.year is not None and prior.year is not None and prior.year != filing.year - 1


def other_organ(filing: Filing, prior: Filing) -> bool:
    """Whether both reports name their organ and the two names cannot be one organ's."""
    if not filing.organ or not prior.organ:
        return False
    here, there = short_name(filing.organ), short_name(prior.organ)
    shorter, longer = sorted((here, there), key=len)
    return here != there and not (len(shorter) > 2 and longer.endswith(shorter))


def called(filing: Filing, otherwise: Text) -> Text:
    """How a message calls a report: its file's name, or in words where it came from no file."""
    name = re.split(r"[\\/]", filing.file)[-1]
    return same(name) if name else otherwise


def last_report(prior: Filing) -> Text:
    """The name of last year's file."""
    return called(prior, Text("上年报告", "last year's report"))


def both_reports(filing: Filing, prior: Filing) -> tuple[Text, Text]:
    """The names of this year's and last year's file, with their folders where the names are alike."""
    this, last = called(filing, Text("本年报告", "this year's report")), last_report(prior)
    if this != last:
        return this, last
    folders = [re.split(r"[\\/]", one.file)[-2:-1] for one in (filing, prior)]
    now, before = (same("/".join((*folder, name.zh))) for folder, name in zip(folders, (this, last), strict=True))
    return now, before


def unread_before(filing: Filing, prior: Filing, now: dict[str, str]) -> Iterator[Unknown]:
    """One `Unknown` where a cell of this year or the one it is compared with cannot take part in arithmetic.

    `now` gives for each field id of this year the field id of last year.
    """
    doubtful = [field for field, before in now.items() if not filing.is_known(field) or not prior.is_known(before)]
    if doubtful:
        field = doubtful[0]
        whose = Text("本年", "this year's") if not filing.is_known(field) else Text("上年", "last year's")
        reason = Text("{whose}的“{cell}”没有找到，或读不出数", '{whose} "{cell}" was not found or cannot be read as a number')
        if len(doubtful) > 1:
            reason += Text("，另有 {more} 格也无法比较", ", nor can {more} more cells be compared")
        name = filing.form.fields[field].text
        yield Unknown(reason.fill(whose=whose, cell=name, more=len(doubtful) - 1), field)
