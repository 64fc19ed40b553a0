"""One organ's name in other characters is the same organ: radicals, compatibility forms, width, traditional forms."""

from __future__ import annotations

import itertools
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from tests.conftest import Run
from tests.submissions import write_submission
from xlplugin.form.labels import canonical
from xlplugin.form.organ import guess_level, short_name
from xlplugin.form.spelling import _RADICALS, folded, plain_ideographs
from xlplugin.reading.read import read_workbook
from xlplugin.rules.report.shared.organs import is_same_organ
from xlplugin.runs.inputs.names import Names, base_name, is_same, key_of

CASES = Path(__file__).parent.parent.parent / "shared" / "cases" / "workbooks"
SPELLINGS = {
    "样例县⻓安镇人⺠政府": "样例县长安镇人民政府",
    "样例县⻢营镇人⺠政府": "样例县马营镇人民政府",
    "样例县⻘⻔街道办事处": "样例县青门街道办事处",
    "样例县⽔务局": "样例县水务局",
    "样例县⻛景名胜区管委会": "样例县风景名胜区管委会",
    "樣例縣長安鎮人民政府": "样例县长安镇人民政府",
    "樣例縣教育體育局": "样例县教育体育局",
    "樣例市發展和改革委員會": "样例市发展和改革委员会",
    "樣例區東關街道辦事處": "样例区东关街道办事处",
    "樣例縣衛生健康局": "样例县卫生健康局",
    "樣例縣農業農村局": "样例县农业农村局",
    "樣例縣財政局": "样例县财政局",
    "樣例縣應急管理局": "样例县应急管理局",
    "樣例縣市場監督管理局": "样例县市场监督管理局",
    "樣例縣住房和城鄉建設局": "样例县住房和城乡建设局",
    "樣例縣人力資源和社會保障局": "样例县人力资源和社会保障局",
    "樣例縣審計局": "样例县审计局",
    "樣例縣統計局": "样例县统计局",
    "樣例縣國資委": "样例县国资委",
    "樣例縣退役軍人事務局": "样例县退役军人事务局",
    "樣例縣綜合行政執法大隊": "样例县综合行政执法大队",
    "样例市\uf914县": "样例市乐县",
    "样例县长安镇人民政府（本級）": "样例县长安镇人民政府",
    "样例县１２３４５热线中心": "样例县12345热线中心",
}


@pytest.mark.parametrize(("seen", "meant"), SPELLINGS.items())
def test_a_name_in_other_characters_is_the_same_organ(seen: str, meant: str) -> None:
    assert key_of(seen) == key_of(meant) and short_name(seen) == short_name(meant)
    assert Names([meant, "样例县别的局"]).find(seen) == meant and Names([seen]).find(meant) == seen
    assert is_same(seen, meant) and is_same_organ(seen, meant) and guess_level(seen) == guess_level(meant)


@pytest.mark.parametrize(("one", "other"), [("乾县", "干县"), ("样例县长安镇", "样例县常安镇"), ("样例一镇", "样例二镇"), ("样例县水务局", "样例县水利局")])
def test_names_of_two_organs_stay_two(one: str, other: str) -> None:
    assert key_of(one) != key_of(other) and folded(one) != folded(other)


@pytest.mark.parametrize("text", ["样例县（本级）水务局", "樣例縣", "ＡＢＣ１２３", "①②", "㎡"])
def test_what_is_shown_keeps_its_width_and_its_traditional_forms(text: str) -> None:
    assert plain_ideographs(text) == text


def test_labels_with_radicals_are_the_labels() -> None:
    assert canonical("⾃然⼈") == canonical("自然人") and canonical("⻓期⻅效") == canonical("长期见效")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("organ", "listed"),
    [("样例县⻓安镇人⺠政府", "样例县长安镇人民政府"), ("樣例縣長安鎮人民政府", "样例县长安镇"), ("样例县长安镇人民政府", "樣例縣長安鎮人民政府"), ("样例县⾧安镇", "样例县长安镇人民政府")],
)
def test_the_organ_is_not_told_as_missing_for_its_characters(organ: str, listed: str, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "报送"
    folder.mkdir()
    write_submission(folder / "a.xlsx", organ=organ)
    (tmp_path / "名册.csv").write_text(f"单位\n{listed}\n", "utf-8")
    assert "B02" not in run("check", folder, "--roster", tmp_path / "名册.csv", "--fail-on", "never").out


def test_the_public_case_of_a_name_in_radicals_is_read_as_the_name() -> None:
    path = CASES / "114部首单位名.xlsx"
    if not path.is_file():
        pytest.skip("the public cases are not part of the repository; they lie beside it in CI")
    assert read_workbook(path).organ == "样例县长安镇人民政府"


def test_every_character_that_looks_as_an_ideograph_does_becomes_it() -> None:
    for seen, meant in zip(_RADICALS[::2], _RADICALS[1::2], strict=True):
        assert plain_ideographs(f"样例{seen}县") == f"样例{meant}县"


@pytest.mark.parametrize("length", range(7))
def test_a_files_own_name_is_what_pathlib_takes_for_it_under_windows_or_elsewhere(length: int) -> None:
    for marks in itertools.product("年./\\:", repeat=length):
        file = "".join(marks)
        assert base_name(file) == (PureWindowsPath(file).name or PurePosixPath(file).name or file)
