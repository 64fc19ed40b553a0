"""`python -m xlplugin` is the command line."""

from xlplugin.cli import main

if __name__ == "__main__":
    main()
