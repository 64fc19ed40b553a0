"""The roll-up (汇总): the filings of a run added up cell by cell, each organ once."""
