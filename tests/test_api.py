"""`import xlplugin` and its page: the names, the examples, and the schema of the results."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import xlplugin
from tests.conftest import Run
from tests.submissions import CONSISTENT, write_submission

DOCS = Path(__file__).parent.parent / "docs"
EXAMPLES = re.findall(r"^## (.*?)\n.*?^```python\n(.*?)^```", (DOCS / "api.md").read_text("utf-8"), re.DOTALL | re.MULTILINE)
SCHEMA: dict[str, Any] = json.loads((DOCS / "result.schema.json").read_text("utf-8"))


def strict(schema: Any) -> Any:
    """The schema with no keys but those that it names: what is written today is all told there."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: strict(one) for name, one in schema.items()}
    return {"additionalProperties": False, **found} if isinstance(found.get("properties"), dict) and found.get("type") == "object" else found


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "samples" / "模板填报"
    folder.mkdir(parents=True)
    write_submission(folder / "样例一镇2023年.xlsx", {**CONSISTENT, "requests.received.other": 1})
    return tmp_path


def test_dir_shows_the_names_and_nothing_else() -> None:
    assert dir(xlplugin) == sorted({*xlplugin.__all__, "__version__"})
    assert all(getattr(xlplugin, name) is not None for name in dir(xlplugin))


@pytest.mark.parametrize(("title", "code"), EXAMPLES, ids=[title for title, _ in EXAMPLES])
def test_every_example_of_the_page_runs(title: str, code: str, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(code, f"docs/api.md: {title}", "exec"), {})
    said = capsys.readouterr().out
    assert said.strip()
    expected = {"读": "样例一镇人民政府 2023 2021", "审": "R01 error", "批注": "True", "自定规则": "'U01'", "一批和汇总": "17", "表式": "2021"}
    assert expected[title.split(" / ")[0]] in said


def test_what_is_exported_has_an_example_or_is_a_type() -> None:
    shown = "\n".join(code for _, code in EXAMPLES)
    assert {name for name in xlplugin.__all__ if name[0].islower() and f"xlplugin.{name}(" not in shown} == {"load_form", "write_template"}


def test_the_schema_is_one_and_its_objects_are_told_whole() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert "additionalProperties" in strict(copy.deepcopy(SCHEMA))


def closed() -> dict[str, Any]:
    """`strict`, but for findings of a batch, which have more keys than others by `allOf`."""
    schema: dict[str, Any] = strict(SCHEMA)
    one = schema["properties"]["batch"]["properties"]["findings"]["items"]
    properties = {**SCHEMA["$defs"]["finding"]["properties"], **SCHEMA["properties"]["batch"]["properties"]["findings"]["items"]["allOf"][1]["properties"]}
    one.clear()
    one.update({"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False})
    return schema


@pytest.mark.parametrize("values", [CONSISTENT, {"requests.received.other": 6}, {"requests.received.company": "十二", "proactive.fees.amount": "３．５", "requests.granted.company": None}])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_results_are_as_the_schema_says(language: str, values: dict[str, object], desk: Path, run: Run) -> None:
    write_submission(desk / "a.xlsx", values)
    said = json.loads(run("check", "a.xlsx", "--format", "json", "--lang", language).out)
    Draft202012Validator(closed()).validate(said)
    assert not Draft202012Validator(SCHEMA).is_valid({**said, "files": [{**said["files"][0], "status": "fine"}]})


def test_a_file_that_cannot_be_read_is_as_the_schema_says_and_so_is_a_line(desk: Path, run: Run) -> None:
    Path("b.xlsx").write_bytes(b"none")
    Draft202012Validator(closed()).validate(json.loads(run("check", "b.xlsx", "--format", "json").out))
    line = json.loads(run("check", "b.xlsx", "--format", "jsonl").out)
    Draft202012Validator({**closed(), "$ref": "#/$defs/file", "type": "object", "required": [], "properties": {}, "additionalProperties": True}).validate(line)


@pytest.mark.slow
def test_the_report_of_a_batch_is_as_the_schema_says(desk: Path, run: Run) -> None:
    Path("名册.csv").write_text("单位\n样例一镇\n样例五镇\n", "utf-8")
    write_submission(desk / "samples" / "b.xlsx", CONSISTENT)
    run("check", "samples", "--roster", "名册.csv", "--report", "json=out.json")
    said = json.loads(Path("out.json").read_text("utf-8"))
    Draft202012Validator(closed()).validate(said)
    assert said["batch"]["missing"] == ["样例五镇"] and said["batch"]["findings"]
