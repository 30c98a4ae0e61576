"""What came of verifying a report, for people: first whether it stands, then what was recorded since."""

from collections.abc import Iterator
from datetime import tzinfo

from tracker.i18n import _, day, moment, ngettext
from tracker.render.document import Block, Document, Role, Run, Title, paragraph
from tracker.render.words import SHORT_HASH
from tracker.services.verify import Match, Verification


def compose_verification(found: Verification, name: str, zone: tzinfo) -> Document:
    """Compose the answer; `zone` is what moments are shown in."""
    mark = Run("✖ ", Role.BAD) if found.match is Match.NONE else Run("✔ ", Role.GOOD)
    return (Title(name), paragraph(mark, Run(name, Role.STRONG), f": {_say_verdict(found, zone)}"), *_since(found))


def _say_verdict(found: Verification, zone: tzinfo) -> str:
    if found.row is None and not found.printed.hash.strip("0"):
        text = _("its hash is that of a journal without entries, yet it counts some: the file was changed")
    elif found.row is None:
        text = _("the journal never had the hash {hash}; another store wrote this report, or the file was changed")
    elif found.match is Match.CURRENT:
        text = _("{hash} is the hash of the journal's last row; nothing was recorded since")
    elif found.row.recorded_at is None:
        text = _("it was written before anything was recorded")
    else:
        text = _("{hash} is what the journal ended with on {moment}")
    when = found.row and found.row.recorded_at
    said = moment(when.astimezone(zone)) if when else ""
    return text.format(hash=found.printed.hash[:SHORT_HASH], moment=said)


def _since(found: Verification) -> Iterator[Block]:
    if found.since is None or found.match is not Match.EARLIER:
        return
    count = ngettext("{count} row was recorded since", "{count} rows were recorded since", found.since.rows)
    yield paragraph(_("{rows}; {concerning}.").format(rows=count, concerning=_concerning(found)))
    if found.since.concerning != 0 and found.row is not None and found.row.number:
        text = _("As it was known then: {command}")
        if not found.printed.report:
            text = _(
                "As it was known then: {command}, or phase PHASE or final in the place of weekly, as this report is"
            )
        command = f"tracker --known-at {found.row.hash[:SHORT_HASH]} {found.printed.report or 'report weekly'}"
        yield paragraph(Run(text.format(command=command), Role.QUIET))


def _concerning(found: Verification) -> str:
    as_of = found.printed.as_of
    if found.since is None or found.since.concerning is None or as_of is None:
        return _("the file does not say up to which day its figures count")
    if not found.since.concerning:
        return _("none is about days up to {day}, where the report stops").format(day=day(as_of))
    some = ngettext("{count} of them is", "{count} of them are", found.since.concerning)
    text = _("{some} about days up to {day}, where the report stops: its figures may be others now")
    if found.closed:
        text = _("{some} about days up to {day}, but what it says of {phases} stands, which was closed as of that row")
    return text.format(some=some, day=day(as_of), phases=", ".join(found.closed))
