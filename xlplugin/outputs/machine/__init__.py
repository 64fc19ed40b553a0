"""For other programs: JSON, CSV, SARIF, JUnit."""
