"""What a leader asks of the figures: shares, changes and reasons, declared once over the fields of the form."""
