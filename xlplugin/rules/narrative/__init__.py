"""Family N: what the report's text says against what its tables say."""
