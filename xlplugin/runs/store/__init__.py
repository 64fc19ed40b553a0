"""What a run keeps, so that it can be cut off and go on."""
