"""Named works of milestones: when each is planned and when it was done."""

from collections.abc import Sequence

from tracker.i18n import _, day
from tracker.render.document import Column, Role, Run, Table
from tracker.render.words import NOTHING
from tracker.services.view import View
from tracker.services.works import WorkStatus


def compose_works(view: View, works: Sequence[WorkStatus]) -> Table:
    """List works with the days on which they are planned and were done; those that are late say so."""
    titles = {one.id: one.title for one in view.campaign.criteria}
    columns = (
        Column(_("Planned")), Column(_("Done")), Column(_("Work"), shrinks=True),
        Column(_("Criterion"), from_width=100, shrinks=True), Column(_("Unit"), shrinks=True),
    )  # fmt: skip
    rows = tuple(
        (
            Run(day(one.work.planned_on) if one.work.planned_on else NOTHING),
            Run(_say_done(one), Role.BAD if one.is_late else Role.PLAIN),
            Run(f"{one.work.title} [{one.work.id}]"),
            Run(titles[one.work.criterion]),
            Run(view.roster.name_on(one.work.unit, view.as_of)),
        )
        for one in works
    )
    return Table(columns, rows)


def _say_done(one: WorkStatus) -> str:
    if one.done_on is None:
        return _("not yet, late") if one.is_late else NOTHING
    on = day(one.done_on)
    return _("{day}, late").format(day=on) if one.is_late else on
