"""Texts that are nearly the same: how they are found among thousands."""
