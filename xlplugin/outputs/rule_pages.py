"""Rules in words, read from their declarations: the list, the table in docs/rules.md, and the page that explains one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from xlplugin.checking.examples import form_of
from xlplugin.filing.cells import Cell
from xlplugin.filing.facts import Facts
from xlplugin.form import Form, Relation, Side, editions
from xlplugin.rules.declare import Across, Bound, Example, Forbidden, Rule, Several
from xlplugin.rules.shared.wording import quoted
from xlplugin.text import Language, Text, join, number, same

MOST_FIGURES = 8
"""An example with more figures than this is cut short."""
RunExample = Callable[[Rule, Example], Sequence[Text]]
"""Gives the messages that a rule has for one of its examples."""


def rule_lines(rules: Sequence[Rule], language: Language) -> str:
    """One line a rule: id, severity, title; and one for each case in which it is milder."""
    width = 2 if language == "zh" else 7
    return "".join(f"{rule.id}  {rule.severity.text.show(language):{width}}  {rule.title.show(language)}\n{_case_lines(rule, language)}" for rule in rules)


def _case_lines(rule: Rule, language: Language) -> str:
    """A line below the rule's for each case in which it is milder."""
    margin = " " * (len(rule.id) + 2)
    return "".join(f"{margin}{line.show(language)}\n" for case, line in zip(rule.cases, case_words(rule), strict=True) if case.severity is not None)


def case_words(rule: Rule) -> list[Text]:
    """The cases in which a rule says something else or is milder, in words: 带单位而能读出数：疑点."""
    return [case.when if case.severity in (None, rule.severity) else case.when + Text("：", ": ") + case.severity.text for case in rule.cases]


def rule_table(rules: Sequence[Rule], language: Language) -> str:
    """The rules as a Markdown table."""
    head = Text("| 规则 | 等级 | 内容 | 版式 |", "| Rule | Severity | What | Editions |").show(language)
    every = Text("各版", "all").show(language)
    rows = [f"| {rule.id} | {_severities(rule).show(language)} | {_cell('<br>'.join(text.show(language) for text in (rule.title, *case_words(rule))))} | {', '.join(rule.editions) or every} |" for rule in rules]
    return "\n".join([head, "| --- | --- | --- | --- |", *rows]) + "\n"


def _severities(rule: Rule) -> Text:
    return join((severity.text for severity in rule.severities), "、", ", ")


def explain(rule: Rule, language: Language, run: RunExample) -> str:
    """Everything a rule says of itself, for `xlplugin explain`."""
    def words(zh: str, en: str) -> str:
        return Text(zh, en).show(language)

    lines = [f"{rule.id}  {rule.title.show(language)}  [{_severities(rule).show(language)}]", ""]
    lines += [f"{words('为什么', 'Why')}", f"  {rule.rationale.show(language)}", ""]
    lines += [f"{words('会说什么', 'What it says')}", *(f"  {line.show(language)}" for line in _said(rule)), ""]
    lines += [f"{words('怎么改', 'How to mend')}", f"  {rule.mend.show(language)}", ""]
    lines += [f"{words('依据', 'Source')}", f"  {rule.source.show(language)}", ""]
    if isinstance(rule.check, Relation):
        lines += [words("算式", "Formula"), *(f"  {line.show(language)}" for line in formula(rule, rule.check)), ""]
    elif isinstance(rule.check, (Bound, Forbidden)):
        lines += [words("检查方式", "Check"), f"  {words('逐格检查', 'cell by cell')}", ""]
    elif isinstance(rule.check, Across):
        lines += [words("检查方式", "Check"), f"  {words('整批报送放在一起比对', 'over all submissions of a batch')}", ""]
    lines += [words("适用版式", "Editions"), f"  {', '.join(rule.editions) or words('各版', 'all')}", ""]
    passing = next((example for example in rule.examples if not example.fails_at), None)
    failing = next((example for example in rule.examples if example.fails_at), None)
    if passing is not None:
        lines += [words("通过的例子", "An example that passes"), f"  {_example(passing, language)}", ""]
    if failing is not None:
        lines += [words("不通过的例子", "An example that fails"), f"  {_example(failing, language)}", *(f"  → {message.show(language)}" for message in run(rule, failing)), ""]
    return "\n".join(lines)


def _said(rule: Rule) -> list[Text]:
    """Its message in each case, with what differs left open: 「…」“…”列勾稽不平：…，差 …。"""
    lines = [same("[") + rule.severity.text + same("] ") + rule.message.outline]
    for case in rule.cases:
        same_words = case.fact is None and case.ask is None
        said = Text("写法同上", "in the same words") if same_words else rule.said_in(case).outline
        lines.append(same("[") + (case.severity or rule.severity).text + same("] ") + case.when + Text("：", ": ") + said)
    return lines


def formula(rule: Rule, relation: Relation) -> list[Text]:
    """The relation in words, one line for the editions on which it reads alike."""
    found: dict[Text, list[str]] = {}
    for form in editions().values():
        if not rule.holds_for(form.edition) or not (balances := relation.balances(form)):
            continue
        left, right = (_side(side, relation, form) for side in (balances[0].left, balances[0].right))
        operator = {"=": Text("＝", " = "), "<=": Text("≤", " <= "), ">=": Text("≥", " >= ")}[balances[0].operator]
        count = len(balances)
        each = {"column": Text(f"（每列一式，共 {count} 式）", f" (for each of {count} columns)"), "row": Text(f"（每行一式，共 {count} 式）", f" (for each of {count} rows)"), None: Text("", "")}
        found.setdefault(left + operator + right + each[relation.each], []).append(form.edition)
    return [Text("、".join(names), ", ".join(names)) + Text("：", ": ") + line for line, names in found.items()]


def _side(side: Side, relation: Relation, form: Form) -> Text:
    """One side of a relation: its terms with their signs and factors, and its constant."""
    words = same("")
    for term in side.terms:
        factor = abs(term.factor)
        words += _sign(term.factor, words) + same("" if factor == 1 else f"{number(factor)}×") + _term(term.field, relation, form)
    if side.constant or not side.terms:
        words += _sign(side.constant, words) + same(number(abs(side.constant)))
    return words


def _sign(factor: Decimal, before: Text) -> Text:
    """The sign that stands before a part: none before the first, unless it is taken away."""
    if not before.zh:
        return same("-" if factor < 0 else "")
    return Text("－", " - ") if factor < 0 else Text("＋", " + ")


def _term(name: str, relation: Relation, form: Form) -> Text:
    field = form.fields[name]
    return field.row.label.text if relation.each == "column" else field.column.label.text if relation.each == "row" else field.text


def _example(example: Example, language: Language) -> str:
    """What is special about an example: its figures by label, what is said of the organ, last year's figures; of a batch, its submissions."""
    if example.several is not None:
        return _several(example.several, language)
    figures = _figures(example)
    quotations = [_in_marks(words) for words in example.narrative.values()]
    rest = Text("其余为 0", "all others 0") if figures else Text("各格均为 0", "every cell 0")
    shown = [*_about(example), *_first_few(figures), *quotations, rest]
    line = join(shown, "，", ", ").show(language)
    if example.prior is None:
        return line
    return line + Text("；上年：", "; last year: ").show(language) + _example(example.prior, language)


def _figures(example: Example) -> list[Text]:
    fields = form_of(example.edition, example.shape).fields
    blank = Text("空白", "blank")
    figures = [fields[name].text + same(" ") + (blank if value is None else same(str(value))) for name, value in example.values.items()]
    return [*figures, *(fields[name].text + same(" ") + _written(cell) for name, cell in example.cells.items())]


def _several(several: Several, language: Language) -> str:
    """The submissions of an example across a batch: file, organ, year and day of each, what it holds, and who owes one."""
    sent = []
    for one in several.batch.sent:
        about = [same(words) for words in dict.fromkeys((one.named or one.organ, one.told or one.organ)) if words != one.file]
        about += [Text(f"{one.year} 年度", f"year {one.year}")] if one.year else []
        about += [same(one.submitted.isoformat())] if one.submitted else []
        about += [] if one.is_readable else [Text("无法读取", "unreadable")]
        about += _held(several.holds.get(one.file))
        sent.append(same(one.file) + Text("（", " (") + join(about, "，", ", ") + Text("）", ")"))
    line = join(sent, "；", "; ")
    if several.batch.due:
        line += Text("；名册：", "; roster: ") + join((same(due.organ) for due in several.batch.due), "、", ", ")
    if several.before:
        line += Text("；上年的文字：", "; last year's text: ") + join((join(_held(held), "，", ", ") for held in several.before.values()), "；", "; ")
    return line.show(language)


def _held(example: Example | None) -> list[Text]:
    """What a submission of a batch holds: its figures, and the beginning of its text."""
    if example is None:
        return []
    quotations = [quoted(words) for words in example.narrative.values()]
    return [*_first_few(_figures(example)), *(Text(f"“{words.zh}”", f'"{words.en}"') for words in quotations)]


def _first_few(figures: Sequence[Text]) -> list[Text]:
    """The first few of many figures, and how many there are in all."""
    if len(figures) <= MOST_FIGURES:
        return list(figures)
    return [*figures[:MOST_FIGURES], Text(f"……等共 {len(figures)} 格", f"and so on, {len(figures)} cells in all")]


def _in_marks(words: str) -> Text:
    return Text("“", '"') + quoted(words) + Text("”", '"')


def _about(example: Example) -> list[Text]:
    """The organ, the year and the file, where something about them is special."""
    found: list[Text] = []
    if example.organ is None:
        found.append(Text("单位名称未填", "no organ"))
    elif example.organ != Example().organ:
        found.append(same(example.organ))
    if example.level:
        found.append(same(example.level))
    if example.year is not None:
        found.append(Text(f"{example.year} 年度", f"year {example.year}") if example.year else Text("年度未填", "no year"))
    if example.document is not None:
        document = example.document
        parts = ((Text("标题", "title "), document.title), (Text("落款", "signed "), document.signature), (Text("日期", "dated "), document.signed and document.signed.isoformat()))
        found += [words + _in_marks(part) for words, part in parts if part]
        found += [Text("章节", "sections ") + join((_in_marks(heading.seen) for heading in document.headings), "", " ")] if document.headings else []
    if example.fails_at and example.facts != Facts():
        found.append(Text("表样或文件的情况见下", "the layout or the file as told below"))
    return found


def _written(cell: Cell) -> Text:
    """A cell as it stands in the file: its text, or its formula with the value that was saved."""
    if cell.formula is None:
        return same(cell.raw or cell.shape.value)
    saved = Text("未保存结果", "no saved value") if cell.saved is None else Text(f"保存的值 {cell.saved}", f"saved as {cell.saved}")
    return same(cell.formula) + Text("（", " (") + saved + Text("）", ")")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
