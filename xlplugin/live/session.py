"""The open workbook: read, check, mark, clear, go to. Works on xlwings; what xlwings lacks the host adds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from xlplugin.checking.check import check
from xlplugin.checking.mended import explained_by_suspects
from xlplugin.filing.cells import Place
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Finding, Report, Severity
from xlplugin.form.sheets import RECORD
from xlplugin.live.findings_sheet import clear_findings, write_findings
from xlplugin.live.grid import read_grid
from xlplugin.live.host import Host, Position
from xlplugin.live.record import Before, Memory, load, save, with_ours, without_ours
from xlplugin.live.stops import note_size, stops
from xlplugin.outputs.marked.marks import Mark, marks, rows
from xlplugin.reading.read import read_filing
from xlplugin.rules.declare import Rule
from xlplugin.runs.inputs.prior import read_priors
from xlplugin.text import NOTHING, Language, Text, join

_NOT_WHOLE = Text("未审全：{read}", "not wholly checked: {read}")


@dataclass(frozen=True)
class Outcome:
    """What a validation gave: the report, and the cells whose marks did not stick (on sheets protected by a password)."""

    report: Report
    filing: Filing
    unmarked: tuple[Place, ...]
    explained: frozenset[Finding] = frozenset()
    """The findings that go away with the suspects."""

    @property
    def summary(self) -> Text:
        """3 处错误（其中 2 处由疑似填错的 1 格引起），2 处需核实."""
        problems = [problem.finding for problem in self.report.problems if problem.finding.waived is None]
        errors, warnings, infos = (sum(finding.severity is severity for finding in problems) for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO))
        coverage = self.report.coverage
        parts = [_NOT_WHOLE.fill(read=coverage.text)] if coverage is not None and not coverage.is_whole else []
        parts += [Text(f"{errors} 处错误", f"{errors} errors") + self._caused(problems)] if errors else []
        parts += [Text(f"{warnings} 处需核实", f"{warnings} to be explained")] if warnings else []
        parts += [Text(f"{infos} 处提示", f"{infos} hints")] if infos else []
        waived = len(self.report.problems) - len(problems)
        passed = Text(f"审核通过，{waived} 处已说明或放行", f"passed; {waived} explained or released") if waived else Text("审核通过，未发现问题", "nothing found")
        words = join(parts, "，", ", ") if parts else passed
        if self.unmarked:
            words += Text(f"；有 {len(self.unmarked)} 格受密码保护未能标记，见“校验结果”", f"; {len(self.unmarked)} cells are protected by a password and could not be marked, see 校验结果")
        return words + Text("。", ".")

    def _caused(self, problems: Sequence[Finding]) -> Text:
        """How many of the errors one or a few cells bring about, where those are fewer."""
        errors = [finding for finding in problems if finding.severity is Severity.ERROR]
        caused = [finding for finding in errors if finding in self.explained]
        cells = len({suspect.field for suspect in self.report.suspects})
        if len(caused) <= cells:
            return NOTHING
        which = Text("", "all") if len(caused) == len(errors) else Text(f"其中 {len(caused)} 处", str(len(caused)))
        return Text(f"（{which.zh}由疑似填错的 {cells} 格引起）", f" ({which.en} for {cells} suspect {'cell' if cells == 1 else 'cells'})")


class Session:
    """One open workbook. `book` is xlwings'; `language` that of the marks."""

    def __init__(self, book: Any, host: Host, language: Language = "zh") -> None:
        self.book = book
        self.host = host
        self.language = language

    def read(self) -> Filing:
        """The filing in the open workbook, its formulas computed anew; raises `NoFormError` where there is none."""
        self.host.calculate(self.book)
        return read_filing(read_grid(self.book, self.host), self.host.full_name(self.book), is_calculated=True)

    def check(self, rules: Sequence[Rule] | None = None) -> tuple[Filing, Report]:
        """The filing and its report, nothing marked."""
        filing = self.read()
        return filing, check([filing], rules, priors=[self._prior_of(filing)])[0]

    def validate(self, sheet: str | None = None) -> Outcome:
        """Checks the workbook and marks it anew; `sheet`: only the problems on that sheet."""
        filing, report = self.check()
        if sheet is not None:
            on_sheet = tuple(finding for finding in report.findings if finding.place is not None and finding.place.sheet == sheet)
            advice = tuple(entry for entry in report.advice if any(finding.field in entry.fields for finding in on_sheet))
            report = replace(report, findings=on_sheet, advice=advice)
        with self.host.one_step(self.book, Text("审核", "validate").show(self.language)):
            memory = self._restore()
            unmarked, cells = self._mark(marks(report, self.language))
            made = write_findings(self.book, self.host, rows(report, filing, self.language))
            explained = explained_by_suspects(filing, report, prior=self._prior_of(filing))
            save(self.book, self.host, replace(memory, made_findings=memory.made_findings or made, stops=tuple(stops(report, explained))), cells)
        return Outcome(report, filing, tuple(unmarked), explained)

    def clear(self) -> bool:
        """Puts back every note, fill and sheet as it was; False where answers on 校验结果 were kept."""
        with self.host.one_step(self.book, Text("清除标记", "clear").show(self.language)):
            memory = self._restore()
            is_gone = clear_findings(self.book, self.host, memory.made_findings)
            save(self.book, self.host, replace(memory, made_findings=memory.made_findings and not is_gone, stops=()), [])
        return is_gone

    def remember_prior(self, path: Path) -> Filing:
        """Keeps last year's workbook for the rules across years; raises where it cannot be read. Returns its filing."""
        filing = read_priors(path).filings[0]
        memory, cells = load(self.book)
        save(self.book, self.host, replace(memory, prior=str(path)), cells)
        return filing

    def marked_places(self) -> list[Place]:
        """The cells that are marked now, in the order of the workbook."""
        order = {sheet.name: number for number, sheet in enumerate(self.book.sheets)}
        return sorted((before.place for before in load(self.book)[1]), key=lambda place: (order.get(place.sheet, 0), place.row, place.column))

    def stops(self) -> list[Place]:
        """Where the problems of the last check are gone through, one cell each, what is most likely wrong first."""
        names = {sheet.name for sheet in self.book.sheets}
        return [place for place in load(self.book)[0].stops if place.sheet in names]

    def go_to(self, place: Place) -> None:
        """Shows a cell to the user, with its note open."""
        marked: dict[str, list[Position]] = defaultdict(list)
        for other in self.marked_places():
            marked[other.sheet].append(_position(other))
        for name, cells in marked.items():
            if name != place.sheet:
                self.host.show_note(self.book.sheets[name], (0, 0), cells)
        sheet = self.book.sheets[place.sheet]
        self.host.show_sheet(sheet)
        self.host.select(sheet, place.row, place.column)
        self.host.show_note(sheet, _position(place), [at for at in marked[place.sheet] if at != _position(place)])

    def here(self) -> Place:
        """The cell where the user is."""
        selected = self.host.selected(self.book)
        return Place(*selected) if selected is not None else Place(self.book.sheets.active.name, 1, 1)

    def type_in(self, values: Mapping[Place, object]) -> list[Place]:
        """Types numbers and formulas into cells, as one step of undo; gives the cells that could not be written."""
        failed: list[Place] = []
        with self.host.one_step(self.book, "xlplugin"):
            for name in dict.fromkeys(place.sheet for place in values):
                sheet = self.book.sheets[name]
                with self.host.writable(sheet) as is_writable:
                    for place in (place for place in values if place.sheet == name):
                        if not is_writable:
                            failed.append(place)
                        elif isinstance(values[place], str):
                            sheet.range((place.row, place.column)).formula = values[place]
                        else:
                            sheet.range((place.row, place.column)).value = values[place]
        return failed

    def _prior_of(self, filing: Filing) -> Filing | None:
        """Last year's filing, where one is remembered."""
        memory, _ = load(self.book)
        return read_priors(Path(memory.prior)).of(filing) if memory.prior else None

    def _mark(self, wanted: Sequence[Mark]) -> tuple[list[Place], list[Before]]:
        """Marks cells; gives those that could not be marked, and what stood in the others."""
        by_sheet: dict[str, list[Mark]] = defaultdict(list)
        for mark in wanted:
            by_sheet[mark.place.sheet].append(mark)
        unmarked: list[Place] = []
        kept: list[Before] = []
        for name, mine in by_sheet.items():
            sheet = self.book.sheets[name]
            with self.host.writable(sheet) as is_writable:
                if not is_writable:
                    unmarked += [mark.place for mark in mine]
                    continue
                cells = [_position(mark.place) for mark in mine]
                notes, fills = self.host.read_notes(sheet), self.host.read_fills(sheet, cells)
                before = [Before(mark.place, notes.get(at), fills[at], mark.note, mark.fill) for mark, at in zip(mine, cells, strict=True)]
                self.host.write_notes(sheet, {_position(one.place): with_ours(one.note, one.our_note) for one in before})
                self.host.size_notes(sheet, {_position(one.place): note_size(with_ours(one.note, one.our_note)) for one in before})
                self.host.write_fills(sheet, {_position(one.place): one.our_fill for one in before})
                stuck = self.host.read_notes(sheet)
                unmarked += [one.place for one in before if _position(one.place) not in stuck]
                kept += before
        return unmarked, kept

    def _restore(self) -> Memory:
        """Takes our marks away and puts back what was there."""
        memory, cells = load(self.book)
        names = {sheet.name for sheet in self.book.sheets} - {RECORD}
        by_sheet: dict[str, list[Before]] = defaultdict(list)
        for before in cells:
            if before.place.sheet in names:
                by_sheet[before.place.sheet].append(before)
        for name, mine in by_sheet.items():
            sheet = self.book.sheets[name]
            with self.host.writable(sheet) as is_writable:
                if not is_writable:
                    continue
                positions = [_position(before.place) for before in mine]
                notes, fills = self.host.read_notes(sheet), self.host.read_fills(sheet, positions)
                self.host.write_notes(sheet, {at: without_ours(notes.get(at), before) for at, before in zip(positions, mine, strict=True)})
                ours = {at: before for at, before in zip(positions, mine, strict=True) if _colour(fills[at]) == before.our_fill}
                self.host.write_fills(sheet, {at: before.fill for at, before in ours.items()})
        return memory


def _position(place: Place) -> Position:
    return place.row, place.column


def _colour(fill: str) -> str:
    """The colour in a host's word for a fill: its last six characters."""
    return fill[-6:].upper()


