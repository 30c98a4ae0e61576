"""Run the program as `python -m tracker`."""

from tracker.cli.main import main

main()
