"""What stands between the tables: headings, sections, signature."""
