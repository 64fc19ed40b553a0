"""Patterns that see no long text, whatever is sent: by file and name, the most characters they are given, and why."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCE = (1_500, "no sentence that is longer is read: sentences/text/spoken.py, LONGEST")
FORMULA = (4_000, "no formula that is longer is read: reading/formulas/tokens.py, MAX_LENGTH")
LABELLED = (120, "no cell that is longer is taken for a label: reading/organ.py, _LONGEST_LABELLED")
BOUNDED: Mapping[str, tuple[int, str]] = {
    "xlplugin/sentences/text/numbers.py _QUANTITY": SENTENCE,
    "xlplugin/sentences/text/numbers.py _RANGE": SENTENCE,
    "xlplugin/sentences/text/numbers.py _PROTECTED": SENTENCE,
    "xlplugin/sentences/labels.py _HAS_TIME": SENTENCE,
    "xlplugin/sentences/labels.py _LAST_TIME": SENTENCE,
    "xlplugin/sentences/subjects.py ": SENTENCE,
    "xlplugin/sentences/negation.py _NOT": SENTENCE,
    "xlplugin/sentences/periods.py _SINCE": SENTENCE,
    "xlplugin/sentences/counts.py _PREDICATE": SENTENCE,
    "xlplugin/sentences/counts.py _OTHER_DOOR": SENTENCE,
    "xlplugin/form/organ.py _SUBDISTRICT": (200, "no name that is longer has a level: form/organ.py, LONGEST_NAME"),
    "xlplugin/reading/formulas/sheets.py _QUOTED": FORMULA,
    "xlplugin/reading/formulas/tokens.py _TOKEN": FORMULA,
    "xlplugin/reading/organ.py _LABELS": LABELLED,
    "xlplugin/reading/organ.py _LABEL_WITH_VALUE": LABELLED,
    "xlplugin/live/calc/formulas.py _FROM_EXCEL": (8_192, "no formula that is longer is translated: live/calc/formulas.py, LONGEST"),
    "xlplugin/system_words.py _WORDS": (1_000, "of no sentence more is looked through: system_words.py, LONGEST"),
    "xlplugin/cli/words/usage.py _WORDS": (1_000, "of no sentence more is looked through: cli/words/usage.py, LONGEST"),
    "xlplugin/reading/tables/match.py _ASIDE": (80, "no label that is longer is read: reading/tables/match.py, LONGEST_LABEL"),
}
UNMEASURED: Mapping[str, str] = {
    "xlplugin/outputs/marked/fixed.py _spliced": "the address of a cell is put into it; between tags, each repetition begins with a blank and ends with a quotation mark",
    "xlplugin/patterns.py __getattr__": "compiles what stands where `late` is called, and that is measured",
    "xlplugin/reading/documents/text/headings.py _is_near": "made of words that may be missing, tried on a heading",
    "xlplugin/reading/formulas/criteria.py _wildcards": "a criterion of COUNTIF as it was sent, piece by piece: nothing in it is repeated",
    "xlplugin/rules/report/shared/strangers.py _of_its_own": "words to choose from, tried at the start of a sentence",
    "xlplugin/runs/inputs/modified.py _of_package": "every repetition has its most",
    "xlplugin/sentences/scope.py _governs": "the name of a place and words to choose from, in the short name of an organ",
    "xlplugin/sentences/text/numbers.py _quantity": "a piece of _QUANTITY, in what that has matched",
    "xlplugin/system_words.py in_chinese": "a sentence of the system's, and the path that it quotes: no more than LONGEST is looked through",
}
"""By file and function, patterns that are made of what comes, or are pieces of others, and why none of them can take long."""
