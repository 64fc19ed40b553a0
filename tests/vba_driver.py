"""Runs functions of a workbook's VBA modules in LibreOffice: `python vba_driver.py WORKBOOK PIPE CALLS.json`, results on the standard output.

A program of its own, as importing `uno` replaces Python's import. A call is [module, function, arguments]; the argument
"<button>" stands for an object such as Office hands to a callback. Connects to an office that listens on the pipe.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

sys.path.append("/usr/lib/python3/dist-packages")  # where Debian keeps uno.py
import uno
from com.sun.star.beans import PropertyValue


def connect(pipe: str, seconds: float = 90) -> Any:
    """The office's context, once it listens."""
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    end = time.monotonic() + seconds
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.3)


def named(name: str, value: object) -> Any:
    setting = PropertyValue()
    setting.Name, setting.Value = name, value
    return setting


def main(workbook: Path, pipe: str, calls: list[tuple[str, str, list[str]]]) -> list[object]:
    """The result of each call, or its error after "error: "."""
    context = connect(pipe)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    settings = (named("Hidden", True), named("MacroExecutionMode", 4), named("FilterName", "Calc MS Excel 2007 VBA XML"))
    document = desktop.loadComponentFromURL(workbook.as_uri(), "_blank", 0, settings)
    found: list[object] = [sorted(document.BasicLibraries.getByName("Xlplugin").ElementNames)]
    for module, function, arguments in calls:
        address = f"vnd.sun.star.script:Xlplugin.{module}.{function}?language=Basic&location=document"
        given = tuple(document if argument == "<button>" else argument for argument in arguments)
        try:
            found.append(document.ScriptProvider.getScript(address).invoke(given, (), ())[0])
        except Exception as error:
            found.append(f"error: {error}")
    document.close(True)
    return found


if __name__ == "__main__":
    results = main(Path(sys.argv[1]), sys.argv[2], json.loads(Path(sys.argv[3]).read_text("utf-8")))
    sys.stdout.write(json.dumps(results))
