"""Why a report stays out of a roll-up, and what somebody has to decide: each sentence once."""

from __future__ import annotations

from collections.abc import Sequence

from xlplugin.text import Text, join, same

MOST_NAMED = 8
"""Of more organs than this, the first and their number are told."""

MISSING = Text("未报送", "not submitted")
UNREADABLE = Text("文件无法读取", "the file cannot be read")
UNACCEPTED = Text("未审核通过（{state}）", "not accepted ({state})")
INCOMPLETE = Text("未审全（{read}），要计入请用 --include-unaccepted", "not wholly checked ({read}); --include-unaccepted takes it in")
TAKEN_INCOMPLETE = Text(
    "{organ}未审全（{read}），按要求计入：没有读到的数按 0 加，汇总数可能偏小。",
    "{organ} was not wholly checked ({read}) and was taken in as asked: figures that were not read count as 0, so the sum may be too small",
)
NOT_INCLUDED = Text("名册注明不纳入汇总", "the roster says that it is not to be included")
ABOVE_NOT_INCLUDED = Text("上级{organ}不纳入汇总，随之不计", "below {organ}, which is not to be included")
MERGED = Text("已并入{organ}，数据由其报送", "merged into {organ}, which reports its figures")
INSIDE = Text("已含在{organ}的全域报告中", "is in the report of {organ}, which is for its whole territory")
INSIDE_UNIT = Text("已含在{organ}的报告中（口径为含下属单位）", "is in the report of {organ}, which includes its units")
UNSEEN = Text("（本单位未单独报送）", " (it submitted none of its own)")
OWN = Text("汇总单位自己的全域报告，不再加入，用于比较", "the target's own report of its whole territory: not added, but compared")
OTHER_YEAR = Text("年度不同（{year} 年）", "of another year ({year})")
NO_YEAR = Text("报告年度不明", "its year is not known")
OTHER_EDITION = Text("表格版本不同（{edition} 年版），不能相加", "of another edition of the form ({edition}), which cannot be added")
NOT_ON_ROSTER = Text("不在名册中", "not on the roster")
OUTSIDE = Text("不在{organ}的汇总范围内", "not below {organ} on the roster")

ALL_ALIKE = Text(
    "没有名册：每家单位计一次，应汇总多少家、还缺哪几家不得而知，下级单位是否已含在上级的报告中也无法判断。",
    "there is no roster: each organ is counted once; how many there should be, who is missing, and who is already in another's report cannot be told",
)
SCOPES_DIFFER = Text(
    "{organ}报告写的口径是“{filed}”，名册写的是“{listed}”，按报告的口径汇总。请核实。",
    "{organ}: its report says the scope is {filed}, the roster says {listed}; the report's counts. Please verify",
)
NO_SCOPE = Text(
    "{organ}有下级单位（{names}）同时计入，但报告和名册都没有写它的口径，按只含本级计入。如果是全域报告，下级就重复计算了，请在名册写明口径后重新汇总。",
    "{organ} and organs below it ({names}) are all in, and neither its report nor the roster says its scope; it was taken for its own figures only. If it is for the whole territory they count twice: give its scope on the roster",
)
WITH_UNITS = Text(
    "{organ}的口径是“含下属单位”，其下的{names}也各自计入。请核实它的报告没有包含这些单位。",
    "the report of {organ} includes its units, and {names} below it are in by themselves; verify that its report does not include them",
)
MAY_HOLD = Text(
    "{names}不纳入汇总，但其上级{organ}的报告包含下级，其中是否有它们的数，请向{organ}核实。",
    "{names} are not to be included, but the report of {organ} holds those below it; ask {organ} whether their figures are in it",
)
TAKEN_AS_WHOLE = Text(
    "{organ}的报告和名册都没有写口径，政府的年报一般是全域报告，按全域计入，其下 {n} 家不再相加。如果只含本级，请在名册写明口径后重新汇总。",
    "neither the report of {organ} nor the roster says its scope; a government's is for its whole territory as a rule and was taken so: the {n} organs below it were not added. If it is for itself alone, say so on the roster",
)
WHOLE_OF_WHAT = Text(
    "{organ}报的是全域报告，但没有名册写明上下级，无法判断其他单位是否已含在内，可能重复计算。请在名册写明上级后重新汇总。",
    "the report of {organ} is for its whole territory, and no roster says who stands below it; others may be in it and count twice. Give the 上级 on a roster and roll up again",
)


def some(names: Sequence[str]) -> Text:
    """Organs by name; of many the first, and how many they are."""
    more = Text(f"等 {len(names)} 家", f" and others, {len(names)} in all") if len(names) > MOST_NAMED else same("")
    return join(map(same, names[:MOST_NAMED])) + more
