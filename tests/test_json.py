"""`xlplugin check --format json`: the contract with programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import NoneType
from typing import Any

import pytest

from tests.conftest import Run
from tests.submissions import CONSISTENT, write_submission
from xlplugin import __version__
from xlplugin.form import editions
from xlplugin.rules import catalogue

TEXT, FLAG, NUMBER = (str,), (str, NoneType), (int, float, NoneType)
ANY = (int, float, str, NoneType)
FILE: Mapping[str, tuple[type, ...]] = {
    "file": TEXT,
    "status": TEXT,
    "organ": FLAG,
    "year": (int, NoneType),
    "edition": FLAG,
    "sources": (dict,),
    "read": (dict, NoneType),
    "unread": (list,),
    "unread_numbers": (list,),
    "values": (dict,),
    "findings": (list,),
    "suspects": (list,),
    "not_checked": (list,),
    "transcription": (list,),
    "error": FLAG,
}
FINDING: Mapping[str, tuple[type, ...]] = {
    "rule": TEXT,
    "severity": TEXT,
    "field": FLAG,
    "sheet": FLAG,
    "cell": FLAG,
    "actual": ANY,
    "expected": ANY,
    "message": TEXT,
    "related": (list,),
    "covered_by": FLAG,
    "waived": (dict, NoneType),
}
SUSPECT: Mapping[str, tuple[type, ...]] = {"field": TEXT, "sheet": FLAG, "cell": FLAG, "actual": NUMBER, "expected": NUMBER, "alternatives": (list,)}


def has_types(found: Mapping[str, Any], types: Mapping[str, tuple[type, ...]]) -> bool:
    """Whether every key of the contract is there, its value of a type that it names; a later version may add keys."""
    return all(name in found and type(found[name]) in allowed for name, allowed in types.items())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Submissions of every status, in a folder that is also the current one."""
    monkeypatch.chdir(tmp_path)
    write_submission(tmp_path / "b 无误.xlsx", CONSISTENT)
    write_submission(tmp_path / "a 有错.xlsx", {**CONSISTENT, "requests.received.other": 6, "requests.granted.company": "若干"})
    write_submission(tmp_path / "d 疑点.xlsx", {**CONSISTENT, "requests.granted.research": None, "proactive.fees.amount": "190.457379"})
    write_submission(tmp_path / "c 2019.xlsx", {"proactive.licensing.prior_items": 20, "proactive.licensing.change": -11}, form=editions()["2019"], year=2020)
    (tmp_path / "e 坏.xlsx").write_bytes(b"PK\3\4")
    (tmp_path / "说明.txt").write_text("不是表格", "utf-8")
    return tmp_path


@pytest.mark.slow
def test_every_key_is_always_there_and_of_its_type(folder: Path, run: Run) -> None:
    ran = run("check", ".", "--format", "json")
    result = json.loads(ran.out)
    assert ran.status == 2 and ran.err == "" and ran.out.endswith("}\n")
    assert result["tool"] == {"name": "xlplugin", "version": __version__}
    assert result["summary"] == {"files": 5, "clean": 2, "with_errors": 1, "with_warnings": 1, "incomplete": 0, "unreadable": 1}
    assert [file["file"] for file in result["files"]] == ["a 有错.xlsx", "b 无误.xlsx", "c 2019.xlsx", "d 疑点.xlsx", "e 坏.xlsx"]
    assert [file["status"] for file in result["files"]] == ["error", "clean", "clean", "warning", "unreadable"]
    for file in result["files"]:
        assert has_types(file, FILE), file["file"]
        assert all(has_types(finding, FINDING) for finding in file["findings"])
        assert all(finding["severity"] in ("error", "warning", "info") and finding["rule"] in catalogue() for finding in file["findings"])
        assert all(has_types(suspect, SUSPECT) for suspect in file["suspects"])
        assert all(set(entry) <= {"rule", "reason", "field"} and entry["rule"] and entry["reason"] for entry in file["not_checked"])
        if file["status"] == "unreadable":
            assert (file["organ"], file["year"], file["edition"], file["values"], file["findings"]) == (None, None, None, {}, [])
            assert "已损坏" in file["error"]
        else:
            assert list(file["values"]) == list(editions()[file["edition"]].fields) and file["error"] is None


@pytest.mark.slow
def test_numbers_are_numbers_and_blank_is_null(folder: Path, run: Run) -> None:
    files = {file["file"][0]: file for file in json.loads(run("check", ".", "--format", "json").out)["files"]}
    values = files["b"]["values"]
    assert (values["requests.received.total"], values["proactive.fees.amount"], values["requests.carried_in.other"]) == (16, 43.788, 0)
    assert type(values["requests.received.total"]) is int
    assert files["c"]["values"]["proactive.licensing.change"] == -11
    assert (files["d"]["values"]["requests.granted.research"], files["d"]["values"]["proactive.fees.amount"]) == (None, 190.457379)
    assert files["a"]["values"]["requests.granted.company"] is None


def test_a_finding_says_where_it_is_and_what_would_be_right(folder: Path, run: Run) -> None:
    [file] = json.loads(run("check", "a 有错.xlsx", "--format", "json").out)["files"]
    [finding] = [finding for finding in file["findings"] if (finding["rule"], finding["field"]) == ("R06", "requests.results_total.other")]
    assert (finding["sheet"], finding["cell"], finding["severity"], finding["covered_by"], finding["waived"]) == ("三、申请办理", "I29", "error", None, None)
    [ground] = [finding for finding in file["findings"] if (finding["rule"], finding["field"]) == ("R01", "requests.results_total.other")]
    assert (ground["actual"], ground["expected"], ground["covered_by"]) == (0, 6, "R06")
    assert set(ground["related"]) == {f"requests.{row}.other" for row in ("received", "carried_in", "carried_over")}
    missed = {(entry["rule"], entry.get("field")) for entry in file["not_checked"]}
    assert ("R03", "requests.granted.total") in missed or ("R02", "requests.results_total.company") in missed
    assert "field" not in next(entry for entry in file["not_checked"] if entry["rule"] == "Y01")


@pytest.mark.slow
def test_two_runs_give_the_same_bytes(folder: Path, run: Run) -> None:
    assert run("check", ".", "--format", "json").out == run("check", "./", "--format", "json").out
    assert run("check", *sorted(folder.glob("*.xlsx")), "--format", "json").out == run("check", *sorted(folder.glob("*.xlsx"), reverse=True), "--format", "json").out


@pytest.mark.slow
def test_one_language_is_shown_and_all_else_is_alike(folder: Path, run: Run) -> None:
    in_chinese, in_english = (json.loads(run("check", ".", "--format", "json", "--lang", language).out) for language in ("zh", "en"))
    messages = [[finding["message"] for file in result["files"] for finding in file["findings"]] for result in (in_chinese, in_english)]
    assert all(max(message) >= "\u4e00" for message in messages[0]) and not set(messages[0]) & set(messages[1])
    assert "damaged" in in_english["files"][-1]["error"]

    def without_words(result: dict[str, Any]) -> object:
        words = {"message", "reason", "error", "advice", "notes"}

        def kept(node: object) -> object:
            if isinstance(node, dict):
                return {name: kept(value) for name, value in node.items() if name not in words}
            return [kept(entry) for entry in node] if isinstance(node, list) else node

        return kept(result)

    assert without_words(in_chinese) == without_words(in_english)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("names", "options", "status"),
    [
        (["b"], [], 0),
        (["d"], [], 0),
        (["d"], ["--fail-on", "warning"], 1),
        (["b"], ["--fail-on", "warning"], 0),
        (["a"], [], 1),
        (["a"], ["--fail-on", "never"], 0),
        (["a"], ["--select", "V"], 0),
        (["e"], [], 2),
        (["e"], ["--fail-on", "never"], 2),
        (["a", "e"], [], 2),
        (["a", "b"], [], 1),
    ],
)
@pytest.mark.parametrize("form", ["json", "text"])
def test_the_exit_status_tells_the_worst(names: list[str], options: list[str], status: int, form: str, folder: Path, run: Run) -> None:
    files = [next(folder.glob(f"{name} *.xlsx")) for name in names]
    assert run("check", *files, "--format", form, *options).status == status


def test_the_rule_list_names_every_rule_with_its_examples(run: Run) -> None:
    listed = json.loads(run("rules", "--format", "json").out)
    assert [entry["id"] for entry in listed] == list(catalogue())
    for entry in listed:
        assert {"id", "severity", "title", "editions", "examples"} <= set(entry)
        assert {bool(example["fails_at"]) for example in entry["examples"]} == {True, False}
        assert entry["severity"] in ("error", "warning", "info") and set(entry["editions"]) <= set(editions())
