"""What localisation says: the familiar causes of a wrong number, and sentences that claim no more than the arithmetic knows."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.consistent import plant, plant_at_random, ways_of
from tests.filings import filing_of
from tests.test_check import SHAPES, completed
from xlplugin.checking.check import check
from xlplugin.checking.examples import form_of
from xlplugin.checking.localise import advise, localise
from xlplugin.filing.filing import Filing

FORM = form_of("2021")
PART = "requests.granted.natural_person"
NEIGHBOUR = "requests.granted.company"


@pytest.mark.parametrize(
    ("true", "actual", "zh", "en"),
    [
        (12, 21, "两位数字颠倒：12 写成了 21", "two digits swapped: 12 became 21"),
        (21, 12, "两位数字颠倒：21 写成了 12", "two digits swapped: 21 became 12"),
        (1250, 1520, "两位数字颠倒：1250 写成了 1520", "two digits swapped: 1250 became 1520"),
        (12, 2, "少打一位：12 写成了 2", "a digit is missing: 12 became 2"),
        (10, 1, "少打一位：10 写成了 1", "a digit is missing: 10 became 1"),
        (10, 100, "多打一位：10 写成了 100", "a digit too many: 10 became 100"),
        (12, 132, "多打一位：12 写成了 132", "a digit too many: 12 became 132"),
        (12, 1212, "同一个数输入了两遍：12 写成了 1212", "the number was typed twice: 12 became 1212"),
        (12, -12, "正负号写反：-12", "the sign: -12 for 12"),
        (12, 40, "与相邻的“予以公开·商业企业”数字相同，可能串行或串列", "the same number as its neighbour granted / companies (予以公开·商业企业): a row or column may have shifted"),
    ],
)
def test_a_familiar_slip_in_one_part_is_found_and_named(true: int, actual: int, zh: str, en: str) -> None:
    truth = completed(FORM, {PART: true, NEIGHBOUR: 40})
    [part] = localise(plant(SHAPES[0], truth, {PART: actual}).filing)
    [suspect] = part.suspects
    assert (suspect.field, suspect.expected, suspect.actual, suspect.alternatives) == (PART, true, actual, ())
    assert suspect.cause is not None and (suspect.cause.zh, suspect.cause.en) == (zh, en)


@pytest.mark.parametrize(("true", "actual"), [(12, 0), (10, 0), (12, None), (0, 5), (0, 50), (12, 13), (12, 33), (5, 7), (12, -21)])
def test_another_wrong_number_has_no_familiar_cause(true: int, actual: int | None) -> None:
    [part] = localise(plant(SHAPES[0], completed(FORM, {PART: true, NEIGHBOUR: 40}), {PART: actual}).filing)
    [suspect] = part.suspects
    assert (suspect.field, suspect.expected, suspect.cause) == (PART, true, None)


def test_figures_that_changed_places_are_named_as_that() -> None:
    truth = completed(FORM, {PART: 7, NEIGHBOUR: 40, "requests.granted.other": 100})
    [part] = localise(plant(SHAPES[0], truth, {PART: 40, NEIGHBOUR: 7}).filing)
    assert {suspect.field: suspect.expected for suspect in part.suspects} == {PART: 7, NEIGHBOUR: 40}
    causes = [suspect.cause for suspect in part.suspects]
    assert [cause.zh if cause else None for cause in causes] == ["与“予以公开·商业企业”填串了位置", "与“予以公开·自然人”填串了位置"]


def test_of_ties_the_one_with_a_familiar_cause_is_preferred() -> None:
    truth = completed(FORM, {PART: 30, "requests.carried_in.natural_person": 12})
    # received + carried_in = 30: the total column is unreadable, so that either may be 9 too many; only 21 is 12 turned round.
    unreadable = {f"requests.{row}.total": "若干" for row in ("received", "carried_in")}
    [part] = localise(plant(SHAPES[0], truth, {"requests.carried_in.natural_person": 21, **unreadable}).filing)
    assert [suspect.field for suspect in part.suspects] == ["requests.carried_in.natural_person"]
    assert part.suspects[0].cause is not None and "颠倒" in part.suspects[0].cause.zh
    assert ({"requests.received.natural_person": 9}) in ways_of(part)[1:]


def said(values: Mapping[str, object]) -> tuple[str, str]:
    filing = filing_of(values)
    [part] = localise(filing)
    words = advise(filing, part)
    return words.zh, words.en


def test_a_total_is_said_to_be_the_sum_of_its_parts() -> None:
    assert said({"review.reconsideration.upheld": 10, "review.reconsideration.corrected": 1, "review.reconsideration.total": 0}) == (
        "行政复议·总计（E1）应为各项之和 11。",
        "administrative reconsideration / total (行政复议·总计) [E1] should be the sum of its parts, 11",
    )


def test_a_total_with_a_familiar_slip_has_it_beside_it() -> None:
    zh, en = said({"review.reconsideration.upheld": 12, "review.reconsideration.total": 21})
    assert zh == "行政复议·总计（E1）应为各项之和 12（两位数字颠倒：12 写成了 21）。"
    assert en.endswith("should be the sum of its parts, 12 (two digits swapped: 12 became 21)")


def test_a_total_whose_parts_cannot_all_be_read_is_not_said_to_be_their_sum() -> None:
    truth = completed(FORM, {PART: 30, NEIGHBOUR: 4})
    zh, en = said({**truth, "requests.received.research": "若干", "requests.received.total": 99})
    assert zh == "请核对申请台账：若本年新收·总计（G1）为 34，则读得出的各项全部平衡。"
    assert en == "check the register: if received this year / total (本年新收·总计) [G1] is 34, everything that can be read agrees"


def test_any_other_cell_is_only_to_be_checked_against_the_register() -> None:
    zh, en = said({**completed(FORM, {PART: 12, NEIGHBOUR: 40}), PART: 21})
    assert zh == "请核对申请台账：若予以公开·自然人（A3）为 12（两位数字颠倒：12 写成了 21），则全部平衡。"
    assert en == "check the register: if granted / natural persons (予以公开·自然人) [A3] is 12 (two digits swapped: 12 became 21), everything agrees"
    assert "应为" not in zh and "should be" not in en


def test_ties_are_told_as_other_possibilities() -> None:
    values = {"requests.other_other.other": 6, "requests.other_other.total": 6, "requests.results_total.other": 6, "requests.results_total.total": 6}
    zh, en = said(values)
    assert zh == "请核对申请台账：若本年新收·其他（F1）为 6、本年新收·总计（G1）为 6，则全部平衡；也可能是上年结转·其他（F2）为 6、上年结转·总计（G2）为 6。"
    assert en == (
        "check the register: if received this year / others (本年新收·其他) [F1] is 6 and received this year / total (本年新收·总计) [G1] is 6, everything agrees; "
        "or else carried in from last year / others (上年结转·其他) [F2] is 6 and carried in from last year / total (上年结转·总计) [G2] is 6"
    )


def one_result_missing(edition: str) -> Filing:
    """A request that is closed, and counted under none of the results."""
    form = form_of(edition)
    totals = {f"requests.{row.id}.total": "若干" for row in form.table("requests").block("requests").rows}
    return filing_of({**totals, "requests.received.other": 1, "requests.results_total.other": 1}, edition=edition)


def test_many_ties_are_counted() -> None:
    filing = one_result_missing("2019")
    [part] = localise(filing)
    results = len(filing.form.table("requests").block("requests").members("results", "row"))
    assert len(ways_of(part)) == results <= 20
    words = advise(filing, part)
    assert words.zh.endswith(f"（另有 {results - 4} 种可能）。") and words.en.endswith(f"({results - 4} more ways)")


def test_of_more_ties_than_can_be_told_nothing_is_claimed() -> None:
    filing = one_result_missing("2021")
    [part] = localise(filing)
    assert (part.suspects, part.is_complete, part.is_many) == ((), False, True)
    words = advise(filing, part)
    assert words.zh == "能使各项平衡的改法太多（超过 20 种），无法判断错在哪一格，请对照申请台账逐项核对。"
    assert words.en == "more than 20 changes would do equally well: which cell is wrong cannot be told; go through the register"
    [advice] = check([filing])[0].advice
    assert advice.suspects == () and advice.text == words


def test_when_the_time_limit_is_hit_nothing_is_claimed_and_that_is_said() -> None:
    case = plant_at_random(3, 14)
    [part] = [part for part in localise(case.filing, time_limit=0) if not part.is_complete]
    assert (part.suspects, part.is_many) == ((), False)
    words = advise(case.filing, part)
    assert words.zh == "在时限内没有算出可靠的改法，无法判断错在哪一格，请对照申请台账逐项核对。"
    assert words.en == "no reliable answer was reached within the time limit: which cell is wrong cannot be told; go through the register"
