"""What a campaign's office has to be reminded of."""

from tracker.domain.value import Value
from tracker.services.discipline import DeadlineStatus, deadlines_to_chase
from tracker.services.status import Alert, find_alerts
from tracker.services.view import View


class Reminder(Value, frozen=True):
    """What is missing or due soon in a campaign, and what else is to be looked at."""

    view: View
    deadlines: tuple[DeadlineStatus, ...]
    alerts: tuple[Alert, ...]

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to be reminded of."""
        return bool(self.deadlines or self.alerts)


def build_reminder(view: View, days: int) -> Reminder:
    """Return what a campaign's office has to be reminded of, with deadlines up to some days ahead."""
    return Reminder(view, deadlines_to_chase(view, days), find_alerts(view))
