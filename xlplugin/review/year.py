"""Which year is a batch of? As it is said, else the one that the roster's deadlines mean, else the newest year that is as good as complete.

A year that no report can be of (F08) is a slip of the pen, and taken only where there are no others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from xlplugin.filing.submissions import Submission
from xlplugin.review.roster import Roster
from xlplugin.rules.declare import Limits, default_limits
from xlplugin.rules.shared.report_years import plausible_years
from xlplugin.text import Text, join

_COMPLETE = 0.5
"""A newer year counts as the batch's once half as many organs have sent for it as for the year of most: what came first of it does not make the others missing."""
_BY_DEADLINE = Text("按 {year} 年度审核（名册的截止日期在 {due} 年）", "taken as the reports of {year} (the roster's deadlines are in {due})")
_BY_NEWEST = Text("按 {year} 年度审核（报送较齐的最近一年）", "taken as the reports of {year} (the newest year that is nearly complete)")
_ASKED = Text("按 {year} 年度审核", "the reports of {year}")
_OTHERS = Text("；另收到 {others}", "; besides there are {others}")
_OF = Text("{year} 年度 {n} 份", "{n} of {year}")
_NOT_JUDGED = Text("，只列出，不审核", ", listed and not judged")
_HINT = Text("。只审一个年度请加 --year", ". For one year only, say --year")


def year_of_batch(submissions: Iterable[Submission], roster: Roster | None, asked: int | None, limits: Limits | None = None) -> tuple[int | None, Text | None]:
    """The year, and what is to be said of it where files of several years are there; None where all are of one. `limits`: default the catalogue's."""
    organs: dict[int, set[str]] = {}
    counts: Counter[int] = Counter()
    for one in submissions:
        if one.named_year is not None:
            organs.setdefault(one.named_year, set()).add(one.named or one.file)
            counts[one.named_year] += 1
    earliest, latest = plausible_years(limits or default_limits())
    organs = {year: who for year, who in organs.items() if earliest <= year <= latest} or organs
    due = sorted({member.deadline.year for member in roster.members if member.deadline}) if roster else []
    if asked is not None:
        year, words = asked, _ASKED.fill(year=str(asked))
    elif due and due[-1] - 1 in organs:
        year, words = due[-1] - 1, _BY_DEADLINE.fill(year=str(due[-1] - 1), due=str(due[-1]))
    elif organs:
        most = max(map(len, organs.values()))
        year = max(year for year, who in organs.items() if len(who) >= most * _COMPLETE)
        words = _BY_NEWEST.fill(year=str(year))
    else:
        return None, None
    others = {one: count for one, count in counts.items() if one != year}
    return year, _said(words, others, asked is not None) if others else None


def _said(words: Text, others: Mapping[int, int], is_asked: bool) -> Text:
    told = join((_OF.fill(year=str(year), n=count) for year, count in sorted(others.items(), reverse=True)), "、", ", ")
    return words + _OTHERS.fill(others=told) + (_NOT_JUDGED + Text("。", ".") if is_asked else _HINT.fill() + Text("。", "."))
