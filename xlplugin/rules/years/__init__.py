"""Family Y: this year against last year."""
