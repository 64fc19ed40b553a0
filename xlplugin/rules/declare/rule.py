"""What a rule is. One rule is one file that holds one `RULE`, and everything about it is said there once."""

from __future__ import annotations

from dataclasses import dataclass

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Finding, NotChecked, Severity, Subject
from xlplugin.form.load import editions
from xlplugin.form.model import Form
from xlplugin.form.relation import Relation
from xlplugin.rules.declare.checks import Check
from xlplugin.rules.declare.example import Example
from xlplugin.rules.declare.hit import Hit, Unknown
from xlplugin.rules.declare.words import PLAIN, Case
from xlplugin.text import NOTHING, Text, same

_BLANK, _NOT_KNOWN = Text("空白", "blank"), Text("（无法确定）", "(not known)")


@dataclass(frozen=True, slots=True)
class Needs:
    """What a rule's function must have; where it is lacking, the rule is not checked and says why, and the function is not called."""

    prior: bool = False
    """Last year's filing."""
    text: bool = False
    """The report's text, be it the sections' alone."""
    document: bool = False
    """The whole report, with its title and signature."""
    fields: tuple[str, ...] = ()
    """Cells that the form must have and whose figures must be known."""
    on_form: tuple[str, ...] = ()
    """Cells, rows or tables that the form must have; whether they are known matters only to the function."""
    one_of: tuple[str, ...] = ()
    """Cells, rows or tables of which the form must have one."""
    sides_of: Rule | None = None
    """A rule whose relation must be one between cells of the form."""
    broken: bool = False
    """That the relation of `sides_of` does not hold or cannot be told: where it holds, there is nothing to be found."""
    row_sums: bool = False
    """What its row adds up to in place of a total that is blank: another rule speaks of the blank."""


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule of the catalogue. Two rules are the same where they are one object."""

    id: str
    severity: Severity
    """Of the gravest of its cases."""
    title: Text
    fact: Text
    """What should be, what is, and where, in words with placeholders. In English without a full stop."""
    rationale: Text
    source: Text
    check: Check
    examples: tuple[Example, ...]
    lead: Text = NOTHING
    """What comes before the fact, and is left out where section and cell are told beside it."""
    ask: Text = NOTHING
    """What to do; empty where nothing is asked."""
    mend: Text = NOTHING
    """How to go about it, where that is more than what is asked; else the same."""
    short: Text | None = None
    """The fact for where section and cell are told beside it, where leaving out the lead is not enough."""
    cases: tuple[Case, ...] = ()
    """Where it says something else, or is milder."""
    subject: Subject = "cell"
    """What it speaks of."""
    needs: Needs = Needs()
    moves: bool = False
    """Whether its finding stands at the first of several cells, and goes on to the next when that one is mended."""
    casts_doubt: bool = False
    """Whether its finding makes its cells likelier wrong than others where the sums do not hold."""
    gives_sum: bool = False
    """Whether it expects of a total what its parts add up to."""
    is_of_reading: bool = False
    """Whether it tells of a fault of the file that was read (读取问题), which is not the filing's."""
    editions: tuple[str, ...] = ()
    """Empty: every edition."""
    replaces: tuple[str, ...] = ()
    """Rules whose finding at the same field is dropped: this one says it better."""
    covers: tuple[str, ...] = ()
    """Rules whose finding at the same field is kept as this one's ground (`covered_by`)."""
    spreads: bool = False
    """Whether the related cells have the same fault as the first, and are marked like it."""
    is_default: bool = True
    """Whether the rule runs unless it is selected by name."""

    def __post_init__(self) -> None:
        if self.mend == NOTHING:
            object.__setattr__(self, "mend", self.ask.as_sentence)

    @property
    def message(self) -> Text:
        """Fact and ask in one, with their placeholders."""
        return (self.lead + self.fact).followed_by(self.ask)

    @property
    def has_own_mend(self) -> bool:
        """Whether it tells more of what to do than it asks in its finding."""
        return self.mend != self.ask.as_sentence

    @property
    def severities(self) -> tuple[Severity, ...]:
        """How severe its findings may be, the gravest first."""
        return tuple(sorted({self.severity, *(case.severity for case in self.cases if case.severity is not None)}, reverse=True))

    def said_in(self, case: Case) -> Text:
        """What it says in one of its cases: fact and ask in one, with their placeholders."""
        lead, fact, ask = (own if own is not None else rule for own, rule in ((case.lead, self.lead), (case.fact, self.fact), (case.ask, self.ask)))
        return (lead + fact).followed_by(ask)

    def relations(self, form: Form) -> tuple[Relation, ...]:
        """The rule's relation, where it is one, and those that the form adds to it."""
        if not isinstance(self.check, Relation):
            return ()
        return (self.check, *(Relation.of(added) for added in form.equations if added.rule == self.id))

    def holds_for(self, edition: str) -> bool:
        """Whether the rule applies to an edition of the form. One for the program's newest edition applies to later ones, too."""
        newest = max(editions())
        return not self.editions or edition in self.editions or (newest in self.editions and edition > newest)

    def finding(self, hit: Hit, filing: Filing | None) -> Finding:
        """The finding for a hit on a filing: place, words and message filled in. A hit across a batch brings its own words and place."""
        words: dict[str, object] = {
            "actual": _BLANK if hit.actual is None else hit.actual,
            "expected": _NOT_KNOWN if hit.expected is None else hit.expected,
            "cell": "",
        }
        place = hit.place
        if filing is not None and hit.field is not None and hit.field in filing.form.fields:
            where = filing.form.fields[hit.field]
            cell = filing.cells.get(hit.field)
            place = place or (cell.place if cell else None)
            words |= {"table": filing.form.table(where.table).title.text, "row": where.row.label.text, "column": where.column.label.text, "field": where.text}
        if place is not None:
            words["cell"] = same(place.address)
        case = self._case(hit.case)
        words |= hit.words
        lead, fact, ask = (text.fill(**words) for text in (case.lead or self.lead, case.fact or self.fact, case.ask or self.ask))
        brief = case.short if case.fact is not None else self.short
        short = brief.fill(**words) if brief else None
        return Finding(
            self.id,
            case.severity or self.severity,
            lead + fact,
            hit.field,
            place,
            hit.actual,
            hit.expected,
            hit.related,
            basis=hit.basis,
            also=tuple(cell.place for name in hit.related if self.spreads and filing and (cell := filing.cells.get(name)) and cell.place),
            ask=ask,
            mend=case.mend,
            short=short or (fact if lead != NOTHING else None),
            span=hit.span,
            subject=self.subject,
            moves=self.moves,
            organ=hit.organ,
            others=hit.others,
            files=hit.files,
        )

    def _case(self, name: str | None) -> Case:
        return PLAIN if name is None else next(case for case in self.cases if case.name == name)

    def unknown(self, case: Unknown) -> NotChecked:
        """The entry for what the rule could not tell."""
        return NotChecked(self.id, case.reason, case.field)
