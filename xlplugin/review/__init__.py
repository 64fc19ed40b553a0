"""A reviewing office's side: its roster, who is below whom, rounds, decisions."""
