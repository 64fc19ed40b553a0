"""The result of a run as one page for a browser: it needs no network, and is readable on paper too."""

from xlplugin.outputs.page.write import HtmlPage

__all__ = ["HtmlPage"]
