"""Runs the rules over filings: schemas for single cells, one matrix for relations, functions for the rest."""
