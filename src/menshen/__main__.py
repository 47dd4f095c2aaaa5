"""Lets `python -m menshen` do what the command `menshen` does."""

from menshen.cli import main

if __name__ == "__main__":
    main(prog_name="menshen")
