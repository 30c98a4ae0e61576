"""Section III of the signed weekly report: who stands out, and who has to be chased."""

from collections.abc import Sequence

from tracker.i18n import _, ngettext, number
from tracker.i18n.papers import paper_date
from tracker.render.document import Block, Heading, paragraph
from tracker.render.highlight_sentences import compose_highlights, say_commended, say_leading
from tracker.render.report_sentences import Around, item, say_share, say_units, written
from tracker.services.discipline import Returns
from tracker.services.standings import UnitStanding
from tracker.services.status import SILENT_DAYS
from tracker.services.weekly import Weekly


def compose_units(weekly: Weekly, around: Around) -> list[Block]:
    """Compose the section."""
    chased = [item(one) for one in (*_returns(weekly), *_silent(weekly), *_behind(around.standings, weekly)) if one]
    return [
        Heading(_("1. Exemplary cases and models"), 3),
        *(_outstanding(weekly, around) or [paragraph(_("No new exemplary case or model was noted in the week."))]),
        Heading(_("2. Units to chase"), 3),
        *(chased or [paragraph(_("No unit has to be chased."))]),
    ]


def _outstanding(weekly: Weekly, around: Around) -> list[Block]:
    blocks = [*written(around.texts.models), *compose_highlights(weekly.highlights)]
    leading = [one.unit for one in around.standings if one.is_leading]
    if leading and not (weekly.unit and len(around.standings) == 1):
        met = say_leading(len(leading), in_phase=weekly.view.campaign.has_phases)
        blocks.append(item(f"{met}: {say_units(leading, weekly.view)}."))
    if commended := say_commended(weekly.commendations):
        blocks.append(item(_("In the week {commended}.").format(commended=commended)))
    return blocks


def _returns(weekly: Weekly) -> list[str]:
    if weekly.returns is None:
        owed = any(one.is_return for one in weekly.view.campaign.deadlines)
        return [_("No weekly return is owed for this week.")] if owed else []
    if len(weekly.returns.expected) == 1 and (weekly.unit or len(weekly.units) == 1):
        return [_say_own_return(weekly.returns)]
    if not weekly.returns.expected:
        return []
    return [_say_filed(weekly.returns), *_say_missing(weekly, weekly.returns)]


def _say_own_return(returns: Returns) -> str:
    due = paper_date(returns.occurrence.due_on)
    if returns.missing:
        return _("The unit has not filed its weekly return (due on {day}).").format(day=due)
    return (
        _("The unit filed its weekly return on time.")
        if returns.on_time
        else _("The unit filed its weekly return late.")
    )


def _say_filed(returns: Returns) -> str:
    expected, actual, on_time = len(returns.expected), returns.actual, returns.on_time
    if actual == on_time == expected:
        return ngettext(
            "The {count} unit that owes one has filed its weekly return on time.",
            "All {count} units have filed their weekly returns on time.",
            expected,
        )
    if not actual:
        return _("No unit has filed its weekly return yet (due on {day}).").format(
            day=paper_date(returns.occurrence.due_on)
        )
    text = (
        _("Weekly returns: {filed} units have filed theirs, {on_time} of them on time.")
        if on_time
        else _("Weekly returns: {filed} units have filed theirs, none of them on time.")
    )
    return text.format(filed=say_share(actual, expected), on_time=number(on_time))


def _say_missing(weekly: Weekly, returns: Returns) -> list[str]:
    if not returns.missing or not returns.actual:  # that nobody filed is said already
        return []
    missing = ngettext("{count} unit has not filed it", "{count} units have not filed it", len(returns.missing))
    return [f"{missing}: {say_units(returns.missing, weekly.view)}."]


def _silent(weekly: Weekly) -> list[str]:
    if not weekly.silent or (weekly.unit and len(weekly.silent) == 1 and weekly.silent[0].id == weekly.unit.id):
        return []
    text = _("{units} sent neither results nor a return for more than {days} days: {names}.")
    units = ngettext("{count} unit", "{count} units", len(weekly.silent))
    return [text.format(units=units, days=number(SILENT_DAYS), names=say_units(weekly.silent, weekly.view))]


def _behind(standings: Sequence[UnitStanding], weekly: Weekly) -> list[str]:
    behind = [one.unit for one in standings if one.kept < one.targets]
    if not behind:
        return []
    share = say_share(len(behind), len(standings))
    if 2 * len(behind) <= len(standings):
        text = _("{share} units are behind on a target of their own: {names}.")
        return [text.format(share=share, names=say_units(behind, weekly.view))]
    furthest = [one.unit for one in standings if not one.kept]  # most units are behind: naming them all says nothing
    if not furthest or len(furthest) == len(behind):
        return [_("{share} units are behind on a target of their own.").format(share=share)]
    text = _("{share} units are behind on a target of their own; {count} on every one: {names}.")
    return [text.format(share=share, count=number(len(furthest)), names=say_units(furthest, weekly.view))]
