"""Where figures come from: by which day, which entries and which journal they can be found again."""

from datetime import date

from tracker.i18n import _, day, ngettext, number, weekday
from tracker.render.words import say_head
from tracker.services.view import View


def say_cut(on: date) -> str:
    """Say up to which day figures go."""
    return _("figures up to {weekday} {day}").format(weekday=weekday(on), day=day(on))


def say_provenance(view: View, entries: int, voided: int, head: str) -> str:
    """Say up to which day how many entries count, how many were taken back, and the hash of the journal's last row."""
    return _("As of {day} · {entries} counted, {voided} voided · {journal}").format(
        day=day(view.as_of),
        entries=ngettext("{count} entry", "{count} entries", entries),
        voided=number(voided),
        journal=say_head(head),
    )
