"""What several rules about the document need."""
