"""Reads a roster (`--roster FILE`): a workbook or .csv, its columns found by their headers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from xlplugin.errors import UsageError
from xlplugin.form.organ import LEVELS, SCOPES
from xlplugin.review.roster import Member, Roster
from xlplugin.runs.inputs.csv_rows import tell_surplus
from xlplugin.runs.inputs.list_rows import Row, list_rows, shown
from xlplugin.runs.inputs.names import Names, key_of, squeezed
from xlplugin.runs.inputs.row_faults import RowFaults
from xlplugin.runs.inputs.yes_and_day import as_day, as_yes
from xlplugin.text import Text, join, same

HEADER = ("单位", "上级", "层级", "口径", "是否纳入汇总", "并入单位", "联系人", "电话", "截止日期", "采用文件", "收到")
"""The columns as we write them; only the first must be there."""
_ALIASES = {
    "单位": ("单位名称", "填报单位", "报送单位", "机关名称", "单位全称", "行政机关", "行政机关名称", "名称"),
    "上级": ("上级单位", "上级机关", "上级名称", "上级单位名称", "主管单位", "主管部门", "汇总单位", "所属上级"),
    "层级": ("单位层级", "级别", "单位级别"),
    "口径": ("统计口径", "填报口径"),
    "是否纳入汇总": ("纳入汇总", "是否汇总", "是否计入汇总"),
    "并入单位": ("并入", "并入到", "已并入", "并入单位名称", "合并到"),
    "联系人": ("联络员", "经办人", "联系人姓名"),
    "电话": ("联系电话", "电话号码", "手机", "手机号", "联系方式"),
    "截止日期": ("截止时间", "截止", "报送期限", "报送截止日期", "报送截止时间", "截止日"),
    "收到": ("收到时间", "收到日期", "收件时间", "收件日期", "报送时间", "报送日期", "实际报送时间"),
    "采用文件": ("采用的文件", "以此文件为准"),
}
_BY_LABEL = {label: name for name, aliases in _ALIASES.items() for label in (name, *aliases)}
_OF_A_REPORT = "本年新收政府信息公开申请"
_DEEPEST = 100
"""Offices above one another; there are five levels of administration."""
_LIST = Text("名册 {file}", "the roster {file}")


def read_roster(path: Path) -> Roster:
    """The organs of a roster; raises `UsageError`, naming the file and every row that cannot be what was meant.

    A workbook's first sheet with a column 单位 counts. Blank lines are passed over. 上级 and 并入单位 may be spelt as a
    submission would be: without 人民政府, or without the territory above, where one organ only can be meant.
    """
    header, rows = _table(path)
    filled = [row for row in rows if any(shown(cell) for cell in row.cells)]
    entries = [(row.number, dict(zip(header, row.cells, strict=False))) for row in filled]
    if not entries:
        raise _wrong(path, None, "没有单位。", "it names no organ")
    faults = RowFaults(_LIST.fill(file=path.name))
    for row in filled:
        tell_surplus(header, row.cells, row.number, faults)
    members = [(number, member) for number, values in entries if (member := _member(values, number, faults)) is not None]
    linked = _linked(members, faults)
    faults.raise_if_any()
    return Roster(tuple(linked))


def _table(path: Path) -> tuple[list[str], list[Row]]:
    """The columns by our names ("" for a column that is not ours), and the rows below the header."""
    sheets = list(list_rows(path, Text("名册", "the roster")))
    if any(_OF_A_REPORT in squeezed(shown(cell)) for rows in sheets for row in rows for cell in row.cells if isinstance(cell, str)):
        raise _wrong(path, None, "这是一份年度报告（表中有“本年新收政府信息公开申请数量”），不是名册。", "this is a yearly report (it has the row 本年新收政府信息公开申请数量), no roster")
    for rows in sheets:
        for at, row in enumerate(rows):
            header = [_column(shown(cell)) for cell in row.cells]
            if "单位" not in header:
                continue
            if doubled := [name for name in HEADER if header.count(name) > 1]:
                raise _wrong(path, row.number, f"“{doubled[0]}”有两列。", f"there are two columns {doubled[0]}")
            return header, rows[at + 1 :]
    raise _wrong(path, None, f"没有“单位”这一列。列名写：{'、'.join(HEADER)}。", f"there is no column 单位; the columns are {', '.join(HEADER)}")


def _column(label: str) -> str:
    """Our name of a column; spaces, a note in brackets and a mark for "required" do not count."""
    return _BY_LABEL.get(re.sub(r"\([^()]*\)|[*:]", "", squeezed(label)), "")


def _member(values: Mapping[str, object], number: int, faults: RowFaults) -> Member | None:
    """A row's member. What is wrong is told and left out: others may be below this one."""
    name = squeezed(shown(values.get("单位")))
    if not name:
        faults.add(number, "没有写单位。", "单位 is missing")
        return None
    texts = {column: shown(values.get(column)) or None for column in HEADER}
    is_included = as_yes(values.get("是否纳入汇总"))
    if is_included is None and texts["是否纳入汇总"]:
        faults.add(number, f"“是否纳入汇总”写的是“{texts['是否纳入汇总']}”，请写“是”或“否”。", f'是否纳入汇总 says "{texts["是否纳入汇总"]}"; write 是 (yes) or 否 (no)')
    deadline, received = (_day(values.get(column), column, number, faults) for column in ("截止日期", "收到"))
    return Member(
        name,
        texts["上级"],
        _one_of(LEVELS, "层级", texts["层级"], number, faults),
        _one_of(SCOPES, "口径", texts["口径"], number, faults),
        is_included is not False,
        texts["并入单位"],
        texts["联系人"],
        texts["电话"],
        deadline,
        texts["采用文件"],
        received,
    )


def _day(content: object, column: str, number: int, faults: RowFaults) -> dt.date | None:
    found, text = as_day(content), shown(content)
    if found is None and text:
        faults.add(number, f"“{column}”写的是“{text}”，不是日期，请写成 2024-01-31。", f'{column} says "{text}", which is no date; write 2024-01-31')
    return found


def _one_of(known: Sequence[str], column: str, text: str | None, number: int, faults: RowFaults) -> str | None:
    found = next((word for word in known if text is not None and squeezed(word) == squeezed(text)), None)
    if found is None and text is not None:
        faults.add(number, f"“{column}”写的是“{text}”，只能是：{'、'.join(known)}。", f'{column} says "{text}"; it is one of {", ".join(known)}')
    return found


def _linked(members: Sequence[tuple[int, Member]], faults: RowFaults) -> list[Member]:
    """The members with 上级 and 并入单位 as the roster spells them; names twice or not there, and circles, are faults."""
    rows: dict[str, int] = {}
    for number, member in members:
        first = rows.setdefault(key_of(member.name), number)
        if first != number:
            faults.add(number, f"单位“{member.name}”与第 {first} 行重复。", f'the organ "{member.name}" is on row {first} already')
    names = Names(member.name for _, member in members)
    found: dict[str, Member] = {}
    for number, member in members:
        parent, merged_into = (_on_roster(names, column, name, number, faults) for column, name in (("上级", member.parent), ("并入单位", member.merged_into)))
        found[member.name] = replace(member, parent=parent, merged_into=merged_into)
    above, into = {name: member.parent for name, member in found.items()}, {name: member.merged_into for name, member in found.items()}
    for links, column in ((above, "上级"), (into, "并入单位")):
        told: set[str] = set()
        for number, member in members:
            if member.name not in told and (chain := _circle(member.name, links)):
                told.update(chain)
                if chain[-1] != member.name:
                    faults.add(number, f"“{column}”一级一级超过 {_DEEPEST} 层，或者绕成了圈。", f"{column} goes up more than {_DEEPEST} steps, or round in a circle")
                    break  # it is the same for those below
                faults.add(number, f"“{column}”绕成了圈：{'→'.join(chain)}。", f"{column} goes round in a circle: {' -> '.join(chain)}")
    return list(found.values())


def _on_roster(names: Names, column: str, name: str | None, number: int, faults: RowFaults) -> str | None:
    if name is None:
        return None
    found = names.find(name)
    if found is None:
        near = join((same(other) for other in names.near(name)), "、", ", ") if faults.are_few else Text("", "")
        hint = Text(f"，是否为“{near.zh}”？", f"; is it {near.en}?") if near.zh else Text("，请在名册中补一行。", "; add a row for it")
        faults.add(number, f"“{column}”写的“{name}”不在名册的“单位”列{hint.zh}", f'{column} says "{name}", which is no 单位 of the roster{hint.en}')
    return found


def _circle(name: str, links: Mapping[str, str | None]) -> list[str]:
    """The organs from one back to itself, or up to the deepest that there may be; none where its links lead to an end before."""
    chain = [name]
    while (above := links[chain[-1]]) is not None and len(chain) <= min(len(links), _DEEPEST):  # else into a circle of others, which is told at its own rows
        chain.append(above)
        if above == name:
            return chain
    return chain if len(chain) > _DEEPEST else []


def _wrong(path: Path, number: int | None, zh: str, en: str) -> UsageError:
    name = _LIST.fill(file=path.name) + (Text(f" 第 {number} 行：", f", row {number}: ") if number else Text("：", ": "))
    return UsageError(zh=name.zh + zh, en=name.en + en)
