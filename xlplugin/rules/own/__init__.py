"""A unit's own rules, from a file of theirs."""
