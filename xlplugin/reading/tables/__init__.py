"""From labels to cells: where the form's tables stand on a sheet."""
