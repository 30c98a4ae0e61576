"""Questions to the person at the terminal; each has a flag that answers it, and without a terminal none is asked."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from tracker.cli.errors import draw
from tracker.domain.text import fold
from tracker.errors import Problem, TrackerError
from tracker.i18n import _

if TYPE_CHECKING:
    from tracker.cli.context import Context

T = TypeVar("T")
_YES, _NO = ("y", "yes", "c", "có"), ("n", "no", "k", "không")


def can_ask() -> bool:
    """Whether somebody is there to answer: both what is typed and what is said beside the answer are a terminal's."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def tell(text: str) -> None:
    """Say something beside the questions."""
    sys.stderr.write(f"{text}\n")


def ask(question: str, offered: str, parse: Callable[[str], T]) -> T:
    """Ask until the answer can be read; an empty one takes what is offered.

    Raises: click.Abort at the end of the input.
    """
    while True:
        sys.stderr.write(f"{question} [{offered}]: ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            tell("")
            raise click.Abort
        try:
            return parse(line.strip() or offered)
        except TrackerError as error:
            draw(error.problems)


def warn_first(ctx: "Context", warning: Problem, *, yes: bool) -> None:
    """Warn of what is about to be kept; at a terminal ask whether to go on, unless that is said already.

    Raises: TrackerError not-confirmed; click.Abort at the end of the input.
    """
    if yes or not can_ask():
        ctx.warn([warning])
        return
    draw([warning])
    if not confirm(_("Go on?")):
        raise TrackerError.of("not-confirmed")


def confirm(question: str) -> bool:
    """Ask whether to go on, in the reader's language; English words are understood too.

    Raises: click.Abort at the end of the input.
    """
    choices = _("yes/no")
    return ask(f"{question} {choices}", _("no"), _parse_yes)


def _parse_yes(text: str) -> bool:
    """Return whether a text is a yes, with or without its accents.

    Raises: TrackerError bad-yes-no.
    """
    answers = {fold(word): meant for words, meant in ((_YES, True), (_NO, False)) for word in words}
    if fold(text) not in answers:
        raise TrackerError.of("bad-yes-no", text=text)
    return answers[fold(text)]
