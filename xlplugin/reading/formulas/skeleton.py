"""From a formula's tree to what the `formulas` package compiles: its skeleton, with a parameter for every operand.

`=SUM(C6:H6)` and `=SUM('三、申请办理'!C7:H7)` have one skeleton, `SUM(P_0)`, and are compiled once. No text of the
workbook reaches the package's parser: only names of known functions, operators, and parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from xlplugin.reading.formulas.formula import parse
from xlplugin.reading.formulas.nodes import ArrayConstant, Call, Chain, Constant, ErrorConstant, Intersection, Name, Negation, Node, Percent, Reference, Union
from xlplugin.reading.formulas.signatures import CELL_BY_CELL, CHANGING, SIGNATURES
from xlplugin.reading.formulas.tokens import RefusedError
from xlplugin.text import Text

UNKNOWN_FUNCTION = Text("公式使用了无法重算的函数 {name}", "the formula uses {name}, a function that is not recalculated here")
CHANGING_FUNCTION = Text("公式使用了函数 {name}，其结果随时变化", "the formula uses {name}, whose value changes with every calculation")
WRONG_ARGUMENTS = Text("公式中函数 {name} 的参数有误", "the function {name} has the wrong arguments")
RANGE_FOR_VALUE = Text("公式在应为单个值的地方引用了整个区域，各软件算法不一", "the formula has a whole range where one value belongs; programs differ on that")

Operand = Constant | ErrorConstant | ArrayConstant | Reference | Name


@dataclass(frozen=True, slots=True)
class LeavesOut:
    """What SUBTOTAL or AGGREGATE leaves out of its ranges; None: the formula must be computed to know."""

    hidden: bool | None = None
    """Every hidden row; False: none."""
    filtered: bool | None = None
    """Rows that a filter hides; None too where programs differ."""
    nested: bool | None = None
    """Cells that are subtotals themselves."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A formula without its operands, and these in order: operand 3 is the parameter `P_3`."""

    text: str
    operands: tuple[Operand, ...]
    subtotals: Mapping[int, LeavesOut] = field(default_factory=dict)
    """By operand, for those of SUBTOTAL and AGGREGATE."""


@lru_cache(maxsize=4096)
def skeleton(formula: str, is_array: bool = False) -> Skeleton | RefusedError:
    """The skeleton of a formula with its leading `=`, or why it is refused. Never raises.

    `is_array`: entered as an array formula, in which every operator and function works through ranges cell by cell.
    """
    tree = parse(formula)
    if isinstance(tree, RefusedError):
        return tree
    try:
        return skeleton_of(tree, is_array)
    except RefusedError as refusal:
        return refusal.with_traceback(None)


def skeleton_of(tree: Node, is_array: bool) -> Skeleton:
    """The skeleton of a tree. Raises `RefusedError`."""
    builder = _Builder(is_array)
    text = builder.text(tree, "a" if is_array else "v")
    return Skeleton(text, tuple(builder.operands), builder.subtotals)


class _Builder:
    def __init__(self, is_array: bool) -> None:
        self.operands: list[Operand] = []
        self.subtotals: dict[int, LeavesOut] = {}
        self._is_array = is_array

    def text(self, node: Node, kind: str) -> str:
        """The node as text; `kind` is that of the argument it stands in, see `Signature`."""
        inside = "a" if kind == "a" else "v"
        if isinstance(node, Negation):
            return f"(-{self.text(node.operand, inside)})"
        if isinstance(node, Percent):
            return f"({self.text(node.operand, inside)}%)"
        if isinstance(node, Chain):
            parts = [self.text(node.first, inside)]
            for operator, operand in node.rest:
                parts += operator, self.text(operand, inside)
            return f"({''.join(parts)})"
        if isinstance(node, Call):
            return self._call(node, inside)
        if isinstance(node, (Union, Intersection)) or (kind == "v" and _is_range(node)):
            raise RefusedError(RANGE_FOR_VALUE)
        self.operands.append(node)
        return f"P_{len(self.operands) - 1}"

    def _call(self, call: Call, kind: str) -> str:
        count = len(call.arguments)
        if call.name in ("TRUE", "FALSE") and count == 0:
            return self.text(Constant(call.name == "TRUE"), "v")
        if call.name == "NA" and count == 0:
            return self.text(ErrorConstant("#N/A"), "v")
        if call.name in CHANGING:
            raise RefusedError(CHANGING_FUNCTION.fill(name=call.name))
        signature = SIGNATURES.get(call.name)
        if signature is None:
            raise RefusedError(UNKNOWN_FUNCTION.fill(name=call.name[:40]))
        if not signature.least <= count <= signature.most:
            raise RefusedError(WRONG_ARGUMENTS.fill(name=call.name))
        before = len(self.operands)
        parts = []
        for index, argument in enumerate(call.arguments):
            own = signature.kind(index)
            works_through = (own == "r" or signature.kinds == "v") if self._is_array else own == "v" and call.name in CELL_BY_CELL
            parts.append(self.text(argument, "a" if kind == "a" and works_through else own))
        if call.name in ("SUBTOTAL", "AGGREGATE"):
            self.subtotals.update(dict.fromkeys(range(before + 1, len(self.operands)), _leaves_out(call)))
        return f"{call.name}({','.join(parts)})"


def _is_range(node: Node) -> bool:
    return isinstance(node, ArrayConstant) or (isinstance(node, Reference) and not node.is_single)


def _leaves_out(call: Call) -> LeavesOut:
    """SUBTOTAL 1 to 11 leave out what a filter hides, 101 to 111 every hidden row; AGGREGATE has an option for each."""
    at = 0 if call.name == "SUBTOTAL" else 1
    choice = call.arguments[at]
    if not isinstance(choice, Constant) or not isinstance(choice.value, float):
        return LeavesOut()
    if call.name == "SUBTOTAL":
        return LeavesOut(choice.value > 100, True, True)
    option = int(choice.value)
    return LeavesOut(option % 2 == 1, True if option % 2 else None, option < 4)
