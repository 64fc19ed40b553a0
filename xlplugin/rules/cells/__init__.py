"""Family C: how single cells are written."""
