"""The buttons of the tab 年报审核, one function each. Each gives the sentence to show, in both languages; what goes wrong is an `XlpluginError`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from xlplugin.errors import UsageError
from xlplugin.filing.cells import Cell, Place
from xlplugin.filing.filing import Filing
from xlplugin.form.sheets import FINDINGS, GUIDE
from xlplugin.live.session import Outcome, Session
from xlplugin.live.totals import blanks, lost_formulas, text_numbers, wrong_totals
from xlplugin.rules import catalogue
from xlplugin.text import Text, join
from xlplugin.version import __version__

Ask = Callable[[Text], bool]
"""Puts a question to the user; True where he agrees."""
MOST_LISTED = 15
_TO_DO = Text(
    "已选中第一处，批注写明怎么改；改好后点“下一个问题”，全部改完再点“审核全表”。",
    "The first one is selected and its note says how to correct it. Then press 下一个问题, and 审核全表 once all are done.",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a button says when it is done; `is_quiet`: the status bar is enough, no message that must be clicked away."""

    text: Text
    is_quiet: bool = False


def validate(session: Session, ask: Ask) -> Answer:
    """审核全表: checks the workbook, marks its cells and lists the problems."""
    return _told(session, session.validate())


def validate_sheet(session: Session, ask: Ask) -> Answer:
    """审核本表: the same for the sheet that is shown."""
    return _told(session, session.validate(session.book.sheets.active.name))


def clear(session: Session, ask: Ask) -> Answer:
    """清除标记: puts back every note and fill as it was."""
    if session.clear():
        return Answer(Text("已清除全部标记，批注和底色已恢复原样。", "all marks are gone; notes and fills are as they were"), is_quiet=True)
    return Answer(Text("已清除标记；“校验结果”中写有情况说明或审核放行的行予以保留。", "the marks are gone; the rows of 校验结果 that carry an answer were kept"))


def previous_problem(session: Session, ask: Ask) -> Answer:
    """上一个问题: shows the marked cell before this one."""
    return _step(session, -1)


def next_problem(session: Session, ask: Ask) -> Answer:
    """下一个问题: shows the marked cell after this one."""
    return _step(session, 1)


def fill_totals(session: Session, ask: Ask) -> Answer:
    """填入合计建议值: after a question that shows old and new, types sums into totals. Formulas and entry cells are never touched."""
    filing = session.read()
    totals = wrong_totals(filing)
    if not totals:
        return Answer(Text("合计与各项之和一致，没有需要填入的。", "every total is the sum of its parts; nothing to fill in"))
    lines = [_line(filing, total.field, f"{_shown(total.actual)} → {total.expected}") for total in totals]
    question = Text("将以下合计改为各项之和：", "make these totals the sums of their parts:")
    return _after_asking(session, ask, question, lines, {total.place: _number(total.expected) for total in totals})


def restore_formulas(session: Session, ask: Ask) -> Answer:
    """恢复合计公式: after a question, puts the sum formulas back into totals that hold none."""
    filing = session.read()
    formulas = lost_formulas(filing)
    if not formulas:
        return Answer(Text("合计单元格都有公式，不需要恢复。", "every total has its formula"))
    lines = [_line(filing, name, formula) for name, formula in formulas.items()]
    values: dict[Place, object] = {place: formula for name, formula in formulas.items() if (place := filing.cells[name].place)}
    return _after_asking(session, ask, Text("将以下合计恢复为公式：", "put these formulas back:"), lines, values)


def fill_blanks(session: Session, ask: Ask) -> Answer:
    """空白补0: lists the blank entry cells and asks first."""
    filing = session.read()
    empty = blanks(filing)
    if not empty:
        return Answer(Text("没有空白的填报单元格。", "no entry cell is blank"))
    question = Text("以下单元格为空白，确认没有发生的填 0：", "these cells are blank; fill in 0 where there was nothing:")
    return _change(session, ask, filing, empty, question, lambda cell: 0)


def normalise_numbers(session: Session, ask: Ask) -> Answer:
    """规范数字: after a question, turns numbers stored as text or in full-width digits into numbers."""
    filing = session.read()
    texts = text_numbers(filing)
    if not texts:
        return Answer(Text("没有以文本或全角形式存放的数字。", "no number is stored as text or in full-width digits"))
    return _change(session, ask, filing, texts, Text("将以下文本改为数字：", "make these texts numbers:"), lambda cell: _number(cell.value))


def list_problems(session: Session, ask: Ask) -> Answer:
    """问题清单: shows the sheet 校验结果."""
    if not _show_sheet(session, FINDINGS):
        return Answer(Text("还没有审核过，请先点“审核全表”。", "nothing was checked yet; press 审核全表 first"))
    return Answer(Text("问题清单在“校验结果”表中，点“位置”可跳到单元格。", "the problems are on the sheet 校验结果; 位置 jumps to the cell"), is_quiet=True)


def import_prior(session: Session, ask: Ask, path: Path | None = None) -> Answer:
    """导入上年数据: asks for last year's workbook and remembers it in this one."""
    title = Text("选择上年的年报工作簿", "choose last year's workbook")
    chosen = str(path) if path else session.host.pick_file(session.book, title.show(session.language))
    if not chosen:
        return Answer(Text("没有选择文件。", "no file was chosen"), is_quiet=True)
    prior = session.remember_prior(Path(chosen))
    who = f"{prior.organ or '？'} {prior.year or '？'}"
    return Answer(Text(f"已记住上年数据（{who}），再次审核时将与上年对比。", f"last year's figures ({who}) are remembered and compared at the next check"))


def show_rules(session: Session, ask: Ask) -> Answer:
    """审核规则: shows the sheet 填报说明 where the workbook has it, else says how many rules there are and where to read them."""
    if _show_sheet(session, GUIDE):
        return Answer(Text("审核规则在“填报说明”表中。", "the rules are on the sheet 填报说明"), is_quiet=True)
    count = len(catalogue())
    zh = f"共有 {count} 条审核规则：xlplugin rules 列出全部，xlplugin explain R01 解释一条。"
    return Answer(Text(zh, f"there are {count} rules: `xlplugin rules` lists them, `xlplugin explain R01` explains one"))


def about(session: Session, ask: Ask) -> Answer:
    """关于."""
    zh = f"xlplugin {__version__}：政府信息公开工作年度报告审核。全部在本机进行，数据不外传。"
    return Answer(Text(zh, f"xlplugin {__version__} checks the yearly report on government information disclosure; no data leave this machine"))


COMMANDS: dict[str, Callable[..., Answer]] = {
    command.__name__: command
    for command in (
        validate,
        validate_sheet,
        clear,
        previous_problem,
        next_problem,
        fill_totals,
        restore_formulas,
        fill_blanks,
        normalise_numbers,
        list_problems,
        import_prior,
        show_rules,
        about,
    )
}
"""The buttons by name, in the order of the tab."""


def _told(session: Session, outcome: Outcome) -> Answer:
    """Goes to the first problem and gives the summary, with what to do; where a mark did not stick, a message that is not overlooked."""
    found = session.stops()
    if found:
        session.go_to(found[0])
    return Answer(outcome.summary.followed_by(_TO_DO) if found else outcome.summary, is_quiet=not outcome.unmarked)


def _show_sheet(session: Session, name: str) -> bool:
    """Brings a sheet to the front; False where there is none of the name."""
    if name not in {sheet.name for sheet in session.book.sheets}:
        return False
    session.host.show_sheet(session.book.sheets[name])
    return True


def _step(session: Session, direction: int) -> Answer:
    """Goes to the next problem in a direction, round the list; from elsewhere to the one that is nearest."""
    places = session.stops()
    if not places:
        return Answer(Text("没有标记的问题：还没有审核，或者已审核通过。请点“审核全表”。", "no problem is marked: nothing was checked yet, or nothing was found; press 审核全表"))
    order = {sheet.name: number for number, sheet in enumerate(session.book.sheets)}

    def position(place: Place) -> tuple[int, int, int]:
        return order.get(place.sheet, 0), place.row, place.column

    stands = session.here()
    if stands in places:
        target = places[(places.index(stands) + direction) % len(places)]
    else:
        ahead = [place for place in places if (position(place) > position(stands)) == (direction > 0)]
        nearest = sorted(ahead or places, key=position)
        target = nearest[0 if direction > 0 else -1]
    session.go_to(target)
    number, where = places.index(target) + 1, target.full
    return Answer(Text(f"第 {number} 处，共 {len(places)} 处：{where}", f"{number} of {len(places)}: {where}"), is_quiet=True)


def _change(session: Session, ask: Ask, filing: Filing, names: Sequence[str], question: Text, value: Callable[[Cell], object]) -> Answer:
    """Asks, and then writes a value into each of the fields' cells."""
    lines = [_line(filing, name, filing.cells[name].raw) for name in names]
    return _after_asking(session, ask, question, lines, {place: value(filing.cells[name]) for name in names if (place := filing.cells[name].place)})


def _after_asking(session: Session, ask: Ask, question: Text, lines: Sequence[Text], values: dict[Place, object]) -> Answer:
    """Writes values into cells when the user agrees; raises `UsageError` naming those that could not be written."""
    shown = [question, *lines[:MOST_LISTED]]
    if len(lines) > MOST_LISTED:
        shown.append(Text(f"…… 共 {len(lines)} 格", f"… {len(lines)} cells in all"))
    if not ask(join(shown, "\n", "\n")):
        return Answer(Text("没有改动。", "nothing was changed"), is_quiet=True)
    failed = session.type_in(values)
    if failed:
        addresses = [place.address for place in failed]
        raise UsageError(
            zh=f"有 {len(failed)} 格受密码保护，没有写入：{'、'.join(addresses)}。",
            en=f"{len(failed)} cells are protected by a password and were not written: {', '.join(addresses)}",
        )
    return Answer(Text(f"已改动 {len(values)} 格。请再点“审核全表”。", f"{len(values)} cells were changed; press 审核全表 again"))


def _line(filing: Filing, name: str, words: str) -> Text:
    """A cell by its labels and address, and what is said of it."""
    place = filing.cells[name].place
    where = place.address if place else ""
    field = filing.form.fields[name].text
    return Text(f"{field.zh}（{where}）", f"{field.en} [{where}]") + (Text(f"：{words}", f": {words}") if words else Text("", ""))


def _number(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


def _shown(value: object) -> str:
    return "空白" if value is None else str(value)
