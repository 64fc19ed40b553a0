"""What a run comes to for the reviewing office: states, rounds, names, dates, and findings that belong to several files."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.batches import InProcess, run_batch
from tests.filings import filing_of
from tests.outcomes import BAD, DOUBTFUL, MTIME, results_of, row
from tests.submissions import CONSISTENT, write_submission
from tests.written import write_json
from xlplugin.filing.coverage import Coverage, Unread
from xlplugin.filing.findings import Severity
from xlplugin.outputs.machine.json import batch_object
from xlplugin.review.review import STATES, Review
from xlplugin.review.review_run import review
from xlplugin.review.roster import Member, Roster
from xlplugin.rules import catalogue
from xlplugin.rules.declare import default_limits
from xlplugin.runs.inputs.names import Names, is_same
from xlplugin.runs.store.results import Results
from xlplugin.text import LANGUAGES, same

HALF_READ = Coverage(200, 100, unread=(Unread("review", ("review.reconsideration.total",), same("残缺。")),))
FEES, DOCUMENTS = "proactive.fees.amount", "proactive.normative_documents.issued"


def roster(*members: Member | str) -> Roster:
    return Roster(tuple(Member(member) if isinstance(member, str) else member for member in members))


def found(reviewed: Review, rule: str) -> list[str | None]:
    """The organs that a rule names."""
    return [one.organ for one in reviewed.findings if one.rule == rule]


def states(reviewed: Review) -> dict[tuple[str, int | None], str]:
    return {(entry.organ, entry.year): entry.state for entry in reviewed.entries}


@pytest.mark.parametrize(
    ("problems", "state"),
    [((), "accepted"), ((DOUBTFUL,), "explain"), ((BAD,), "return"), ((DOUBTFUL, BAD), "return"), ((("C14", Severity.INFO),), "accepted")],
)
def test_the_newest_submission_decides_the_state(problems: tuple[tuple[str, Severity], ...], state: str, tmp_path: Path) -> None:
    old = row("a.xlsx", "样例一镇", BAD, DOUBTFUL, modified="2024-01-02T00:00:00Z")
    with results_of(tmp_path, old, row("b.xlsx", "样例一镇", *problems)) as results:
        [entry] = review(results).entries
    assert entry.state == state and [one.file for one in entry.submissions] == ["a.xlsx", "b.xlsx"]
    assert entry.newest is not None and entry.newest.file == "b.xlsx" and [one.round for one in entry.submissions] == [1, 2]


def test_every_state_there_is_comes_about_and_the_counts_agree(tmp_path: Path) -> None:
    rows = [
        row("1.xlsx", "样例一镇"),
        row("2.xlsx", "样例二镇", DOUBTFUL),
        row("3.xlsx", "样例三镇", BAD),
        row("样例四镇.xlsx", is_readable=False),
        row("7.xlsx", "样例六镇", BAD, coverage=HALF_READ),
        row("6.xlsx", "别县甲镇", BAD),
    ]
    listed = roster(*(f"样例{number}镇" for number in "一二三四五六"))
    with results_of(tmp_path, *rows) as results:
        reviewed = review(results, listed)
    assert [entry.state for entry in reviewed.entries] == ["accepted", "explain", "return", "unreadable", "missing", "incomplete", "return"]
    assert set(STATES) == {entry.state for entry in reviewed.entries}
    assert reviewed.missing == ("样例五镇",) and reviewed.unknown == ("别县甲镇",) and reviewed.has_roster and reviewed.year == 2023
    assert reviewed.counts == {"files": 6, "clean": 1, "with_errors": 2, "with_warnings": 1, "incomplete": 1, "unreadable": 1}
    assert sum(len(entry.submissions) for entry in reviewed.entries) == reviewed.counts["files"]
    assert (found(reviewed, "B02"), found(reviewed, "B03")) == (["样例五镇"], ["别县甲镇"])
    [missing] = [one for one in reviewed.findings if one.rule == "B02"]
    assert missing.severity is Severity.ERROR


def test_without_a_roster_nobody_is_missing_unknown_or_late(tmp_path: Path) -> None:
    with results_of(tmp_path, row("1.xlsx", "样例一镇"), row("2.xlsx", "样例一镇人民政府")) as results:
        reviewed = review(results)
    [entry] = reviewed.entries
    assert entry.member is None and len(entry.submissions) == 2 and (reviewed.missing, reviewed.unknown, reviewed.has_roster) == ((), (), False)
    assert {missed.rule for missed in reviewed.not_checked} == {"B02", "B03", "B06", "B07", "B08"} and found(reviewed, "B01") == ["样例一镇人民政府"]


@pytest.mark.parametrize(
    ("first", "second", "newest"),
    [
        ({"signed": dt.date(2024, 1, 18)}, {"signed": dt.date(2024, 1, 10), "modified": "2024-02-01T00:00:00Z"}, "a.xlsx"),
        ({"signed": dt.date(2024, 1, 18)}, {"modified": "2024-01-19T00:00:00Z"}, "b.xlsx"),
        ({"modified": "2024-01-18T10:00:00Z"}, {"modified": "2024-01-18T09:00:00Z"}, "a.xlsx"),
        ({"modified": "2024-01-18T10:00:00Z"}, {"modified": "2024-01-18T17:30:00"}, "a.xlsx"),
        ({"modified": None, "mtime": MTIME}, {"modified": None, "mtime": MTIME + 1}, "b.xlsx"),
        ({"modified": None, "mtime": MTIME}, {"modified": "2024-01-01T00:00:00Z", "mtime": MTIME + 1}, "b.xlsx"),
        ({"modified": None, "mtime": None}, {"modified": None, "mtime": None}, "b.xlsx"),
    ],
    ids=["signature", "signature and save", "same day", "zones", "files", "like with like", "nothing known"],
)
def test_the_newest_is_told_by_signature_else_by_the_workbook_else_by_the_file(first: dict[str, object], second: dict[str, object], newest: str, tmp_path: Path) -> None:
    rows = [row("a.xlsx", "样例一镇", **first), row("b.xlsx", "样例一镇", **second)]  # type: ignore[arg-type]
    with results_of(tmp_path, *rows) as results:
        [entry] = review(results).entries
    assert entry.newest is not None and entry.newest.file == newest and [one.is_newest for one in entry.submissions] == [False, True]


@pytest.mark.parametrize(("modified", "day"), [("2024-01-31T15:59:59Z", dt.date(2024, 1, 31)), ("2024-01-31T16:00:00Z", dt.date(2024, 2, 1)), ("2024-01-31", dt.date(2024, 1, 31))])
def test_the_day_of_a_submission_is_the_day_in_china(modified: str, day: dt.date, tmp_path: Path) -> None:
    with results_of(tmp_path, row("a.xlsx", "样例一镇", modified=modified)) as results:
        [entry] = review(results).entries
    assert [(one.submitted, one.dated_by) for one in entry.submissions] == [(day, "saved")]


def test_rounds_tell_what_was_mended_what_is_open_and_what_is_new(tmp_path: Path) -> None:
    new = ("C01", Severity.WARNING)
    rows = [row("a.xlsx", "样例一镇", BAD, DOUBTFUL, modified="2024-01-02T00:00:00Z"), row("b.xlsx", "样例一镇", DOUBTFUL, new, ("C14", Severity.INFO))]
    with results_of(tmp_path, *rows, row("c.xlsx", "样例二镇", BAD)) as results:
        reviewed = review(results)
    one, two = (entry.rounds for entry in reviewed.entries)
    assert one is not None and (one.mended, one.open, one.new) == (
        (("R01", "requests.received.total"),),
        (("P05", "requests.received.total"),),
        (("C01", "requests.received.total"),),
    )
    assert two is None
    [told] = [one for one in reviewed.findings if one.rule == "B01"]
    assert "已改 1 处、未改 1 处、新增 1 处" in told.message.zh and told.severity is Severity.INFO


def test_the_file_that_the_reviewer_chose_counts(tmp_path: Path) -> None:
    rows = [row("甲/定稿.xlsx", "样例一镇", modified="2024-01-02T00:00:00Z"), row("甲/又一稿.xlsx", "样例一镇", BAD)]
    with results_of(tmp_path, *rows) as results:
        for chosen, newest in (("定稿.xlsx", "甲/定稿.xlsx"), ("甲/定稿.xlsx", "甲/定稿.xlsx"), ("定稿", "甲/定稿.xlsx"), ("稿.xlsx", "甲/又一稿.xlsx"), (None, "甲/又一稿.xlsx")):
            reviewed = review(results, roster(Member("样例一镇", chosen=chosen)))
            [entry] = reviewed.entries
            assert entry.newest is not None and entry.newest.file == newest
            assert ("采用文件”写的是" in reviewed.findings[0].message.zh) is (chosen == "稿.xlsx")


def test_files_of_one_content_are_one_submission(tmp_path: Path) -> None:
    rows = [row("a.xlsx", "样例一镇", content="same"), row("备份/a.xlsx", "样例一镇", content="same", mtime=MTIME + 9)]
    with results_of(tmp_path, *rows) as results:
        reviewed = review(results)
    [entry] = reviewed.entries
    assert [one.round for one in entry.submissions] == [1, 1] and entry.rounds is None and found(reviewed, "B04") == []
    [told] = [one for one in reviewed.findings if one.rule == "B01"]
    assert "内容相同" in told.message.zh and told.files == ("a.xlsx", "备份/a.xlsx")


def test_an_organ_merged_into_another_is_not_missing(tmp_path: Path) -> None:
    listed = roster("样例一镇", Member("样例二乡", merged_into="样例一镇"), Member("样例三乡", merged_into="样例一镇"))
    with results_of(tmp_path, row("1.xlsx", "样例一镇"), row("3.xlsx", "样例三乡")) as results:
        reviewed = review(results, listed)
    assert reviewed.missing == () and found(reviewed, "B02") == [] and [entry.organ for entry in reviewed.entries] == ["样例一镇", "样例三乡"]


def test_two_years_are_two_entries_and_an_organ_is_missing_in_the_years_that_most_are_of(tmp_path: Path) -> None:
    rows = [row("1.xlsx", "样例一镇"), row("1 旧.xlsx", "样例一镇", BAD, year=2022), row("2.xlsx", "样例二镇", year=2022), row("3.xlsx", "样例三镇")]
    with results_of(tmp_path, *rows) as results:
        reviewed = review(results, roster("样例一镇", "样例二镇", "样例三镇"))
    assert reviewed.year == 2023 and found(reviewed, "B01") == []
    assert states(reviewed) == {("样例一镇", 2023): "accepted", ("样例一镇", 2022): "return", ("样例二镇", 2023): "missing", ("样例二镇", 2022): "accepted", ("样例三镇", 2023): "accepted"}
    assert reviewed.missing == ("样例二镇",)


def test_a_file_without_a_year_or_that_cannot_be_read_counts_for_the_year_that_most_are_of(tmp_path: Path) -> None:
    rows = [row("1.xlsx", "样例一镇", year=None), row("样例二镇.xlsx", is_readable=False), row("样例三镇2022年.xlsx", is_readable=False), row("4.xlsx", "样例四镇")]
    with results_of(tmp_path, *rows) as results:
        reviewed = review(results, roster("样例一镇", "样例二镇", "样例三镇", "样例四镇"))
    assert reviewed.missing == ("样例三镇",)
    assert states(reviewed) == {("样例一镇", 2023): "accepted", ("样例二镇", 2023): "unreadable", ("样例三镇", 2023): "missing", ("样例三镇", 2022): "unreadable", ("样例四镇", 2023): "accepted"}


@pytest.mark.parametrize(
    ("file", "organ"),
    [("样例一镇人民政府2023.xlsx", "样例一镇"), ("样例一镇/年报.xlsx", "样例一镇"), ("样例县/年报.xlsx", "年报.xlsx"), ("年报.xlsx", "年报.xlsx"), ("别处丙镇.xlsx", "别处丙镇")],
)
def test_a_file_that_names_no_organ_is_whose_its_name_or_folder_tells(file: str, organ: str, tmp_path: Path) -> None:
    with results_of(tmp_path, row(file, is_readable=False)) as results:
        reviewed = review(results, roster("样例县人民政府", Member("样例一镇", parent="样例县人民政府")))
    assert [entry.organ for entry in reviewed.entries if entry.submissions] == [organ]
    assert found(reviewed, "B03") == ([] if organ == "样例一镇" else [organ])


def test_nameless_files_are_never_taken_for_rounds_of_each_other(tmp_path: Path) -> None:
    with results_of(tmp_path, *(row(f"{folder}/年报.xlsx", is_readable=False) for folder in "甲乙")) as results:
        reviewed = review(results)
    assert [entry.organ for entry in reviewed.entries] == ["乙/年报.xlsx", "甲/年报.xlsx"] and found(reviewed, "B01") == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("襄垣县下良镇", "襄垣县下良镇人民政府"),
        ("襄垣县下良镇人民政府", "襄垣县下良镇人民政府"),
        ("长治市襄垣县下良镇人民政府", "襄垣县下良镇人民政府"),
        ("下良镇", "襄垣县下良镇人民政府"),
        ("襄 垣县下良镇\x00人民政府\u202e", "襄垣县下良镇人民政府"),
        ("县教育局", "襄垣县教育局"),
        ("教育局", "襄垣县教育局"),
        ("城关镇", None),
        ("甲县城关镇", "甲县城关镇人民政府"),
        ("上良镇", None),
        ("襄垣县上良镇", None),
        ("良镇", None),
        ("老城区街道办事处", None),
        ("", None),
        ("\x01", None),
        ("人民政府", None),
    ],
)
def test_a_name_is_taken_for_an_organ_only_where_it_can_be_no_other(name: str, expected: str | None) -> None:
    names = Names(["襄垣县下良镇人民政府", "襄垣县教育局", "甲县城关镇人民政府", "乙县城关镇人民政府", "城区街道办事处"])
    assert names.find(name) == expected


@pytest.mark.parametrize(("name", "near"), [("城关镇", ("甲县城关镇人民政府", "乙县城关镇人民政府")), ("甲县卫健局", ("甲县卫生健康局",)), ("乙县卫生健康局", ("甲县卫生健康局",)), ("税务局", ())])
def test_near_names_are_told(name: str, near: tuple[str, ...]) -> None:
    assert Names(["甲县城关镇人民政府", "乙县城关镇人民政府", "甲县卫生健康局"]).near(name) == near


def test_a_near_name_is_told_and_not_accepted(tmp_path: Path) -> None:
    with results_of(tmp_path, row("卫健.xlsx", "样例县卫健局")) as results:
        reviewed = review(results, roster("样例县卫生健康局"))
    [unknown] = [one for one in reviewed.findings if one.rule == "B03"]
    assert "是否为“样例县卫生健康局”？" in unknown.message.zh and unknown.others == ("样例县卫生健康局",)
    assert reviewed.missing == ("样例县卫生健康局",) and reviewed.unknown == ("样例县卫健局",)
    assert [one["others"] for one in batch_object(reviewed, "zh")["findings"] if one["rule"] == "B03"] == [["样例县卫生健康局"]]


def test_a_name_that_differs_from_the_rosters_is_told_once_for_each_wording(tmp_path: Path) -> None:
    rows = [row("1.xlsx", "样例一镇"), row("2.xlsx", "样例一镇", modified="2024-01-25T00:00:00Z"), row("3.xlsx", "样例县样例一镇人民政府"), row("4.xlsx", "样例县 样例二镇")]
    with results_of(tmp_path, *rows) as results:
        reviewed = review(results, roster("样例县样例一镇人民政府", "样例县样例二镇"))
    assert [one.files for one in reviewed.findings if one.rule == "B06"] == [("1.xlsx", "2.xlsx")]


def test_one_file_under_two_names_is_told_and_the_other_organ_stays_missing(tmp_path: Path) -> None:
    rows = [row("样例一镇.xlsx", "样例一镇人民政府", content="same"), row("样例二镇.xlsx", "样例一镇人民政府", content="same")]
    with results_of(tmp_path, *rows) as results:
        reviewed = review(results, roster("样例县样例一镇人民政府", "样例县样例二镇人民政府"))
    [told] = [one for one in reviewed.findings if one.rule == "B04"]
    assert (told.organ, told.others, told.files) == ("样例县样例一镇人民政府", ("样例县样例二镇人民政府",), ("样例一镇.xlsx", "样例二镇.xlsx"))
    assert reviewed.missing == ("样例县样例二镇人民政府",)


@pytest.mark.parametrize(
    ("dates", "late", "severity"),
    [
        ([{"modified": "2024-01-31T12:00:00Z"}], False, None),
        ([{"modified": "2024-02-01T12:00:00Z"}], True, Severity.WARNING),
        ([{"signed": dt.date(2024, 2, 1), "modified": "2024-01-02T00:00:00Z"}], True, Severity.WARNING),
        ([{"modified": "2024-01-20T00:00:00Z"}, {"modified": "2024-02-20T00:00:00Z"}], False, None),
        ([{"modified": None}], False, Severity.INFO),
        ([{"modified": "2024-02-01T12:00:00Z", "year": 2022}], False, None),
    ],
    ids=["in time", "late", "signed late", "first in time", "only the file's date", "another year"],
)
def test_late_is_what_first_came_after_the_deadline(dates: list[dict[str, object]], late: bool, severity: Severity | None, tmp_path: Path) -> None:
    rows = [row(f"{number}.xlsx", "样例一镇", **options) for number, options in enumerate(dates)]  # type: ignore[arg-type]
    others = [row(f"other {number}.xlsx", f"样例{number}局") for number in range(3)]
    listed = roster(Member("样例一镇", deadline=dt.date(2024, 1, 31)), *(f"样例{number}局" for number in range(3)))
    with results_of(tmp_path, *rows, *others) as results:
        reviewed = review(results, listed)
    assert any(entry.is_late for entry in reviewed.entries) is late
    assert [one.severity for one in reviewed.findings if one.rule == "B08"] == ([severity] if severity else [])


COUNTY = roster(
    Member("样例县人民政府", scope="全域"),
    Member("样例县教育局", parent="样例县人民政府"),
    Member("样例一镇", parent="样例县人民政府"),
    Member("样例二乡", parent="样例县人民政府", merged_into="样例一镇"),
    Member("样例县税务局", parent="样例县人民政府", is_included=False),
)
PARTS = (row("教育局.xlsx", "样例县教育局", values={FEES: "10.5", DOCUMENTS: 2}), row("一镇.xlsx", "样例一镇", values={FEES: 20}), row("二乡.xlsx", "样例二乡", values={FEES: 7}))
TAX = row("税务.xlsx", "样例县税务局", values={FEES: 900})


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({FEES: "30.5", DOCUMENTS: 2}, []),
        ({FEES: "30.5", DOCUMENTS: 1}, [(DOCUMENTS, Severity.INFO)]),
        ({FEES: 37, DOCUMENTS: 2}, [(FEES, Severity.WARNING)]),
        ({FEES: "30.5", DOCUMENTS: 2, "requests.received.other": 1, "requests.received.total": 1}, [("requests.received.other", Severity.WARNING)]),
        ({FEES: "30.5", DOCUMENTS: 2, "requests.received.total": 1}, [("requests.received.total", Severity.WARNING)]),
        ({FEES: "30.5", DOCUMENTS: 2, "review.reconsideration.upheld": 1, "review.reconsideration.total": 1}, [("review.reconsideration.upheld", Severity.INFO)]),
    ],
)
def test_a_territory_is_the_sum_of_those_below_it(values: dict[str, object], expected: list[tuple[str, Severity]], tmp_path: Path) -> None:
    own = row("县.xlsx", "样例县人民政府", scope="全域", values=values)
    with results_of(tmp_path / "within", own, *PARTS, TAX) as results:
        within = review(results, COUNTY)
    given = replace(filing_of(values, organ="样例县", year=2023, file="/elsewhere/县.xlsx"), scope="全域")
    with results_of(tmp_path / "given", *PARTS, TAX) as results:
        beside = review(results, COUNTY, [given])
    for reviewed in (within, beside):
        assert [(one.field, one.severity) for one in reviewed.findings if one.rule == "B05"] == expected
        assert set(found(reviewed, "B05")) <= {"样例县人民政府"} and "B05" not in {missed.rule for missed in reviewed.not_checked}


def test_a_territory_is_not_compared_while_an_organ_is_missing_or_where_it_speaks_for_itself(tmp_path: Path) -> None:
    own = row("县.xlsx", "样例县人民政府", scope="全域", values={FEES: 1})
    with results_of(tmp_path / "a", own, *PARTS[1:]) as results:
        reviewed = review(results, COUNTY)
    assert found(reviewed, "B05") == [] and ["样例县教育局" in missed.reason.zh for missed in reviewed.not_checked if missed.rule == "B05"] == [True]
    with results_of(tmp_path / "b", row("县.xlsx", "样例县人民政府", scope="本机关", values={FEES: 1}), *PARTS) as results:
        assert found(review(results, COUNTY), "B05") == []


def test_without_a_roster_everything_adds_up_to_the_parent_that_is_given(tmp_path: Path) -> None:
    parent = filing_of({FEES: 40, DOCUMENTS: 2}, organ="样例县人民政府", year=2023, file="县.xlsx")
    with results_of(tmp_path, *PARTS) as results:
        reviewed = review(results, parents=[parent])
    assert [(one.actual, str(one.expected), one.files) for one in reviewed.findings if one.rule == "B05"] == [
        (40, "37.5", ("县.xlsx", "一镇.xlsx", "二乡.xlsx", "教育局.xlsx"))
    ]


TEXT = "一年来，把公开事项逐项列成清单，由办公室每季度对照清单检查一次，发现遗漏当日补上；对群众反复询问的低保、危房改造和农机补贴三类事项另做一页纸的办理指南，放在各村便民服务点，年底回访了办事群众。"


def test_a_text_left_as_it_was_last_year_is_told_from_the_prior_results_or_the_run_itself(tmp_path: Path) -> None:
    now, before = row("1.xlsx", "样例一镇", narrative={"overview": TEXT}), row("旧.xlsx", "样例一镇人民政府", year=2022, narrative={"overview": TEXT})
    with results_of(tmp_path / "now", now) as results, results_of(tmp_path / "before", before) as prior:
        assert found(review(results), "B07") == []
        [told] = [one for one in review(results, prior=prior).findings if one.rule == "B07"]
    assert told.organ == "样例一镇" and told.message.zh.count("逐项列成清单") == 2 and "上一年" in told.message.zh
    with results_of(tmp_path / "both", now, before) as results:
        assert found(review(results), "B07") == ["样例一镇"]


def test_the_rules_and_thresholds_of_the_run_are_those_of_the_review(tmp_path: Path) -> None:
    rows = [row("1.xlsx", "样例一镇", narrative={"overview": TEXT}), row("2.xlsx", "样例二镇", narrative={"overview": TEXT})]
    with results_of(tmp_path / "b04", *rows, select="R,B04") as results:
        assert review(results, roster("样例三镇")).findings == () and review(results).not_checked == ()
        assert found(review(results, rules=[catalogue()["B07"]]), "B07") == ["样例一镇"]
    with results_of(tmp_path / "all", *rows) as results:
        limits = {**default_limits(), "B07": {**default_limits()["B07"], "least": 500}}
        assert found(review(results), "B07") == ["样例一镇"] and found(review(results, limits=limits), "B07") == []


def test_names_that_look_like_formulas_or_hold_control_characters_stay_text(tmp_path: Path) -> None:
    hostile = ["=cmd|' /C calc'!A1镇", "样例\x1b[31m镇", "@SUM(1)局", "样例\u202e镇\n二"]
    rows = [row(f"{number}.xlsx", name, BAD) for number, name in enumerate(hostile)]
    with results_of(tmp_path, *rows) as results:
        reviewed = review(results, roster("样例九镇"))
    assert len(reviewed.unknown) == len(hostile) and set(reviewed.unknown) == set(hostile)
    for one in reviewed.findings:
        for language in LANGUAGES:
            assert not set(one.message.show(language)) & {"\x1b", "\u202e", "\n"}
    assert json.loads(json.dumps(batch_object(reviewed, "zh")))["unknown"] == list(reviewed.unknown)


def test_the_json_object_of_a_batch_has_its_keys_and_agrees_with_the_review(tmp_path: Path) -> None:
    rows = [row("1.xlsx", "样例一镇", BAD), row("2.xlsx", "样例一镇", modified="2024-01-22T00:00:00Z"), row("3.xlsx", "样例四镇"), row("\udcff.xlsx", is_readable=False)]
    with results_of(tmp_path / "out", *rows) as results:
        reviewed = review(results, roster("样例一镇", "样例二镇"))
        write_json(results, reviewed, tmp_path / "a.json", "zh")
    whole = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert list(whole) == ["tool", "files", "summary", "left_out", "other_years", "batch"] and whole["batch"]["missing"] == ["样例二镇"] and whole["batch"]["unknown"] == list(reviewed.unknown)
    assert [(one["rule"], one["organ"]) for one in whole["batch"]["findings"]] == [(one.rule, one.organ) for one in reviewed.findings]
    assert all({"rule", "severity", "message", "organ", "files", "field", "waived"} <= set(one) for one in whole["batch"]["findings"])
    assert whole["summary"] == {**reviewed.counts}
    in_english = batch_object(reviewed, "en")
    assert all(one["message"] < "\u4e00" for one in in_english["findings"])


def test_an_empty_run_is_reviewed_too(tmp_path: Path) -> None:
    with results_of(tmp_path) as results:
        assert review(results) == Review((), counts=dict.fromkeys(("files", "clean", "with_errors", "with_warnings", "incomplete", "unreadable"), 0), not_checked=review(results).not_checked)
        assert review(results, roster("样例一镇")).missing == ("样例一镇",)


@pytest.mark.parametrize("seed", range(4))
def test_no_file_is_lost_or_counted_twice_whatever_is_sent(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    names = [f"样例{number}镇" for number in "一二三四五六"]
    rows = [
        row(
            f"{number}/{rng.choice(names)}.xlsx",
            rng.choice([*names, None, "别处局", "样例七镇"]),
            *rng.choice([(), (BAD,), (DOUBTFUL,)]),
            year=rng.choice([2022, 2023, None]),
            content=f"content {rng.randrange(9)}",
            modified=rng.choice([None, "2024-01-05T00:00:00Z", "2024-02-05T00:00:00+08:00"]),
            mtime=rng.choice([None, MTIME, MTIME + number]),
            is_readable=rng.random() > 0.2,
        )
        for number in range(40)
    ]
    with results_of(tmp_path, *rows) as results:
        reviewed = review(results, roster(*(Member(name, deadline=dt.date(2024, 1, 31)) for name in names)))
    assert Counter(one.file for entry in reviewed.entries for one in entry.submissions) == Counter(source.file for source, _ in rows)
    for entry in reviewed.entries:
        assert (entry.state == "missing") is (not entry.submissions) and sum(one.is_newest for one in entry.submissions) == min(1, len(entry.submissions))
        assert [one.round for one in entry.submissions] == sorted(one.round for one in entry.submissions)
    keys = [(entry.organ, entry.year) for entry in reviewed.entries]
    assert len(keys) == len(set(keys))
    assert list(reviewed.missing) == found(reviewed, "B02") and set(reviewed.unknown) == {entry.organ for entry in reviewed.entries if entry.member is None} == set(found(reviewed, "B03"))


def test_the_same_results_give_the_same_review(tmp_path: Path) -> None:
    rows = [row(f"{number}.xlsx", f"样例{number % 7}镇", BAD, narrative={"overview": TEXT}) for number in range(20)]
    with results_of(tmp_path, *rows) as results:
        assert review(results, roster("样例1镇")) == review(results, roster("样例1镇"))


def test_workbooks_are_reviewed_from_end_to_end(tmp_path: Path) -> None:
    inputs, out = tmp_path / "in", str(tmp_path / "out")
    inputs.mkdir()
    write_submission(inputs / "1.xlsx", CONSISTENT, organ="样例县样例一镇人民政府")
    write_submission(inputs / "2.xlsx", {**CONSISTENT, "requests.received.other": 6}, organ="样例二镇")
    (inputs / "样例三镇.xlsx").write_bytes(b"PK\3\4")
    run_batch(inputs, out, InProcess())
    with Results(out) as results:
        assert [result.signed for result in results.submissions()] == [None, None, None]
        reviewed = review(results, roster("样例一镇", "样例县样例二镇人民政府", "样例三镇人民政府", "样例四镇"))
    assert [(entry.organ, entry.state) for entry in reviewed.entries] == [
        ("样例一镇", "accepted"),
        ("样例县样例二镇人民政府", "return"),
        ("样例三镇人民政府", "unreadable"),
        ("样例四镇", "missing"),
    ]


@pytest.mark.parametrize(("one", "other", "same"), [("下良镇", "襄垣县下良镇人民政府", True), ("下良镇", "上良镇", False), ("样例县人民政府办公室", "样例县人民政府", False), ("城区街道", "老城区街道", False)])
def test_two_spellings_are_one_organ_only_where_the_territory_above_is_all_that_differs(one: str, other: str, same: bool) -> None:
    assert is_same(one, other) is is_same(other, one) is same
