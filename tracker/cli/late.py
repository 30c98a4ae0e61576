"""--late: why something is recorded about a phase that was closed."""

from tracker.errors import TrackerError


def parse_late(text: str | None) -> str:
    """Return the reason, "" where none is given.

    Raises: TrackerError late-unexplained, text-too-long.
    """
    if text is None:
        return ""
    from tracker.domain.corrections import parse_reason  # noqa: PLC0415 most entries are not late

    try:
        return parse_reason(text)
    except TrackerError as error:
        raise (TrackerError.of("late-unexplained") if error.code == "reason-missing" else error) from None
