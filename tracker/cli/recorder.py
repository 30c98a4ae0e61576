"""Who records: --by, TRACKER_USER, or whom the system knows."""

import os

from tracker.domain.text import clean


def name_recorder(by: str | None) -> str:
    """Return the first of these names that says anything, "?" where none does."""
    names = (by, *map(os.environ.get, ("TRACKER_USER", "USER", "LOGNAME", "USERNAME")))
    return next((clean(name) for name in names if name and clean(name)), "") or _system_user()


def _system_user() -> str:
    """Return whom the system knows; getpass would load the terminal's settings for it."""
    try:
        import pwd  # noqa: PLC0415 not on Windows, where USERNAME says it

        return clean(pwd.getpwuid(os.getuid()).pw_name) or "?"
    except (ImportError, KeyError):
        return "?"
