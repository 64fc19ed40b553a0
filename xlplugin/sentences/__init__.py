"""Reads the sentences of a report: which figures they give for the subjects of the tables, and which sums they spell out."""

from xlplugin.sentences.addings import addings
from xlplugin.sentences.model import Adding, Mention, Number, Scope, Share, Year
from xlplugin.sentences.read import read

__all__ = ["Adding", "Mention", "Number", "Scope", "Share", "Year", "addings", "read"]
