"""What a run gives a reviewing office: pages, tables, documents; one report a file or folder here."""
