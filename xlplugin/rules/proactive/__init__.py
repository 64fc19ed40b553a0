"""Family P: section two, proactive disclosure."""
