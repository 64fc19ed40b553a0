"""Tables by the places of their cells, where these tell more than one row after the other does."""
