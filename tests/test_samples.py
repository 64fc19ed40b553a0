"""The samples show what their names say: the findings of each file, and the same filing read from either shape."""

from __future__ import annotations

from pathlib import Path

import make_samples
import pytest
from _faulty_samples import FAULTY
from make_samples import IN_TEMPLATE, OWN_SHAPE, WITH_ERRORS

from xlplugin.filing.findings import Finding, Report, Severity
from xlplugin.runs.inputs.files import find_files
from xlplugin.runs.run import check_files

pytestmark = pytest.mark.slow  # whole workbooks, many of them

ORGANS = ("样例一镇2023年", "样例二镇2019年", "样例县人民政府办公室2023年", "样例三镇2021年", "样例四乡2021年")
TOTAL = "requests.results_total"
UNBALANCED = [f"R01 {TOTAL}.other", f"R01 {TOTAL}.total", f"R05 {TOTAL}.other", f"R05 {TOTAL}.total"]
TOTALS_LEFT_OUT = ("received", "carried_in", "granted", "partly_granted", "refused_internal_affairs", "unavailable_not_held", "declined_petition", "results_total", "carried_over")

ERRORS: dict[str, list[str]] = {
    "样例二镇2019年": UNBALANCED,
    "01总计被手工改错": [f"R01 {TOTAL}.natural_person", f"R01 {TOTAL}.total", f"R02 {TOTAL}.natural_person", f"R02 {TOTAL}.total"],
    "02两个数字颠倒": [f"R01 {TOTAL}.natural_person", "R03 requests.received.total"],
    "03勾稽不平": [
        *(f"R01 {TOTAL}.{column}" for column in ("natural_person", "company", "legal_service", "total")),
        f"R06 {TOTAL}.company",
        f"R07 {TOTAL}.legal_service",
    ],
    "04总计列漏填": [f"R04 requests.{row}.total" for row in TOTALS_LEFT_OUT],
    "05整行左移一栏": [*(f"R02 {TOTAL}.{column}" for column in ("natural_person", "company", "other", "total")), "R04 requests.declined_petition.total"],
    "06复议诉讼总计不符": ["V01 review.litigation_direct.total", "V02 review.reconsideration.total"],
    "07规范性文件件数可疑": ["P03 proactive.regulations.issued"],
    "09单元格填写错误": [
        "C03 review.reconsideration.upheld",
        "C06 proactive.penalties.decisions",
        "C07 proactive.coercion.decisions",
        "C08 proactive.licensing.decisions",
        "C09 proactive.fees.amount",
    ],
    "11数字存为文本": [f"R01 {TOTAL}.total", "R03 requests.received.total"],
    "12保存值陈旧": ["W01 requests.received.total", "W01 review.reconsideration.total"],
    "13求和公式少一行": [f"R01 {TOTAL}.company", f"R01 {TOTAL}.total", f"R02 {TOTAL}.company", f"R02 {TOTAL}.total", f"W04 {TOTAL}.company"],
    "14公式引用失效": ["C13 requests.granted.total"],
    "18用了旧版表格": ["F01"],
    "19旧版表格增减和采购可疑": ["P07 proactive.licensing.change"],
    "20表格缺一行": ["F02"],
    "23缺一张表": ["F05"],
    "24同一张表有两份": ["F06"],
    "25没有单位和年度": ["F08", "F08"],
}
"""By the file's name. A file that is not here has no error."""

WARNINGS: dict[str, list[str]] = {
    "样例二镇2019年": ["C01 requests.partly_granted.natural_person"],
    "01总计被手工改错": [f"W03 {TOTAL}.natural_person"],
    "03勾稽不平": ["C01 requests.declined_petition.natural_person"],
    "04总计列漏填": ["C01 requests.refused_state_secret.total"],
    "05整行左移一栏": ["R11 requests.declined_petition.total"],
    "06复议诉讼总计不符": ["V07 review.litigation_after_review.corrected"],
    "07规范性文件件数可疑": ["P01 proactive.normative_documents.in_force", "P02 proactive.regulations.in_force", "P05 proactive.normative_documents.issued"],
    "08收费金额以元填报": ["P08 proactive.fees.amount"],
    "10单元格填写不规范": [
        "C01 requests.declined_repeated.natural_person",
        "C02 requests.refused_state_secret.natural_person",
        "C03 proactive.fees.amount",
        "C04 proactive.licensing.decisions",
        "C05 proactive.penalties.decisions",
    ],
    "11数字存为文本": ["C11 requests.received.natural_person"],
    "13求和公式少一行": [f"W04 {TOTAL}.natural_person"],
    "16隐藏了部分行": ["W07"],
    "17链接到其他工作簿": ["W06"],
    "19旧版表格增减和采购可疑": ["P06 proactive.normative_documents.newly_published", "P09 proactive.procurement.amount"],
    "21其他处理只有一行": ["F04"],
    "26空白模板": ["C01 proactive.regulations.issued", "C01 requests.received.natural_person", "V07 review.reconsideration.upheld"],
}
"""By the file's name. A file that is not here has no warning."""

INFOS = {"15公式从未计算": ["W02 requests.received.total"], "22标签被改写": ["F03", "F03", "F07"]}
"""What the samples that have nothing worse are there to show."""


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """A report for each sample, by folder and name."""
    folder = tmp_path_factory.mktemp("samples")
    make_samples.main(folder)
    found = find_files([folder])
    assert not found.skipped
    return {f"{path.parent.name}/{path.stem}": report for path, report in zip(found.paths, check_files(found.paths), strict=True)}


def told(finding: Finding) -> str:
    return f"{finding.rule} {finding.field or ''}".strip()


def of(report: Report, severity: Severity) -> list[str]:
    return sorted(told(finding) for finding in report.findings if finding.severity is severity)


def test_every_expectation_is_of_a_sample_that_is_made(samples: dict[str, Report]) -> None:
    made = {name.partition("/")[2] for name in samples}
    assert {*ERRORS, *WARNINGS, *INFOS} <= made
    assert {name for name in samples if not name.startswith(WITH_ERRORS)} == {f"{folder}/{organ}" for folder in (IN_TEMPLATE, OWN_SHAPE) for organ in ORGANS}


def test_a_sample_has_the_errors_and_warnings_that_were_planted_and_no_others(samples: dict[str, Report]) -> None:
    for name, report in samples.items():
        stem = name.partition("/")[2]
        assert report.error is None, name
        assert of(report, Severity.ERROR) == sorted(ERRORS.get(stem, [])), name
        assert of(report, Severity.WARNING) == sorted(WARNINGS.get(stem, [])), name


def test_a_fault_says_itself_which_rules_tell_it() -> None:
    for number, faulty in enumerate(FAULTY, 1):
        stem = f"{number:02}{faulty.name}"
        told_of = {words.split()[0] for words in (*ERRORS.get(stem, ()), *WARNINGS.get(stem, ()))}
        assert told_of == set(faulty.finds.split()), stem
        assert faulty.is_mild <= (stem not in ERRORS)


def test_a_planted_error_is_never_silent(samples: dict[str, Report]) -> None:
    for name, report in samples.items():
        stem = name.partition("/")[2]
        if name.startswith(WITH_ERRORS) and not (ERRORS.get(stem) or WARNINGS.get(stem)):
            assert of(report, Severity.INFO) == INFOS[stem]


def test_a_result_without_any_request_stands_with_the_broken_balance_as_its_ground(samples: dict[str, Report]) -> None:
    for folder in (IN_TEMPLATE, OWN_SHAPE):
        balances = [finding for finding in samples[f"{folder}/样例二镇2019年"].findings if finding.rule == "R01"]
        assert [(finding.field, finding.covered_by) for finding in balances] == [(f"{TOTAL}.other", "R05"), (f"{TOTAL}.total", "R05")]


def test_a_blank_row_is_seven_blanks_where_totals_are_typed_and_six_where_they_are_computed(samples: dict[str, Report]) -> None:
    for folder, count in ((IN_TEMPLATE, 6), (OWN_SHAPE, 7)):
        (finding,) = [finding for finding in samples[f"{folder}/样例二镇2019年"].findings if finding.rule == "C01"]
        blanks = [finding.field, *finding.related]
        assert len(blanks) == count and all(str(field).startswith("requests.partly_granted.") for field in blanks)


@pytest.mark.parametrize("organ", ORGANS)
def test_the_template_and_an_own_workbook_with_the_same_figures_come_out_alike(samples: dict[str, Report], organ: str) -> None:
    ours, own = samples[f"{IN_TEMPLATE}/{organ}"], samples[f"{OWN_SHAPE}/{organ}"]
    assert (ours.organ, ours.year, ours.edition, ours.status) == (own.organ, own.year, own.edition, own.status)
    assert len(ours.values) == (198 if ours.edition == "2019" else 200)
    computed_from_blanks = {"requests.partly_granted.total"} if organ == "样例二镇2019年" else set()
    assert {name for name in ours.values if ours.values[name] != own.values[name]} == computed_from_blanks
    assert all((ours.values[name], own.values[name]) == (0, None) for name in computed_from_blanks)
    found, others = ([(told(finding), finding.severity, finding.covered_by) for finding in report.findings if finding.rule[0] != "W"] for report in (ours, own))
    assert found == others


def test_the_figures_are_those_that_were_published(samples: dict[str, Report]) -> None:
    filled = {name: value for name, value in samples[f"{OWN_SHAPE}/样例县人民政府办公室2023年"].values.items() if value}
    assert filled == {
        "proactive.normative_documents.issued": 7,
        "proactive.normative_documents.repealed": 11,
        "proactive.normative_documents.in_force": 20,
        "requests.received.natural_person": 15,
        "requests.received.company": 1,
        "requests.received.total": 16,
        "requests.granted.natural_person": 7,
        "requests.granted.total": 7,
        "requests.partly_granted.natural_person": 2,
        "requests.partly_granted.company": 1,
        "requests.partly_granted.total": 3,
        "requests.refused_internal_affairs.natural_person": 1,
        "requests.refused_internal_affairs.total": 1,
        "requests.unavailable_not_held.natural_person": 4,
        "requests.unavailable_not_held.total": 4,
        "requests.other_not_corrected.natural_person": 1,
        "requests.other_not_corrected.total": 1,
        "requests.results_total.natural_person": 15,
        "requests.results_total.company": 1,
        "requests.results_total.total": 16,
    }
    for organ, only in (("样例一镇2023年", {}), ("样例三镇2021年", {}), ("样例四乡2021年", {"proactive.penalties.decisions": 115})):
        assert {name: value for name, value in samples[f"{OWN_SHAPE}/{organ}"].values.items() if value} == only


def test_a_second_run_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_samples.main(tmp_path / name)
    first = {path.relative_to(tmp_path / "one"): path.read_bytes() for path in sorted((tmp_path / "one").rglob("*.xlsx"))}
    assert first == {path.relative_to(tmp_path / "two"): path.read_bytes() for path in sorted((tmp_path / "two").rglob("*.xlsx"))}
