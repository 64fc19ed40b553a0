"""What goes out: the template, comments in a copy, reports in every format. One operation a file."""
