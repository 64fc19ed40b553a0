"""The reader of sentences comes to an end on any text: a pattern that tried every way to divide it would not, in the life of the test."""

from __future__ import annotations

import pytest

from xlplugin.sentences import addings, reading

REPEATED = (
    "收到", "共计", "共有", "申请", "1件", "其中1件，", "均", "结转", "2023年", "2022年结转", "未", "未收到", "、", "不予公开", "（1件）", "（", "《", "信访、举报、", "行政复议", "除1件外",
    "政府信息公开申请", "十", "零", "1,", "1-", "1月", "全年", "我局", "有", "有关", "被提起", "维持", "结果为", "数量", "加上", "各渠道", "答复", "第三方", "属于", "任何形式的",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("before", ["", "2023年收到政府信息公开申请", "未发生"])
@pytest.mark.parametrize("words", REPEATED)
def test_a_sentence_of_one_word_over_and_over_is_read_to_its_end(words: str, before: str) -> None:
    for behind in ("。", "X5件。", "，X。"):
        text = before + words * (1400 // len(words)) + behind
        reading(text, "样例县教育局", 2023, "requests")
        addings(text)


def test_a_sentence_that_no_person_wrote_is_passed_over_and_the_next_one_read() -> None:
    found = reading("收到" * 40_000 + "。\n收到政府信息公开申请3件。", "样例县教育局", 2023, "overview")
    assert [(mention.subject, mention.number) for mention in found.mentions] == [("received", 3)]
