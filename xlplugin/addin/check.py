"""One thing that the doctor has looked at, and what he says where it is not well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from xlplugin.text import Text, same

ADMIN = Text("这是单位的策略，请联系信息中心放开。", "this is a policy; ask your administrator")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `mend` is set where `state` is not ok."""

    name: Text
    state: Literal["ok", "warning", "bad"]
    found: Text
    mend: Text | None = None


def helper_check(answers: str | None, file: str, starts: Text) -> Check:
    """Whether the resident helper answers: `answers` is its version, None where it does not. `starts`: how it comes to run."""
    name = Text("审核助手", "helper")
    if answers is not None:
        return Check(name, "ok", Text(f"正在运行（{answers}）", f"running ({answers})"))
    return Check(name, "warning", Text("没有运行", "not running"), starts + Text(f"它的状态和记录在 {file} 旁边。", f"; its state and its log are beside {file}"))


def interpreter_check(name: Text, interpreter: str, wrong: Text | None) -> Check:
    """Whether an interpreter can do the work."""
    return Check(name, "bad", same(interpreter), wrong) if wrong else Check(name, "ok", same(interpreter))
