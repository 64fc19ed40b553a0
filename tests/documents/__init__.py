"""Random reports for tests: any filing in each layout that is found in the wild, undamaged or with one kind of damage."""
