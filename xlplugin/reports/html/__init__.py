"""The result of a run as one page for a browser: it needs no network, and is readable on paper too."""

from xlplugin.reports.html.write import write_html

__all__ = ["write_html"]
