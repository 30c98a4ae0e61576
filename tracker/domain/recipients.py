"""Who is commended, by name: kept in a file of its own beside campaigns.yaml, never in the journal."""

from collections.abc import Iterable

from tracker.domain.text import fold
from tracker.domain.value import Value


class Recipient(Value, frozen=True):
    """A collective or a person that a commendation or a proposal names.

    `commendation` is the id of the line of the register, or the number of its decision; `post` is what a person holds,
    `unit` where, `award` which of several awards it is, `merit` what for.
    """

    commendation: str
    is_collective: bool
    name: str
    post: str = ""
    unit: str = ""
    award: str = ""
    merit: str = ""


def recipients_of(recipients: Iterable[Recipient], *called: str) -> tuple[Recipient, ...]:
    """Return those of the commendation that is called so, by its id, number or ref: collectives first, as they were listed."""
    names = {fold(one) for one in called if one}
    found = [one for one in recipients if fold(one.commendation) in names]
    return tuple(sorted(found, key=lambda one: not one.is_collective))
