"""The screen that a command is answered on: whether there is one, how wide it is, and whether it is drawn in colour."""

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from tracker.cli.command import META

if TYPE_CHECKING:
    from rich.console import Console


def is_terminal() -> bool:
    """Whether the answer goes to a screen."""
    return sys.stdout.isatty()


def is_drawn() -> bool:
    """Whether rich is asked for: by a terminal, or by who wants its colours anywhere."""
    forced = os.environ.get("FORCE_COLOR") or os.environ.get("TTY_COMPATIBLE") == "1"
    return is_terminal() or bool(forced) or _wish() == "always"


def screen_width() -> int:
    """Return the width of the screen that somebody sits at, though it is not what is written to."""
    if (named := os.environ.get("COLUMNS", "")).isdecimal():
        return int(named)
    for stream in (0, 1, 2):
        with suppress(OSError):
            return os.get_terminal_size(stream).columns
    from tracker.render.formats.plain import WIDTH  # noqa: PLC0415 who asks writes plain text, and has it loaded

    return WIDTH


def console() -> "Console":
    """Return a console on stdout. Colour: --color, NO_COLOR, FORCE_COLOR, the terminal, in this order."""
    from rich.console import Console  # noqa: PLC0415 JSON and receipts need no rich

    wish = _wish()
    plain = wish == "never" or (wish == "auto" and os.environ.get("NO_COLOR"))
    return Console(
        color_system=None if plain else "standard" if wish == "always" else "auto",
        no_color=False,
        force_terminal=True if wish == "always" else None,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
    )


def _wish() -> str:
    context = click.get_current_context(silent=True)
    return context.meta.get(f"{META}color", "auto") if context else "auto"
