"""Runs the rules over filings: bounds for single cells, exact sums for relations, functions for the rest; and looks for the wrong cells."""
