"""The indicators: each with its numerator, its denominator and what it cannot say. Sheets, charts and pages are all made from this list.

Source: the terms are cells of the official form (国办公开办函〔2021〕30号 and 〔2019〕60号); the shares are those that yearly
circulars of provincial and municipal offices give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from xlplugin.form.model import Form
from xlplugin.indicators.terms import Term, added, rows_of
from xlplugin.text import NOTHING, Text

FEW = 30
"""A share of fewer cases than these says little."""
_CONCLUDED = ("upheld", "corrected", "other")
_LITIGATION = "litigation"


@dataclass(frozen=True, slots=True)
class Indicator:
    """`over` divided by `under`; a plain count where there is no `under`. `group`: the rows of section three that are its reasons."""

    id: str
    title: Text
    over: tuple[Term, ...]
    under: tuple[Term, ...] = ()
    group: str = ""
    note: Text = NOTHING

    @property
    def formula(self) -> Text:
        """Written out: （予以公开＋部分公开）÷办理总计."""
        over, under = added(self.over), added(self.under)
        if not self.under:
            return over
        return _bracketed(over, len(self.over)) + Text("÷", " / ") + _bracketed(under, len(self.under))


def _bracketed(text: Text, terms: int) -> Text:
    return Text(f"（{text.zh}）", f"({text.en})") if terms > 1 else text


_RECEIVED = Term(Text("本年新收", "received"), "requests", "received")
_CARRIED_IN = Term(Text("上年结转", "carried in"), "requests", "carried_in")
_HANDLED = Term(Text("办理结果总计", "results in total"), "requests", "results_total")

INDICATORS: tuple[Indicator, ...] = (
    Indicator("received", Text("新收申请（件）", "requests received"), (_RECEIVED,)),
    Indicator(
        "disclosed",
        Text("实质公开率", "disclosed"),
        (Term(Text("予以公开", "granted"), "requests", "granted"), Term(Text("部分公开", "partly granted"), "requests", "partly_granted")),
        (_HANDLED,),
    ),
    Indicator("refused", Text("不予公开占比", "refused"), (Term(Text("不予公开各项", "refused"), "requests", "refused"),), (_HANDLED,), "refused"),
    Indicator("unavailable", Text("无法提供占比", "unavailable"), (Term(Text("无法提供各项", "unavailable"), "requests", "unavailable"),), (_HANDLED,), "unavailable"),
    Indicator("declined", Text("不予处理占比", "declined"), (Term(Text("不予处理各项", "declined"), "requests", "declined"),), (_HANDLED,), "declined"),
    Indicator("carried", Text("结转率", "carried over"), (Term(Text("结转下年度", "carried over"), "requests", "carried_over"),), (_RECEIVED, _CARRIED_IN)),
    Indicator(
        "finished",
        Text("年内办结率", "finished within the year"),
        (_HANDLED,),
        (_RECEIVED, _CARRIED_IN),
        note=Text(
            "不是按期办结率：表式不登记每件的收件、延期和答复日期，看不出是否在法定期限内答复；结转的件也可能尚在期限内。",
            "not the share answered in time: the form holds no dates of receipt, extension or answer, and what is carried over may still be within its term",
        ),
    ),
    Indicator(
        "disputed",
        Text("争议转化率", "disputed"),
        (Term(Text("行政复议总计", "reconsiderations"), "review", "reconsideration"), Term(Text("未经复议直接起诉总计", "direct lawsuits"), "review", "litigation_direct")),
        (_RECEIVED,),
        note=Text("复议后起诉的不再计，以免一件计两次；复议、诉讼可能因往年的申请引起。", "lawsuits after a reconsideration are not counted again; disputes may stem from requests of earlier years"),
    ),
    Indicator(
        "reconsideration_corrected",
        Text("复议纠错率", "corrected on reconsideration"),
        (Term(Text("复议结果纠正", "corrected"), "review", "reconsideration", ("corrected",)),),
        (Term(Text("复议已审结（维持＋纠正＋其他）", "concluded (upheld + corrected + other)"), "review", "reconsideration", _CONCLUDED),),
        note=Text("尚未审结的不计入。", "pending cases are left out"),
    ),
    Indicator(
        "litigation_corrected",
        Text("诉讼纠错率", "corrected in court"),
        (Term(Text("诉讼结果纠正（直接起诉和复议后起诉）", "corrected"), "review", _LITIGATION, ("corrected",)),),
        (Term(Text("诉讼已审结（维持＋纠正＋其他）", "concluded (upheld + corrected + other)"), "review", _LITIGATION, _CONCLUDED),),
        note=Text("尚未审结的不计入。", "pending cases are left out"),
    ),
)
SHARES = tuple(one for one in INDICATORS if one.under)
GROUPS = tuple(one for one in INDICATORS if one.group)
"""Those that have reasons."""


def reason_terms(form: Form) -> Iterator[tuple[str, Term]]:
    """The reasons of an edition: row id, and the cell that counts it."""
    for one in GROUPS:
        for row in rows_of(form, "requests", one.group):
            yield row.id, Term(Text(row.label.official, row.label.en), "requests", row.id)


@lru_cache(maxsize=64)
def fields_of(form: Form) -> tuple[str, ...]:
    """Every cell of an edition that some indicator counts, in the form's order."""
    terms: Iterable[Term] = (*(term for one in INDICATORS for term in (*one.over, *one.under)), *(term for _, term in reason_terms(form)))
    used = {name for term in terms for name in term.fields(form)}
    return tuple(name for name in form.fields if name in used)
