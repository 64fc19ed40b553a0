"""Copied text among hundreds of reports (B07): found exactly, quoted, and nothing found where there is only what everybody writes."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlplugin.checking.check_batch import check_batch
from xlplugin.filing.findings import Finding
from xlplugin.filing.submissions import Batch, Contents, Submission
from xlplugin.rules import catalogue
from xlplugin.rules.batches.alike.alike import Measure, compare
from xlplugin.rules.batches.alike.text_marks import mark

ROOT = Path(__file__).parent.parent
LETTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 1200)]
LAW = "本报告根据《中华人民共和国政府信息公开条例》和年度报告格式的有关规定编制，由总体情况等六个部分组成，所列数据的统计期限自 1 月 1 日起至 12 月 31 日止，如对本报告有疑问，请与办公室联系。"
NOTHING = "本年度未收到政府信息公开申请，未发生因政府信息公开引起的行政复议和行政诉讼，依据信息处理费管理办法收取信息处理费 0 元，没有其他需要报告的事项。"


def paragraph(rng: random.Random, organ: str, sentences: int = 5) -> str:
    """Words of nobody else's, the organ's name in some of its sentences."""
    return "".join(f"{organ if rng.random() < 0.4 else ''}{''.join(rng.choices(LETTERS, k=rng.randint(18, 40)))}{rng.randint(1, 90)}件。" for _ in range(sentences))


def found(texts: Sequence[str], before: Mapping[int, str] | None = None) -> list[Finding]:
    """What B07 finds among reports of as many organs."""
    sent = tuple(Submission(f"{number}.xlsx", organ(number), 2023, organ(number)) for number in range(len(texts)))
    by_file = {one.file: {"overview": text} for one, text in zip(sent, texts, strict=True)}
    last = {f"{number}.xlsx": {"overview": text} for number, text in (before or {}).items()}
    contents = Contents(narrative=lambda file: by_file[file], last_year=lambda file: last.get(file, {}))
    return list(check_batch(Batch(sent, 2023, contents=contents), [catalogue()["B07"]]).found)


def organ(number: int) -> str:
    digits = "零一二三四五六七八九"
    return f"样例{''.join(digits[int(digit)] for digit in str(number))}镇"


def pairs(hits: Sequence[Finding]) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(hit.organ, hit.others) for hit in hits]


def reports(count: int, seed: int, own: int = 4) -> list[str]:
    """Honest reports: what a county hands out to all, the law's words, what happens nowhere, and paragraphs of their own."""
    rng = random.Random(seed)
    handed_out = [paragraph(rng, "") for _ in range(3)]
    return ["\n".join([LAW, *handed_out, *(paragraph(random.Random(f"{seed} {number} {at}"), organ(number)) for at in range(own)), NOTHING]) for number in range(count)]


def copied(text: str, one: int, other: int) -> str:
    return text.replace(organ(one), organ(other))


@pytest.mark.parametrize("seed", range(3))
def test_two_reports_that_share_their_paragraphs_but_for_the_names_are_found_among_300(seed: int) -> None:
    texts = reports(300, seed)
    texts[212] = copied(texts[41], 41, 212)
    [hit] = found(texts)
    assert (hit.organ, hit.others, hit.files) == (organ(41), (organ(212),), ("41.xlsx", "212.xlsx"))
    passages = re.findall("写“([^”]+)”", hit.fact.zh)
    assert all(passage.rstrip("…") in text for passage, text in zip(passages, (texts[41], texts[212]), strict=True)) and min(map(len, passages)) > 30


def test_a_copy_is_found_with_other_numbers_a_changed_word_and_two_paragraphs_of_its_own() -> None:
    texts = reports(120, 7, own=5)
    lines = copied(texts[3], 3, 90).replace("件", "个").split("\n")
    texts[90] = "\n".join([lines[0], paragraph(random.Random(1), organ(90)), *lines[1:7], paragraph(random.Random(2), organ(90))])
    assert pairs(found(texts)) == [(organ(3), (organ(90),))]


def test_one_sentence_in_common_is_no_copy() -> None:
    texts = reports(60, 3)
    texts[50] += "\n" + texts[10].split("\n")[5][:40]
    assert found(texts) == []


def test_the_words_of_the_law_and_of_nothing_happened_are_no_copy_even_of_two() -> None:
    assert found([f"{LAW}\n{NOTHING}", f"{LAW}\n{NOTHING}"]) == []


def test_a_text_handed_out_to_all_is_no_copy() -> None:
    rng = random.Random(9)
    handed_out = "\n".join(paragraph(rng, "") for _ in range(8))
    assert found([handed_out] * 40) == []


@pytest.mark.slow
@pytest.mark.parametrize(("sentences", "each"), [(20, 3), (60, 5)])
def test_reports_put_together_from_a_few_stock_sentences_are_told_only_where_the_whole_is_alike(sentences: int, each: int) -> None:
    rng = random.Random(4)
    stock = [paragraph(rng, "", 1) for _ in range(sentences)]
    texts = ["\n".join("".join(random.Random(f"{number} {at}").choices(stock, k=each)) for at in range(6)) for number in range(300)]
    texts[200] = texts[7]
    assert pairs(found(texts)) == [(organ(7), (organ(200),))]


def test_of_several_that_are_alike_each_is_told_and_not_every_pair() -> None:
    texts = reports(80, 5)
    for number in (20, 30, 40, 50):
        texts[number] = copied(texts[10], 10, number)
    hits = found(texts)
    assert {name for hit in hits for name in (hit.organ, *hit.others)} == {organ(number) for number in (10, 20, 30, 40, 50)} and len(hits) < 5


def test_a_text_of_its_own_last_year_is_told_and_a_new_one_is_not() -> None:
    texts, old = reports(4, 11), reports(4, 12)
    hits = found(texts, {0: texts[0], 1: old[1], 2: copied(texts[3], 3, 2)})
    assert [(hit.organ, hit.others, hit.files) for hit in hits] == [(organ(0), (), ("0.xlsx",))]


def test_texts_without_a_word_are_nothing_to_compare() -> None:
    assert found(["", "2023", "\ud800，。", " \n "]) == []
    assert [str(missed.reason.en)[:7] for missed in check_batch(Batch((Submission("a", "样例一镇"),)), [catalogue()["B07"]]).not_checked] == ["no file"]
    assert check_batch(Batch(()), [catalogue()["B07"]]).not_checked == ()


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("公开信息镇村工作年度12，。；\n样例𠀀\ud800 a"), max_size=400), st.text(max_size=60))
def test_any_text_is_marked_whole_and_quoted_from_itself(text: str, name: str) -> None:
    marked = mark(text, (name,))
    assert all(0 <= start < end <= len(marked.places) for start, end in marked.stretches)
    assert [start for start, _ in marked.stretches[1:]] == [end for _, end in marked.stretches[:-1]]
    for start, _ in marked.stretches:
        assert " ".join(text.split()).find(marked.quote(start, 20).removesuffix("…").strip()) >= 0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 8))
def test_whether_texts_are_alike_does_not_depend_on_their_order(seed: int, sentences: int) -> None:
    rng = random.Random(seed)
    one, other = paragraph(rng, "", sentences), paragraph(rng, "", sentences)
    mixed = one[: len(one) // 2] + other[len(other) // 2 :]
    measure = Measure(0.3, 80)
    for a, b in ((one, other), (one, mixed), (one, one)):
        there, back = compare(0, 1, mark(a, ()), mark(b, ()), measure), compare(0, 1, mark(b, ()), mark(a, ()), measure)
        assert (there is None) is (back is None) and (there is None or back is None or there.share == back.share)
    assert compare(0, 1, mark(one, ()), mark(other, ()), measure) is None


def test_the_reports_of_five_offices_are_not_alike() -> None:
    seeds = sorted((ROOT.parent / "shared" / "seeds").glob("0*.txt"))
    if not seeds:
        pytest.skip("the sample reports are not here")
    assert len(seeds) == 5 and found([seed.read_text("utf-8") for seed in seeds]) == []
