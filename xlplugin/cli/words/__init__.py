"""In which language a command speaks: its help page, and what it says of a call that it does not understand."""
