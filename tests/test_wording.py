"""What several outputs share: the common folder, the reasons why rules could not run, files written whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlplugin.errors import UsageError
from xlplugin.filing.findings import NotChecked
from xlplugin.outputs.file_names import common_folder
from xlplugin.outputs.template.hand_out import write_new
from xlplugin.outputs.wording import by_reason
from xlplugin.runs.whole_file import beside
from xlplugin.text import same


@pytest.mark.parametrize(
    ("files", "folder"),
    [
        (("报送/甲/1.xlsx", "报送/甲乙/2.xlsx"), "报送/"),
        (("./报送/1.xlsx", "./报送/2.xlsx"), "./报送/"),
        (("/data/报送/1.xlsx",), "/data/报送/"),
        (("s3://bucket/a/1.xlsx", "s3://bucket/a/b/2.xlsx"), "s3://bucket/a/"),
        ((r"D:\报送\甲\1.xlsx", r"D:\报送\乙\2.xlsx"), "D:\\报送\\"),
        (("s3://bucket/1.xlsx", "报送/2.xlsx"), ""),
        (("1.xlsx", "12.xlsx"), ""),
        ((), ""),
    ],
)
def test_the_common_folder_is_what_every_name_begins_with(files: tuple[str, ...], folder: str) -> None:
    assert common_folder(files) == folder and all(file.startswith(folder) for file in files)


def test_a_reason_is_told_once_with_its_rules_in_the_catalogues_order() -> None:
    missed = [NotChecked("Y10", same("a")), NotChecked("N01", same("b")), NotChecked("Y02", same("a")), NotChecked("Y02", same("a"))]
    assert by_reason(missed) == ((same("a"), ("Y02", "Y10")), (same("b"), ("N01",)))


def test_a_file_that_could_not_be_written_whole_leaves_the_old_one_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_text("old", "utf-8")

    def fill_the_disk() -> None:
        with beside(target) as path:
            path.write_text("half", "utf-8")
            raise OSError(28, "No space left on device")

    with pytest.raises(UsageError, match="No space left"):
        fill_the_disk()
    assert target.read_text("utf-8") == "old" and list(tmp_path.iterdir()) == [target]


def test_a_new_file_in_a_folder_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot write"):
        write_new(tmp_path / "none" / "a.xlsx", b"")
