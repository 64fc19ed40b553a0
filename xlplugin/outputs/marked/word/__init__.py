"""Word documents as packages: where in one a finding belongs, and the comments put there; everything else stays as it lies."""
