"""The form as data: what an edition holds, and what is said of a file that cannot be right."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from xlplugin.errors import DefinitionError
from xlplugin.form import Relation, editions, load_form, parse_form
from xlplugin.form.labels import canonical, loose

TEXT_2021 = (resources.files("xlplugin.form") / "editions" / "2021.toml").read_text("utf-8")
RECEIVED = 'id = "received"\nlabel = "一、本年新收政府信息公开申请数量"'


@pytest.mark.parametrize(("edition", "cells", "by_table"), [("2021", 200, (10, 175, 15)), ("2019", 198, (22, 161, 15))])
def test_an_edition_has_the_official_number_of_cells(edition: str, cells: int, by_table: tuple[int, ...]) -> None:
    form = editions()[edition]
    assert len(form.fields) == cells
    assert tuple(len(table.fields) for table in form.tables) == by_table


def test_the_single_row_shape_of_2021_has_186_cells_and_keeps_its_edition() -> None:
    form = editions()["2021"]
    block = form.table("requests").block("requests")
    shape = form.with_alternative("requests", "requests", block.alternatives[0])
    assert (shape.edition, shape.key, len(shape.fields)) == ("2021", "2021+other", 186)
    assert "requests.other.total" in shape.fields and "requests.other_other.total" not in shape.fields
    assert [row.id for row in shape.table("requests").blocks[0].members("results", "row")][-1] == "other"


def test_a_year_belongs_to_one_edition() -> None:
    fits = {year: [name for name, form in editions().items() if form.fits_year(year)] for year in (2019, 2020, 2021, 2030)}
    assert fits == {2019: ["2019"], 2020: ["2019"], 2021: ["2021"], 2030: ["2021"]}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "carried_in"', 'id = "received"', "row 'received' stands twice"),
        ('group = "refused"', 'group = "refusal"', "unknown group 'refusal'"),
        ('kind = "amount"', 'kind = "money"', "kind 'money' of 'amount' is none of"),
        ('layout = "line"', 'layout = "ring"', "layout 'ring' is none of"),
        ('document = "国办公开办函〔2021〕30号"\n', "", "'document' is missing"),
        ('replaces = ["other_not_corrected"', 'replaces = ["other_mistyped"', "replaces an unknown row 'other_mistyped'"),
        ('edition = "2021"', "edition = 2021 2022", "2021.toml"),
        ('id = "review"\nsection', 'id = "requests"\nsection', "table 'requests' stands twice"),
        ('id = "applicants"\nlabel = "申请人情况"\n', 'id = "applicants"\nlabel = "申请人情况"\ngroup = "organisations"\n', "is inside itself"),
    ],
)
def test_a_mistake_in_an_edition_is_a_clear_error_at_load(old: str, new: str, said: str) -> None:
    assert old in TEXT_2021
    with pytest.raises(DefinitionError) as error:
        parse_form(TEXT_2021.replace(old, new), "2021.toml")
    assert said in error.value.text.zh and "2021.toml" in error.value.text.zh


def relation(equation: str, **more: str) -> str:
    lines = {"rule": "R02", "equation": equation, **more}
    return TEXT_2021 + "\n[[relation]]\n" + "".join(f'{name} = "{value}"\n' for name, value in lines.items())


@pytest.mark.parametrize(
    "text",
    [
        relation("received = granted + nobody", over="requests", each="column"),
        relation("received = sum(nobody)", over="requests", each="column"),
        relation("received = granted", over="nowhere", each="column"),
        relation("requests.received.nobody = requests.granted.total"),
        relation("received + = granted", over="requests", each="column"),
        relation("received = granted = total", over="requests", each="column"),
        relation("received ? granted", over="requests", each="column"),
        relation("received =", over="requests", each="column"),
        relation("2 * = granted", over="requests", each="column"),
        relation("sum(results = granted", over="requests", each="column"),
    ],
)
def test_a_relation_over_what_the_form_does_not_have_is_a_clear_error_at_load(text: str) -> None:
    with pytest.raises(DefinitionError, match="relation"):
        parse_form(text, "own.toml")


def test_a_file_that_is_missing_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"none\.toml"):
        load_form(tmp_path / "none.toml")


def test_a_relation_is_written_out_over_the_cells_of_each_column() -> None:
    balances = Relation("received + carried_in = results_total + carried_over", over="requests", each="column", at="results_total").balances(editions()["2021"])
    assert len(balances) == 7
    assert balances[5].at == "requests.results_total.other"
    assert balances[5].fields == ("requests.received.other", "requests.carried_in.other", "requests.results_total.other", "requests.carried_over.other")


def test_factors_and_constants_of_a_relation_are_kept() -> None:
    (balance,) = Relation("proactive.licensing.decisions + 3 >= 0.5 * prior.proactive.licensing.decisions").balances(editions()["2021"])
    assert dict(balance.factors()) == {"proactive.licensing.decisions": 1, "prior.proactive.licensing.decisions": pytest.approx(-0.5)}
    assert balance.left.constant == 3
    assert balance.operator == ">="


@pytest.mark.parametrize(("edition", "adds"), [("2021", 21), ("2019", 19)])
def test_a_sum_over_a_group_leaves_out_its_total(edition: str, adds: int) -> None:
    balances = Relation("results_total = sum(results)", over="requests", each="column").balances(editions()[edition])
    assert len(balances) == 7 and all(len(balance.right.terms) == adds for balance in balances)
    assert balances[0].computed == "requests.results_total.natural_person"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（一）予以公开", "(一) 予以公开"),
        ("1.属于国家秘密", "1、属于国家秘密"),
        ("1.属于国家秘密", "1. 属于国家秘密"),
        ("1.属于国家秘密", "１．属于国家秘密"),
        ("3.危及“三安全一稳定”", '3.危及"三安全一稳定"'),
        ("总计", "总\n\n计"),
        ("商业企业", "商业\n企业"),
    ],
)
def test_width_spaces_quotes_and_separators_make_no_other_label(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), [("（二）部分公开（区分处理的，只计", "（二）部分公开（区分处理的。只计"), ("上年结转", "上年转结"), ("1.其他", "3.其他")])
def test_another_mark_or_word_makes_another_label(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_no_two_lines_of_a_block_share_a_wording() -> None:
    for form in editions().values():
        for table in form.tables:
            for block in table.blocks:
                for axis in ("row", "column"):
                    wordings = [(canonical(wording), line.id) for line in block.lines(axis) for wording in (line.label.official, *line.label.variants)]
                    by_wording = dict(wordings)
                    assert all(by_wording[wording] == name for wording, name in wordings), (form.edition, block.id, axis)
                    assert all(loose(wording) for wording, _ in wordings)
