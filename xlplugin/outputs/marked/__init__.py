"""Copies with the findings written in; the filer's file stays as it is."""
