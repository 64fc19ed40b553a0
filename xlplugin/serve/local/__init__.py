"""The service of this machine: the page and the program behind it, for whoever holds the token, on 127.0.0.1 only."""
