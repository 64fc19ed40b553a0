"""A report in Word comes back with comments at the cells and sentences, and with everything else as it was."""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.batches import InProcess, run_batch
from tests.conftest import Run
from tests.reports_exchanged import read, report_filing
from tests.written import write_annotated
from xlplugin.checking.check import check
from xlplugin.errors import ReportNotAnnotatableError, UsageError
from xlplugin.filing.facts import Misreading
from xlplugin.filing.filing import Filing
from xlplugin.outputs.marked.workbook import annotate
from xlplugin.outputs.publish.write import export
from xlplugin.runs.store.results import Results
from xlplugin.text import Language

MAY_DIFFER = {"[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels", "word/comments.xml"}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TITLE = "样例一镇2021年政府信息公开工作年度报告"


def faulty_report(folder: Path, values: dict[str, object] | None = None, **changes: Any) -> Path:
    """A report in Word whose column 商业企业 does not balance, unless other values are given."""
    path = folder / "报告.docx"
    export(report_filing({"requests.received.company": 4, "requests.received.total": 19} if values is None else values, **changes), path)
    return path


def annotated(path: Path, language: Language = "zh", filing: Filing | None = None) -> Path:
    """The copy of a report with what the check says of it."""
    filing = filing or read(path)
    target = path.with_name(f"{path.stem}(批注).docx")
    annotate(path, target, check([filing])[0], filing, language)
    return target


def comments(path: Path) -> list[tuple[str, str]]:
    """The comments as python-docx reads them, each with the text of the paragraph that it is put on."""
    document = docx.Document(str(path))
    starts = {node.get(f"{W}id"): node.getparent() for node in document.element.body.iter(f"{W}commentRangeStart")}
    ends = {node.get(f"{W}id") for node in document.element.body.iter(f"{W}commentRangeEnd")}
    references = {node.get(f"{W}id") for node in document.element.body.iter(f"{W}commentReference")}
    found = []
    for comment in document.comments:
        number = str(comment.comment_id)
        assert number in ends and number in references
        found.append(("".join(text.text or "" for text in starts[number].iter(f"{W}t")), comment.text))
    assert len(found) == len(starts) == len(ends) == len(references)
    return found


def parts(path: Path) -> dict[str, bytes]:
    """The unpacked parts of a package."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def cell_of_comment(path: Path, words: str) -> list[str]:
    """The row of the table in which the comment with these words stands, from its cell leftward."""
    document = docx.Document(str(path))
    number = next(str(comment.comment_id) for comment in document.comments if words in comment.text)
    paragraph = next(node.getparent() for node in document.element.body.iter(f"{W}commentRangeStart") if node.get(f"{W}id") == number)
    for table in document.tables:
        for row in table.rows:
            texts = [cell.text for cell in row.cells]
            for column, cell in enumerate(row.cells):
                if any(one._p is paragraph for one in cell.paragraphs):
                    return [texts[column], *texts[:3], table.rows[2].cells[column].text]
    raise AssertionError(words)


def test_the_broken_column_has_a_comment_in_its_cell(tmp_path: Path) -> None:
    copy = annotated(faulty_report(tmp_path))
    assert cell_of_comment(copy, "“商业企业”列勾稽不平") == ["1", "三、本年度办理结果", "（七）总计", "（七）总计", "商业企业"]
    assert {comment.author for comment in docx.Document(str(copy)).comments} == {"xlplugin"}
    assert not any(re.search(r"（[A-Z]{1,2}\d+）", text) for _, text in comments(copy))


def test_a_blank_row_a_wrong_mark_and_an_unofficial_label_have_their_own_places(tmp_path: Path) -> None:
    path = faulty_report(tmp_path, {"requests.granted.natural_person": 9, "proactive.fees.amount": "43.788万元", "review.reconsideration.upheld": None, "review.reconsideration.total": 0})
    document = docx.Document(str(path))
    run = next(cell for row in document.tables[0].rows for cell in row.cells if cell.text == "行政规范性文件").paragraphs[0].runs[0]
    run.text = "规范性文件"
    document.save(str(path))
    found = comments(annotated(path))
    assert ("43.788万元", "C03") in [(text, re.findall(r"\((\w+)\)", comment)[0]) for text, comment in found]
    assert any(text == "规范性文件" and "(F03)" in comment for text, comment in found)
    assert any(text == "" and "空白" in comment for text, comment in found)


def test_a_sentence_has_its_comment_and_so_have_title_heading_and_signature(tmp_path: Path) -> None:
    filing = report_filing()
    assert filing.document is not None
    texts = {**filing.narrative, "overview": f"{filing.narrative['overview']}\n申请人张三的手机是13800138000。\n2021年，我镇共收到政府信息公开申请77件。", "problems": ""}
    document = replace(filing.document, title=TITLE.replace("2021年", ""), closing="样例二镇人民政府\n2022年1月20日")
    path = faulty_report(tmp_path, {}, narrative={name: text for name, text in texts.items() if text}, document=document)
    found = {re.findall(r"\(([A-Z]\d\d)\)", comment)[0]: text for text, comment in comments(annotated(path))}
    assert found["D20"] == "申请人张三的手机是13800138000。"
    assert found["N01"] == "2021年，我镇共收到政府信息公开申请77件。"
    assert found["D10"] == TITLE.replace("2021年", "")
    assert found["D06"] == "五、存在的主要问题及改进情况"
    assert found["D14"] == "2022年1月20日"


def test_every_problem_of_the_report_is_told_by_a_comment(tmp_path: Path) -> None:
    path = faulty_report(tmp_path, {"requests.received.natural_person": 21, "review.reconsideration.total": 9}, document=None, narrative={})
    report = check([read(path)])[0]
    told = "\n".join(text for _, text in comments(annotated(path)))
    assert len(report.problems) > 4 and {f"({problem.finding.rule})" for problem in report.problems} <= set(re.findall(r"\(\w+\)", told))
    for suspect in report.advice:
        assert re.sub(r"（[A-Z]{1,2}\d+）", "", suspect.text.zh) in told


def test_all_other_parts_are_copied_byte_for_byte_and_the_text_is_as_it_was(tmp_path: Path) -> None:
    path = faulty_report(tmp_path)
    before, after = parts(path), parts(annotated(path))
    assert set(after) - set(before) == {"word/comments.xml"}
    assert {name for name in before if after[name] != before[name]} == MAY_DIFFER - {"word/comments.xml"}
    anchors = rb'<w:commentRange(?:Start|End) w:id="\d+"/>|<w:r><w:commentReference w:id="\d+"/></w:r>'
    assert re.sub(anchors, b"", after["word/document.xml"]) == before["word/document.xml"]


def test_the_original_is_never_written(tmp_path: Path) -> None:
    path = faulty_report(tmp_path)
    path.chmod(0o400)
    before = (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
    annotated(path)
    assert (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns) == before
    filing = read(path)
    with pytest.raises(UsageError):
        annotate(path, path, check([filing])[0], filing, "zh")


def test_comments_of_others_stay_and_ours_are_replaced_in_the_next_round(tmp_path: Path) -> None:
    path = faulty_report(tmp_path)
    document = docx.Document(str(path))
    document.add_comment(document.paragraphs[0].runs, text="请办公室核对", author="王工", initials="王")
    document.save(str(path))
    first = annotated(path)
    theirs = [text for place, text in comments(first) if text == "请办公室核对"]
    assert len(theirs) == 1 and len(comments(first)) > 1
    second = annotated(first)
    assert comments(second) == comments(first)
    numbers = [comment.comment_id for comment in docx.Document(str(second)).comments]
    assert len(set(numbers)) == len(numbers)


def test_a_comment_of_ours_that_somebody_answered_stays(tmp_path: Path) -> None:
    first = annotated(faulty_report(tmp_path))
    answered = tmp_path / "有答复.docx"
    with zipfile.ZipFile(first) as package, zipfile.ZipFile(answered, "w") as copy:
        for name in package.namelist():
            content = package.read(name)
            if name == "word/comments.xml":
                content = content.replace(b"<w:p>", b'<w:p xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:paraId="0A0B0C0D">', 1)
            elif name == "[Content_Types].xml":
                type_ = b'<Override PartName="/word/commentsExtended.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"/></Types>'
                content = content.replace(b"</Types>", type_)
            elif name == "word/_rels/document.xml.rels":
                relation = b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2011/relationships/commentsExtended" Target="commentsExtended.xml"/></Relationships>'
                content = content.replace(b"</Relationships>", relation)
            copy.writestr(name, content)
        copy.writestr("word/commentsExtended.xml", '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:commentEx w15:paraId="11111111" w15:paraIdParent="0A0B0C0D" w15:done="0"/></w15:commentsEx>')
    assert len(comments(annotated(answered))) == len(comments(first)) + 1


def test_the_same_report_gives_the_same_bytes_and_english_comments_are_english(tmp_path: Path) -> None:
    path = faulty_report(tmp_path)
    assert annotated(path).read_bytes() == annotated(path).read_bytes()
    assert any("does not balance" in text or "should be" in text for _, text in comments(annotated(path, "en")))


@pytest.mark.parametrize("ending", [".html", ".md"])
def test_a_report_in_another_format_is_told(ending: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / f"报告{ending}"
    export(report_filing({"requests.received.company": 4}), path)
    with pytest.raises(ReportNotAnnotatableError):
        annotated(path)
    ran = run("annotate", path, "-o", tmp_path / "副本.docx")
    assert ran.status == 2 and "只有 .docx 格式的报告" in ran.err and not (tmp_path / "副本.docx").exists()


def test_the_command_line_annotates_reports_and_a_run_does(run: Run, tmp_path: Path) -> None:
    path = faulty_report(tmp_path)
    ran = run("annotate", path, "-o", tmp_path / "副本.docx")
    assert ran.status == 0 and comments(tmp_path / "副本.docx") == comments(annotated(path))
    folder = tmp_path / "in"
    folder.mkdir()
    path.rename(folder / "报告.docx")
    export(report_filing({"requests.received.company": 4}), folder / "网页.html")
    run_batch(folder, str(tmp_path / "out"), InProcess())
    with Results(str(tmp_path / "out")) as results:
        made = write_annotated(results, tmp_path / "marked", "zh")
    assert [one.name for one in made.written] == ["报告(批注).docx"]
    assert comments(made.written[0]) == comments(tmp_path / "副本.docx")
    [(file, sentence)] = made.not_possible
    assert file.endswith("网页.html") and sentence.zh.startswith("只有 .docx 格式的报告")


def test_a_copy_that_is_not_called_docx_is_refused(tmp_path: Path) -> None:
    path = faulty_report(tmp_path)
    filing = read(path)
    with pytest.raises(UsageError):
        annotate(path, tmp_path / "副本.xlsx", check([filing])[0], filing, "zh")


@pytest.mark.parametrize("rows", [("granted",), ("granted", "declined_repeated"), tuple(row.id for row in report_filing({}).form.table("requests").blocks[0].rows)])
def test_what_was_not_read_has_a_comment_at_its_row_or_where_it_is_much_at_its_table(rows: tuple[str, ...], tmp_path: Path) -> None:
    path = faulty_report(tmp_path, {})
    filing = read(path)
    lost = tuple(name for name in filing.form.fields if name.startswith("requests.") and name.split(".")[1] in rows)
    torn = replace(
        filing,
        cells={name: cell for name, cell in filing.cells.items() if name not in lost},
        facts=replace(filing.facts, misreadings=(Misreading("torn", "requests", "0 0 0", lost, is_read=False),)),
    )
    told = [(anchor, words) for anchor, words in comments(annotated(path, filing=torn)) if "未审全" in words]
    assert len(told) == (len(rows) if len(rows) < 3 else 1) and all("残缺或错位" in words for _, words in told)
    if len(rows) < 3:
        labels = {field.row.label.official for name, field in filing.form.fields.items() if name in lost}
        assert {anchor for anchor, _ in told} == labels


def test_a_report_that_was_wholly_read_has_no_comment_on_reading(tmp_path: Path) -> None:
    assert not [words for _, words in comments(annotated(faulty_report(tmp_path))) if "未审全" in words]
