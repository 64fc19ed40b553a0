"""D15: the document that prescribes the report, or the office that issued it, is cited wrongly."""

import re
from collections.abc import Iterator

from xlplugin.filing.document import Span
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.form.load import editions
from xlplugin.patterns import late
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.report.shared.fees import FROM_YEAR
from xlplugin.rules.report.shared.samples import OPENING, report
from xlplugin.rules.report.shared.texts import passages, quote, unspaced
from xlplugin.rules.shared.wording import listed
from xlplugin.text import Text

_OFFICE = "国务院办公厅政府信息与政务公开办公室"
_FEE_DOCUMENT = "国办函〔2020〕109号"
_NUMBER = late(r"(?P<code>国[办发公开信息政务函]{1,10})[〔\[({【<](?P<year>20\d\d)年?[〕\])}】>]第?(?P<number>\d{1,3})号")
_FORMAT = late(r"年度报告格式[^。;]{0,20}?$")
_ISSUER = late(r"国务院办公厅(?P<office>[^,，。;:《》〈〉<>()]{0,16}?办公室)(?=关于|印发|《|制定|发布|[,，。;]|$)")
_REPORT = late(r"[^。;]{0,40}(?:年度报告|年报|报告格式)|[^。;]{0,6}(?:[。;]|$)")
_WHOLE_OFFICE = late(r"(?P<office>国务院办公厅|国务院|国办)关于(?:印发|修订)[^。;]{0,24}?(?:信息公开工作)?年度报告格式")
_WRONG = Text("{seen}应为“{expected}”", '{seen} should be "{expected}"')
_OLD = Text("{seen}是 2019、2020 年度用的，{year} 年度应为“{expected}”", '{seen} is that of 2019 and 2020; for {year} it is "{expected}"')


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    faults: dict[str, tuple[Text, Span]] = {}
    for passage in passages(filing):
        words = unspaced(passage.words)
        for seen, fault in (*_numbers(words, filing), *_offices(words)):
            faults.setdefault(seen, (fault, Span(passage.section, seen)))
    if faults:
        texts = [text for text, _ in faults.values()]
        first = next(span for _, span in faults.values())
        yield Hit(actual="、".join(faults), words={"faults": listed(texts, zh="；", en="; ")}, span=first)


def _numbers(words: str, filing: Filing) -> Iterator[tuple[str, Text]]:
    """Document numbers that are near one of the three and not it, and the outdated one."""
    forms = {_key(form.document): form for form in editions().values()}
    known = {key: form.document for key, form in forms.items()} | {_key(_FEE_DOCUMENT): _FEE_DOCUMENT}
    newest = max(forms.values(), key=lambda form: form.first_year)
    for match in _NUMBER.finditer(words):
        key = (match["year"], match["number"])
        official = known.get(key)
        if official is None:
            is_of_the_form = match["code"] == _code(newest.document) and _FORMAT.search(words[: match.start()])
            if is_of_the_form:
                yield match[0], _WRONG.fill(seen=quote(match[0]), expected=(newest if _year(filing) >= newest.first_year else filing.form).document)
        elif match["code"] != _code(official):
            if _is_meant(match, official, words[: match.start()]):
                yield match[0], _WRONG.fill(seen=quote(match[0]), expected=official)
        elif key in forms and forms[key].last_year is not None and _year(filing) >= FROM_YEAR:
            yield match[0], _OLD.fill(seen=quote(match[0]), year=_year(filing), expected=newest.document)


def _offices(words: str) -> Iterator[tuple[str, Text]]:
    """Issuing offices that are near the real one and not it."""
    for match in _ISSUER.finditer(words):
        if "公开" in match["office"] and match[0] != _OFFICE and _REPORT.match(words, match.end()):
            yield match[0], _WRONG.fill(seen=quote(match[0]), expected=_OFFICE)
    for match in _WHOLE_OFFICE.finditer(words):
        yield match["office"] + "关于", _WRONG.fill(seen=quote(match["office"]), expected=_OFFICE)


def _year(filing: Filing) -> int:
    return filing.year or filing.form.first_year


def _key(document: str) -> tuple[str, str]:
    """A document's year and number: ("2021", "30")."""
    year, number = re.findall(r"\d+", document)
    return year, number


def _code(document: str) -> str:
    return document.partition("〔")[0]


def _is_meant(match: re.Match[str], official: str, before: str) -> bool:
    """Whether a number with another code is meant to be the official one. 国办发〔2021〕30号 is a document of its own, unless it is said to prescribe the report."""
    return official == _FEE_DOCUMENT or "开" in match["code"] or _FORMAT.search(before) is not None


RULE = Rule(
    id="D15",
    severity=Severity.INFO,
    title=Text("依据文件的文号或发文机关写错", "the prescribing document or its office is cited wrongly"),
    fact=Text("引用的文件有误：{faults}。", "the documents are cited wrongly: {faults}"),
    ask=Text("请改正。", "Correct it"),
    rationale=Text(
        "文号、发文机关写错，公众查不到依据；2021 年度起报告格式改依国办公开办函〔2021〕30号。",
        "Cited wrongly, the document cannot be found. From 2021 the form is that of 国办公开办函〔2021〕30号.",
    ),
    mend=Text(
        "2021 年度起写“国务院办公厅政府信息与政务公开办公室”“国办公开办函〔2021〕30号”；信息处理费的办法写“国办函〔2020〕109号”。",
        "From 2021 cite 国务院办公厅政府信息与政务公开办公室 and 国办公开办函〔2021〕30号; for the processing fee 国办函〔2020〕109号.",
    ),
    source=Text("国办公开办函〔2021〕30号、国办公开办函〔2019〕60号、国办函〔2020〕109号", "国办公开办函〔2021〕30号, 国办公开办函〔2019〕60号 and 国办函〔2020〕109号"),
    check=_check,
    subject="report",
    needs=Needs(text=True),
    examples=(
        Example(document=report()),
        Example(document=report(opening=OPENING.replace("国办公开办函", "国办开办函")), fails_at=(None,), says="“国办开办函〔2021〕30号”应为“国办公开办函〔2021〕30号”", actual="国办开办函〔2021〕30号"),
        Example(
            document=report(opening=OPENING.replace("政府信息与政务公开办公室", "政府信息公开与政务公开办公室")),
            fails_at=(None,),
            says="“国务院办公厅政府信息公开与政务公开办公室”应为",
            actual="国务院办公厅政府信息公开与政务公开办公室",
        ),
        Example(
            document=report(opening=OPENING.replace("〔2021〕30号", "〔2019〕60号")),
            edition="2019",
            year=2021,
            fails_at=(None,),
            says="“国办公开办函〔2019〕60号”是 2019、2020 年度用的，2021 年度应为“国办公开办函〔2021〕30号”",
            actual="国办公开办函〔2019〕60号",
        ),
        Example(narrative={"other": "按照国办发〔2020〕109号的规定，未收取信息处理费。"}, fails_at=(None,)),
        Example(narrative={"other": "按照国办函〔2020〕109号和县政办发〔2021〕30号的规定，未收取信息处理费。"}),
        Example(document=report(opening=OPENING.replace("30号", "31号")), edition="2019", year=2021, fails_at=(None,), says="“国办公开办函〔2021〕31号”应为“国办公开办函〔2021〕30号”", actual="国办公开办函〔2021〕31号"),
        Example(narrative={"overview": "按照国办公开办函〔2022〕11号和国办发〔2021〕30号的要求，我镇公开信息30条。"}),
        Example(document=report(opening=OPENING.replace("国办公开办函", "国办发")), fails_at=(None,)),
    ),
)
