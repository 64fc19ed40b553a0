"""`--install-completion` in our words, and without what Typer does to PowerShell: it would allow every script to run."""

from __future__ import annotations

import sys
from typing import Any

from xlplugin.cli.words.language import help_language
from xlplugin.text import Text

_INSTALLED = Text("已给 {shell} 装上自动补全：{path}。重新打开终端后按 Tab 键。", "completion for {shell} installed in {path}; it works in a new terminal")
_BY_HAND = Text(
    "{shell} 的自动补全请自己装：xlplugin --show-completion 给出脚本，加到 $PROFILE 里。",
    "install the completion for {shell} yourself: `xlplugin --show-completion` gives the script, which goes into $PROFILE",
)
_UNKNOWN = Text(
    "看不出用的是哪种命令行。支持 bash、zsh 和 fish；请在其中运行这条命令。",
    "which shell this is cannot be told. bash, zsh and fish are supported: run this command in one of them",
)
_SHELLS, _BY_THEMSELVES = ("bash", "zsh", "fish"), ("powershell", "pwsh")


def speak_of_completion(parameters: list[Any]) -> None:
    """Puts our words in the place of Typer's."""
    for one in parameters:
        if "--install-completion" in one.opts:
            one.callback = _install


def _install(context: Any, parameter: Any, value: Any) -> Any:
    if not value or context.resilient_parsing:
        return value
    from typer._completion_shared import _get_shell_name, install

    language = help_language(sys.argv[1:])
    shell = value if isinstance(value, str) else _get_shell_name()
    if shell not in _SHELLS:
        words = _BY_HAND.fill(shell=shell) if shell in _BY_THEMSELVES else _UNKNOWN
        print(words.show(language), file=sys.stderr)
        sys.exit(2)
    _, path = install(shell=shell)
    print(_INSTALLED.fill(shell=shell, path=path).show(language))
    sys.exit(0)
