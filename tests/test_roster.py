"""The roster: read from workbooks and csv files as offices keep them, and written empty."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from xlplugin.errors import UsageError
from xlplugin.form.organ import LEVELS, SCOPES
from xlplugin.outputs.template.roster_sheet import NOTES, SHEET, write_roster
from xlplugin.review.read_roster import HEADER, read_roster
from xlplugin.review.roster import Member, Roster, owing
from xlplugin.review.roster_tree import counted_below, takes_in_those_below, tree_of
from xlplugin.runs.inputs.yes_and_day import as_day, as_yes


def write_csv(folder: Path, *lines: str, encoding: str = "utf-8", name: str = "名册.csv") -> Path:
    path = folder / name
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


def fault(path: Path) -> UsageError:
    with pytest.raises(UsageError) as caught:
        read_roster(path)
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_the_encodings_that_spreadsheet_programs_write(encoding: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path, "单位,联系人", "样例一镇,张三", encoding=encoding)
    assert read_roster(path) == Roster((Member("样例一镇", contact="张三"),))


def test_every_column_is_read_whatever_their_order_and_names(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path,
        "某县报送单位名册,,,,,,,,,,",
        "序号,截止时间,单位名称（全称）,上级单位,单位层级,统计口径,纳入汇总,并入单位,联络员,联系电话,采用文件",
        "1,2024年3月31日,样例县人民政府,,县级政府,全域,,,,,",
        ",,,,,,,,,,",
        "2,2024/1/31,样例一镇人民政府,样例县,乡镇,本机关,否,,张三,013800000000,一镇终稿.xlsx",
        "3,,样例二乡,样例县人民政府,乡镇,,是,样例一镇,,,",
    )
    assert read_roster(path).members == (
        Member("样例县人民政府", level="县级政府", scope="全域", deadline=dt.date(2024, 3, 31)),
        Member(
            "样例一镇人民政府",
            parent="样例县人民政府",
            level="乡镇",
            scope="本机关",
            is_included=False,
            contact="张三",
            phone="013800000000",
            deadline=dt.date(2024, 1, 31),
            chosen="一镇终稿.xlsx",
        ),
        Member("样例二乡", parent="样例县人民政府", level="乡镇", merged_into="样例一镇人民政府"),
    )


def test_a_workbook_is_read_with_typed_dates_numbers_and_truth_values(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("说明").write(0, 0, "怎么填")
        sheet, day = book.add_worksheet("名册"), book.add_format({"num_format": "yyyy-mm-dd"})
        for column, name in enumerate(HEADER):
            sheet.write(2, column, name)
        sheet.write_string(3, 0, "样例一镇")
        sheet.write_boolean(3, 4, False)
        sheet.write_number(3, 7, 13800000000)
        sheet.write_datetime(3, 8, dt.datetime(2024, 1, 31), day)
    assert read_roster(path).members == (Member("样例一镇", is_included=False, phone="13800000000", deadline=dt.date(2024, 1, 31)),)


def test_a_csv_with_tabs_is_what_is_copied_out_of_a_sheet(tmp_path: Path) -> None:
    assert read_roster(write_csv(tmp_path, "单位\t电话", "样例一镇\t123", name="名册.txt")).members == (Member("样例一镇", phone="123"),)


def test_a_csv_with_the_commas_of_a_chinese_keyboard_is_read(tmp_path: Path) -> None:
    assert read_roster(write_csv(tmp_path, "单位，电话", "样例一镇，123")).members == (Member("样例一镇", phone="123"),)


def test_names_lose_spaces_and_control_characters_and_formulas_stay_text(tmp_path: Path) -> None:
    members = read_roster(write_csv(tmp_path, "单位", "样例 一镇\x1b\u202e", "=1+1局", "@SUM(1)局")).members
    assert [member.name for member in members] == ["样例一镇", "=1+1局", "@SUM(1)局"]


@pytest.mark.parametrize(
    ("lines", "zh", "en"),
    [
        (["姓名,电话", "张三,1"], "没有“单位”这一列", "no column 单位"),
        (["单位,上级"], "没有单位。", "names no organ"),
        (["单位,单位名称", "甲镇,甲镇"], "第 1 行：“单位”有两列", "row 1: there are two columns"),
        (["单位,联系人", "甲镇,", ",张三"], "第 3 行：没有写单位", "row 3: 单位 is missing"),
        (["单位", "样例镇人民政府", "", "样例镇"], "第 4 行：单位“样例镇”与第 2 行重复", 'row 4: the organ "样例镇" is on row 2'),
        (["单位,上级", "样例一镇,样例县"], "第 2 行：“上级”写的“样例县”不在名册的“单位”列，请在名册中补一行", "row 2: 上级 says"),
        (["单位,上级", "样例县卫生健康局,", "样例一镇,样例县卫健局"], "是否为“样例县卫生健康局”？", "is it 样例县卫生健康局?"),
        (["单位,并入单位", "样例一镇,样例九镇"], "第 2 行：“并入单位”写的“样例九镇”", "row 2: 并入单位 says"),
        (["单位,上级", "甲县,乙县", "乙县,丙县", "丙县,甲县"], "第 2 行：“上级”绕成了圈：甲县→乙县→丙县→甲县", "row 2: 上级 goes round in a circle: 甲县 -> 乙县"),
        (["单位,上级", "甲县,甲县"], "第 2 行：“上级”绕成了圈：甲县→甲县", "row 2: 上级 goes round"),
        (["单位,并入单位", "丁县,甲县", "甲县,乙县", "乙县,甲县"], "第 3 行：“并入单位”绕成了圈", "row 3: 并入单位 goes round"),
        (["单位,是否纳入汇总", "甲县,也许"], "第 2 行：“是否纳入汇总”写的是“也许”", "row 2: 是否纳入汇总"),
        (["单位,截止日期", "甲县,2024-02-30"], "第 2 行：“截止日期”写的是“2024-02-30”，不是日期", "row 2: 截止日期"),
        (["单位,截止日期", "甲县,月底"], "不是日期", "is no date"),
        (["单位,层级", "甲县,县里"], "第 2 行：“层级”写的是“县里”，只能是：省级政府", "row 2: 层级"),
        (["单位,电话", '"样例一镇,1', "样例二镇,2", "样例三镇,3"], "第 2 行的引号（\"）没有配对", "row 2 has a quotation mark"),
        (["单位,电话", "样例一镇,1", "", '"样例二镇,2', '样例三镇,"3"'], "第 4 行的引号（\"）没有配对", "row 4 has a quotation mark"),
        (["单位", '"样例一镇', "样例二镇"], "第 2 行的引号（\"）没有配对", "row 2 has a quotation mark"),
        (["单位\t电话", '样例一镇\t"1', "样例二镇\t2"], "第 2 行的引号（\"）没有配对", "row 2 has a quotation mark"),
        (["单位，电话", '样例一镇，"1', "样例二镇，2"], "第 2 行的引号（\"）没有配对", "row 2 has a quotation mark"),
        (["单位,电话", '样例一镇,"' + "9" * 200_000], "第 2 行的引号（\"）没有配对", "row 2 has a quotation mark"),
        (["单位,电话", "样例县住房,城乡建设局,1"], "第 2 行：比表头多出 1 格（“1”）", "row 2: its cells are 1 more than the header has (1)"),
        (["单位", "样例一镇,,样例县,"], "第 2 行：比表头多出 1 格（“样例县”）", "row 2: its cells are 1 more"),
        (["单位,口径", "甲县,全部"], "第 2 行：“口径”写的是“全部”，只能是：本机关、含下属单位、全域", "row 2: 口径"),
    ],
)
def test_a_mistake_is_told_with_file_and_row_in_both_languages(lines: list[str], zh: str, en: str, tmp_path: Path) -> None:
    error = fault(write_csv(tmp_path, *lines))
    assert zh in error.text.zh and en in error.text.en
    assert error.text.zh.startswith("名册 名册.csv") and error.text.en.startswith("the roster 名册.csv")


def test_quotation_marks_that_are_paired_and_empty_cells_at_the_end_are_no_mistake(tmp_path: Path) -> None:
    lines = ["单位,电话", '"样例县住房,城乡建设局","1', '2"', '样例"一"镇,3,,', '"样例二镇" ,4', '样例三镇,5"']
    assert [(member.name, member.phone) for member in read_roster(write_csv(tmp_path, *lines)).members] == [("样例县住房,城乡建设局", "1 2"), ('样例"一"镇', "3"), ("样例二镇", "4"), ("样例三镇", '5"')]


def test_rows_are_numbered_as_a_spreadsheet_program_numbers_them(tmp_path: Path) -> None:
    assert "第 4 行：没有写单位" in fault(write_csv(tmp_path, "单位,电话", '样例一镇,"1', '2"', "", ",3")).text.zh


@pytest.mark.parametrize(("name", "content"), [("没有.csv", None), ("没有.xlsx", None), ("坏.xlsx", b"PK\3\4"), ("空.xlsx", b""), ("乱.csv", b"\xff\xfe\x00"), ("图.csv", b"")])
def test_a_file_that_is_no_list_is_told(name: str, content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    error = fault(tmp_path / name)
    assert error.text.zh.startswith(f"名册 {name}") and error.text.en


@pytest.mark.parametrize(
    ("content", "expected"),
    [("是", True), ("Y", True), ("yes", True), ("1", True), (1, True), (1.0, True), (True, True), ("√", True), ("否", False), ("n", False), (0, False), ("０", False), (False, False), ("", None), (None, None), ("也许", None), (2, None)],
)
def test_yes_and_no_are_written_in_many_ways(content: object, expected: bool | None) -> None:
    assert as_yes(content) is expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("2024-01-31", (2024, 1, 31)),
        ("2024/1/31", (2024, 1, 31)),
        ("2024.1.31", (2024, 1, 31)),
        ("2024年1月31日", (2024, 1, 31)),
        (" 2024 年 01 月 31 日 ", (2024, 1, 31)),
        ("２０２４－０１－３１", (2024, 1, 31)),
        ("20240131", (2024, 1, 31)),
        (20240131, (2024, 1, 31)),
        (dt.datetime(2024, 1, 31, 0, 0), (2024, 1, 31)),
        (dt.datetime(2024, 1, 31, 17, 30), (2024, 1, 31)),
        (dt.date(2024, 1, 31), (2024, 1, 31)),
        ("2024-01-31 00:00:00", (2024, 1, 31)),
        ("1月31日", None),
        ("2024-13-01", None),
        (45322, None),
        (None, None),
    ],
)
def test_a_day_is_written_in_many_ways(content: object, expected: tuple[int, int, int] | None) -> None:
    assert as_day(content) == (dt.date(*expected) if expected else None)


CITY = Roster(
    (
        Member("样例市人民政府", level="市级政府"),
        Member("样例市教育局", parent="样例市人民政府"),
        Member("甲县人民政府", parent="样例市人民政府", scope="全域"),
        Member("甲县教育局", parent="甲县人民政府"),
        Member("甲县一镇", parent="甲县人民政府"),
        Member("乙县人民政府", parent="样例市人民政府"),
        Member("乙县二镇", parent="乙县人民政府"),
        Member("乙县三乡", parent="乙县人民政府", merged_into="乙县二镇"),
        Member("乙县三乡卫生所", parent="乙县三乡"),
        Member("样例市税务局", parent="样例市人民政府", is_included=False),
        Member("样例市税务局一分局", parent="样例市税务局"),
        Member("样例市开发区管委会", parent="样例市人民政府", scope="含下属单位"),
        Member("样例市开发区建设局", parent="样例市开发区管委会"),
        Member("样例市水利局", parent="样例市人民政府", scope="含下属单位"),
        Member("样例市水文站", parent="样例市水利局"),
    )
)


@pytest.mark.parametrize(
    ("scopes", "expected"),
    [
        ({}, ["样例市教育局", "甲县人民政府", "乙县人民政府", "样例市开发区管委会", "样例市开发区建设局", "样例市水利局"]),
        (
            {"甲县人民政府": "本机关", "乙县人民政府": "本机关", "样例市水利局": "本机关", "样例市开发区管委会": "全域"},
            ["样例市教育局", "甲县人民政府", "甲县教育局", "甲县一镇", "乙县人民政府", "乙县二镇", "乙县三乡卫生所", "样例市开发区管委会", "样例市水利局", "样例市水文站"],
        ),
    ],
)
def test_no_organ_is_counted_twice_and_none_is_left_out_that_counts(scopes: dict[str, str | None], expected: list[str]) -> None:
    counted = [member.name for member in counted_below(tree_of(CITY), "样例市人民政府", scopes)]
    assert sorted(counted) == sorted(expected) and len(counted) == len(set(counted))


def test_what_is_below_nobody_is_counted_where_no_organ_is_named() -> None:
    assert [member.name for member in counted_below(tree_of(CITY), None)] == ["样例市人民政府"] and takes_in_those_below(CITY.members[0])
    assert [member.name for member in owing(CITY)] == [member.name for member in CITY.members if member.name != "乙县三乡"]


def empty() -> bytes:
    buffer = io.BytesIO()
    write_roster(buffer)
    return buffer.getvalue()


def test_the_empty_roster_has_our_columns_and_nothing_to_clear() -> None:
    book = openpyxl.load_workbook(io.BytesIO(empty()))
    sheet = book[SHEET]
    assert book.sheetnames == [SHEET, NOTES] and tuple(cell.value for cell in sheet[1]) == HEADER
    assert all(cell.value is None for line in sheet.iter_rows(min_row=2) for cell in line)
    assert sheet.freeze_panes == "B2" and sheet["H2"].number_format == "@" and sheet["I2"].number_format == "yyyy-mm-dd"
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert lists == {f"{column}2:{column}1001": f'"{",".join(words)}"' for column, words in (("C", LEVELS), ("D", SCOPES), ("E", ("是", "否")))}
    assert "没有单位" in fault_of(empty()).text.zh


def fault_of(content: bytes, name: str = "名册.xlsx") -> UsageError:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        return fault(Path(folder) / name)


def test_the_example_of_the_notes_can_be_read(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(empty()))[NOTES]
    lines = [["" if value is None else str(value) for value in line] for line in sheet.iter_rows(values_only=True)]
    table = lines[next(at for at, line in enumerate(lines) if line[0] == "单位") :]
    members = read_roster(write_csv(tmp_path, *(",".join(line) for line in table))).members
    assert len(members) == 5 and members[3].merged_into == members[2].name and not members[4].is_included


def test_the_same_roster_is_the_same_bytes() -> None:
    assert empty() == empty()


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    rows: list[dict[str, object]] = [
        {"单位": "样例县人民政府", "口径": "全域", "层级": "县级政府"},
        {"单位": "=1+1局", "上级": "样例县人民政府", "是否纳入汇总": "否", "电话": "010-1", "截止日期": dt.date(2024, 1, 31), "采用文件": "@a.xlsx", "联系人": "+1"},
    ]
    write_roster(path, rows)
    assert read_roster(path).members == (
        Member("样例县人民政府", level="县级政府", scope="全域"),
        Member("=1+1局", "样例县人民政府", is_included=False, contact="+1", phone="010-1", deadline=dt.date(2024, 1, 31), chosen="@a.xlsx"),
    )
    assert all(cell.data_type != "f" for line in openpyxl.load_workbook(path)[SHEET].iter_rows() for cell in line)
    with pytest.raises(KeyError):
        write_roster(path, [{"姓名": "张三"}])


def test_every_row_that_is_to_be_mended_is_told_at_once(tmp_path: Path) -> None:
    lines = ["单位,上级,层级,截止日期", "样例县卫生健康局,,县直部门,", "乙镇,样例县卫健局,乡镇,", "丙镇,,部门,", "丁镇,,乡镇,一月底", "乙镇,,乡镇,", "戊村,丁镇,乡镇,"]
    words = fault(write_csv(tmp_path, *lines)).text
    first, *rows = words.zh.splitlines()
    assert first.endswith("有 4 处须改。")
    assert [row.partition("：")[0].strip() for row in rows] == ["第 3 行", "第 4 行", "第 5 行", "第 6 行"]
    assert "是否为“样例县卫生健康局”" in rows[0] and "“部门”" in rows[1] and "row 6: the organ" in words.en


def test_the_same_mistake_on_many_rows_is_told_once(tmp_path: Path) -> None:
    words = fault(write_csv(tmp_path, "单位,层级", *(f"单位{number},部门" for number in range(50)))).text
    assert words.zh.count("\n") == 1 and "第 2、3、4、5、6 等 50 行：“层级”写的是“部门”" in words.zh


def test_of_a_great_many_mistakes_the_first_are_told_and_the_others_counted(tmp_path: Path) -> None:
    words = fault(write_csv(tmp_path, "单位,截止日期", *(f"单位{number},第{number}天" for number in range(50)))).text
    assert words.zh.count("\n") == 21 and words.zh.endswith("另有 30 种。")
