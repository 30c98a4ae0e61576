"""The option that says which units figures of units stand with."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from tracker.cli.command import Choice, option
from tracker.i18n import N_

if TYPE_CHECKING:
    from tracker.domain.units import UnitVersion
    from tracker.services.view import View

Callback = TypeVar("Callback", bound=Callable[..., object])

AS_OF = "as-of"
VIEWS = ("reported", AS_OF)


def view_option() -> Callable[[Callback], Callback]:
    """Return the option --view."""
    text = N_("Figures of units as reported, or rolled forward as-of the day to the units that live on it.")
    return option("--view", "units_view", type=Choice(VIEWS), metavar="|".join(VIEWS), help=text)


def in_view(view: "View", name: str | None, unit: "UnitVersion | None") -> "View":
    """Return a view in which figures of units are as asked for; as reported unless said.

    Raises: TrackerError unit-succeeded.
    """
    if name != AS_OF:
        return view
    from tracker.services.rolled import roll_forward  # noqa: PLC0415 most figures are as reported

    return roll_forward(view, unit.id if unit else None)
