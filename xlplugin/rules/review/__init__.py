"""Family V: section four, reconsideration and litigation."""
