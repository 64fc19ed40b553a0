"""Units of money: how they are spelt, how large they are, and which words only look like one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xlplugin.form import editions
from xlplugin.form.labels import canonical
from xlplugin.form.money import is_same, is_unit, size_of, units_of_header, units_stated, without_unit
from xlplugin.reading.figures.cells import read_cell
from xlplugin.reading.organ import as_organ
from xlplugin.reading.tables.match import Quality, matcher

FEES = next(block for table in editions()["2021"].tables for block in table.blocks if block.id == "item_8")
LABEL = "本年收费金额"
ASKED = (
    f"{LABEL}（单位：万元）", f"{LABEL}(万元)", f"{LABEL}（人民币万元）", f"{LABEL}（万元人民币）", f"{LABEL} 单位:人民币万元", f"{LABEL}（金额单位：万元，保留两位小数）", f"{LABEL}【單位：萬元】",
    f"{LABEL}（ 万 元 ）", f"{LABEL}/万元", f"{LABEL}（10000元）", f"{LABEL}（10,000元）", f"{LABEL}（1万元）", f"{LABEL}（单位：万元（人民币））", f"{LABEL}（RMB万元）", f"{LABEL}（￥万元）", f"{LABEL}（万）",
    f"{LABEL}\n（单位：\n万元", f"{LABEL}〖万圆〗", f"{LABEL}（计量单位：“万元”）", f"{LABEL}（十千元）",
)
OTHER = {
    f"{LABEL}（元）": 1, f"{LABEL}（单位：人民币元）": 1, f"{LABEL}（元人民币）": 1, f"{LABEL}（千元）": 1000, f"{LABEL}(人民币千元)": 1000, f"{LABEL} 千 元": 1000, f"{LABEL}（百元）": 100, f"{LABEL}（十万元）": 10**5,
    f"{LABEL}（百万元）": 10**6, f"{LABEL}单位：亿元": 10**8, f"{LABEL}（角）": Decimal("0.1"), f"{LABEL}（分）": Decimal("0.01"), f"{LABEL}（RMB）": 1, f"{LABEL} CNY": 1, f"{LABEL}（￥）": 1, f"{LABEL}¥": 1, f"{LABEL}（单位：千）": 1000,
    f"{LABEL}{{元}}": 1, f"{LABEL}：元": 1, f"{LABEL}（元/年）": 1, f"{LABEL}（人民币）": 1, f"{LABEL}（圓）": 1, f"{LABEL}（美元）": None, f"{LABEL}（万美元）": None, f"{LABEL}（US$）": None, f"{LABEL}（港币）": None,
}


@pytest.mark.parametrize("header", ASKED)
def test_the_unit_that_is_asked_for_is_the_official_label_however_it_is_spelt(header: str) -> None:
    assert all(is_same(unit, "万元") for unit in units_of_header(header)) and units_of_header(header)
    assert canonical(without_unit(header)) == LABEL
    assert matcher(FEES, "column").match(header) == ("amount", False, Quality.OFFICIAL)


@pytest.mark.parametrize("header", OTHER)
def test_another_unit_is_known_by_its_size_and_its_label_is_no_official_one(header: str) -> None:
    assert [size_of(unit) for unit in units_of_header(header)] == [OTHER[header]]
    assert matcher(FEES, "column").match(header) == ("amount", False, Quality.VARIANT)


@pytest.mark.parametrize("header", [LABEL, f"{LABEL}（含罚没收入）", f"{LABEL}（单位）", f"{LABEL}（元月至今）", "公元2023年收费金额", f"{LABEL}（单元）"])
def test_a_header_without_a_unit_states_none(header: str) -> None:
    assert units_of_header(header) == ()


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("单位：元", ["元"]), ("单 位： 元", ["元"]), ("（单位：人民币元）", ["人民币元"]), ("计量单位：千元", ["千元"]), ("单位：件、万元", ["万元"]), ("币种：人民币 单位：元", ["元"]), ("单位：元　第1页", ["元"]),
        ("注：1.收费金额以元为单位，保留两位小数", ["元"]), ("本表金额单位均为元", ["元"]), ("说明：金额按千元计", ["千元"]), ("第二十条第（八）项（元）", ["元"]), ("（元）", ["元"]), ("万元", ["万元"]),
        ("注：以上金额均为元", ["元"]), ("金额：元", ["元"]), ("收费金额为43.788万元", []), ("金额：100元", []),
        ("单位：件", []), ("件", []), ("（千）", []), ("填报单位：千元镇", []), ("单位：元谋县人民政府", []), ("2023年收费12.5万元", []), ("罚款200（元）以上", []), ("本年收取信息公开处理费0元。", []), ("单位元旦放假", []),
        ("收费金额已换算（原单位：元）", []), ("单位：元" + "，" * 400, []),
    ],
)  # fmt: skip
def test_a_text_states_a_unit_only_where_it_says_so(text: str, units: list[str]) -> None:
    assert list(units_stated(text)) == units


@pytest.mark.parametrize("name", ["人民币元", "千元", "万元人民币", "件、万元", "人民币千元（RMB）"])
def test_a_unit_is_no_organ(name: str) -> None:
    assert is_unit(name) and as_organ(name) is None
    assert not is_unit(f"{name}镇") and as_organ("元谋县") == "元谋县"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5千元", "1.25"), ("1.25百万元", 125), ("人民币1,250元整", "0.125"), ("12.5万元（人民币）", "12.5"), ("RMB12.5万元", "12.5"), ("1250（单位：元）", "0.125"), ("1250（元，含税）", "0.125"), ("12.5（单位：万元）", "12.5"),
        ("0.5亿元", 5000), ("12.5美元", None), ("12500元（含税）", None), ("$12.5", None), ("￥12.5", None), ("12.5（美元）", None),
    ],
)  # fmt: skip
def test_an_amount_with_its_own_unit_is_converted_or_left_out(text: str, value: str | int | None) -> None:
    found = read_cell(text, "amount", "万元")
    assert found.value == (None if value is None else Decimal(value))
    assert found.likely in (None, Decimal("12.5")) if value is None else found.likely is None


def test_a_note_that_speaks_of_other_money_is_a_note() -> None:
    assert (read_cell("12.5（其中罚款3000元）", "amount", "万元").value, read_cell("22（其中修订16件）", "count").value) == (Decimal("12.5"), 22)
