"""Family B: many submissions side by side."""
