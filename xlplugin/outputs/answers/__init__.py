"""A folder that answers: marked copies beside what is dropped in."""
