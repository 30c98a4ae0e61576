"""Run the program as `python -m tracker`."""

from tracker.cli.entry import main

main()
