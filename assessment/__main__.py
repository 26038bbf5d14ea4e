"""Lets `python -m assessment` be the command `gradino`."""

from assessment.cli import main

if __name__ == "__main__":
    main(prog_name="gradino")
