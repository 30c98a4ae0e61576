"""What people type of units that an edit makes or shares out, and of whole lists of them."""

import re
from collections.abc import Sequence

from tracker.domain.reorganisation import is_share
from tracker.domain.text import clean
from tracker.errors import Problem, TrackerError
from tracker.files.scalars import ID_PATTERN
from tracker.services.reorganise import NewUnit


def parse_new(id_: str, name: str, about: dict[str, str | None]) -> NewUnit:
    """Return a new unit as it was asked for.

    Raises: TrackerError bad-id, field-missing.
    """
    if not re.fullmatch(ID_PATTERN, id_):
        raise TrackerError.of("bad-id", text=id_)
    if not clean(name):
        raise TrackerError.of("field-missing", field="name")
    given = {field: clean(value) for field, value in about.items() if value is not None}
    return NewUnit(id_, clean(name), **given)


def parse_pairs(texts: Sequence[str], what: str) -> dict[str, str]:
    """Return what is said of units by their ids.

    Raises: TrackerError bad-pair, pair-repeated.
    """
    found = {}
    for text in texts:
        id_, sign, value = text.partition("=")
        if not (sign and id_.strip()):
            raise TrackerError.of("bad-pair", text=text, what=what)
        if id_.strip() in found:
            raise TrackerError.of("pair-repeated", option=what.lower(), id=id_.strip())
        found[id_.strip()] = value
    return found


def parse_shares(texts: Sequence[str]) -> dict[str, str]:
    """Return the heirs of a split with their shares, "" where none is given.

    Raises: TrackerError bad-share.
    """
    found: dict[str, str] = {}
    for text in texts:
        unit, sign, share = (part.strip() for part in text.partition("="))
        if sign and not is_share(share):
            raise TrackerError.of("bad-share", text=share)
        if unit in found:
            raise TrackerError.of("split-into-one")
        found[unit] = share.replace(",", ".")
    return found


def refuse_rows(problems: Sequence[Problem]) -> None:
    """Refuse a list in which rows are wrong, every one of them named.

    Raises: TrackerError list-rejected.
    """
    wrong = [one for one in problems if not one.is_warning]
    if wrong:
        rows = {one.place.line for one in wrong if one.place}
        raise TrackerError([Problem("list-rejected", {"count": len(rows)}), *wrong])
