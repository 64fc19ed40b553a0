"""From a formula's tree to what the `formulas` package compiles: its skeleton, with a parameter for every operand.

`=SUM(C6:H6)` and `=SUM('三、申请办理'!C7:H7)` have one skeleton, `SUM(P_0)`, and are compiled once. No text of the
workbook reaches the package's parser: only names of known functions, operators, and parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from xlplugin.reading.calc.formula import Call, Chain, Constant, ErrorConstant, Name, Negation, Node, Percent, Reference, RefusedError, parse
from xlplugin.reading.calc.signatures import CELL_BY_CELL, CHANGING, SIGNATURES
from xlplugin.text import Text

UNKNOWN_FUNCTION = Text("公式使用了无法重算的函数 {name}", "the formula uses {name}, a function that is not recalculated here")
CHANGING_FUNCTION = Text("公式使用了函数 {name}，其结果随时变化", "the formula uses {name}, whose value changes with every calculation")
WRONG_ARGUMENTS = Text("公式中函数 {name} 的参数有误", "the function {name} has the wrong arguments")
RANGE_FOR_VALUE = Text("公式在应为单个值的地方引用了整个区域，各软件算法不一", "the formula has a whole range where one value belongs; programs differ on that")

Operand = Constant | ErrorConstant | Reference | Name


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A formula without its operands, and these in order: operand 3 is the parameter `P_3`."""

    text: str
    operands: tuple[Operand, ...]
    subtotals: frozenset[int] = frozenset()
    """Operands of SUBTOTAL, which leaves out hidden rows and other subtotals."""


@lru_cache(maxsize=4096)
def skeleton(formula: str) -> Skeleton | RefusedError:
    """The skeleton of a formula with its leading `=`, or why it is refused. Never raises."""
    tree = parse(formula)
    if isinstance(tree, RefusedError):
        return tree
    builder = _Builder()
    try:
        text = builder.text(tree, "v")
    except RefusedError as refusal:
        return refusal.with_traceback(None)
    return Skeleton(text, tuple(builder.operands), frozenset(builder.subtotals))


class _Builder:
    def __init__(self) -> None:
        self.operands: list[Operand] = []
        self.subtotals: set[int] = set()

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
        if isinstance(node, Reference) and not node.is_single and kind == "v":
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
            parts.append(self.text(argument, "a" if own == "v" and kind == "a" and call.name in CELL_BY_CELL else own))
        if call.name == "SUBTOTAL":
            self.subtotals.update(range(before + 1, len(self.operands)))
        return f"{call.name}({','.join(parts)})"
