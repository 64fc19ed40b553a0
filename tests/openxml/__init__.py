"""What the tests of Open XML files share: the validator, one file of every kind that we write, packages such as the public has."""
