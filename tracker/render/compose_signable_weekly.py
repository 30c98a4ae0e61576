"""The weekly report as a paper to sign: six sections, an annex of the criteria and one of the units."""

from tracker.i18n import _, number
from tracker.i18n.papers import paper_date
from tracker.render.compose_annexes import (
    annexes_with_provenance,
    compose_charts_annex,
    compose_criteria_annex,
    compose_units_annex,
)
from tracker.render.document import Document, paragraph
from tracker.render.official import Official
from tracker.render.paper import Draft, compose_paper, say_issuer
from tracker.render.provenance import say_provenance
from tracker.render.report_sentences import Around, name_campaign, say_campaign, say_days, section
from tracker.render.weekly_sections import compose_difficulties, compose_direction, compose_proposals, compose_tasks
from tracker.render.weekly_sentences import compose_results
from tracker.render.weekly_units import compose_units
from tracker.services.weekly import Weekly


def compose_signable_weekly(weekly: Weekly, around: Around) -> Official:
    """Compose the paper."""
    campaign, days = weekly.view.campaign, say_days(weekly.week)
    provenance = say_provenance(weekly.view, weekly.entries, weekly.voided, weekly.head)
    figures = (
        compose_criteria_annex(weekly),
        compose_charts_annex(around.charts),
        compose_units_annex(weekly),
    )
    body, annexes = annexes_with_provenance(_body(weekly, around), figures, provenance, weekly.view.known_at)
    draft = Draft(
        abstract=_("Results of {campaign} in the week {days}").format(campaign=name_campaign(campaign), days=days),
        body=body,
        annexes=annexes,
        as_of=weekly.view.as_of,
        keywords=weekly.head,
        number=around.texts.number,
        signed_on=around.texts.signed_on,
        unit=weekly.unit,
    )
    return compose_paper(campaign, around.letterhead, draft)


def _body(weekly: Weekly, around: Around) -> Document:
    no_criteria = _("No criterion has been set for the campaign yet.")
    untroubled = _("No difficulty or obstacle was reported in the week.")
    return (
        paragraph(_basis(weekly, around)),
        *section(_("I. LEADERSHIP AND DIRECTION"), compose_direction(weekly, around)),
        *section(_("II. RESULTS AGAINST THE TARGETS"), compose_results(weekly), no_criteria),
        *section(_("III. EXEMPLARY CASES AND MODELS; UNITS TO CHASE"), compose_units(weekly, around)),
        *section(_("IV. DIFFICULTIES AND OBSTACLES"), compose_difficulties(weekly, around), untroubled),
        *section(_("V. MAIN TASKS OF THE NEXT WEEK"), compose_tasks(weekly, around)),
        *section(_("VI. PROPOSALS"), compose_proposals(weekly, around), _("There is nothing to propose this week.")),
        paragraph(_("This is the report on {campaign} in the week {days}.").format(**_named(weekly))),
    )


def _named(weekly: Weekly) -> dict[str, str]:
    return {"campaign": name_campaign(weekly.view.campaign), "days": say_days(weekly.week)}


def _basis(weekly: Weekly, around: Around) -> str:
    """Say what is reported on, by whom, over which days and up to when."""
    campaign = weekly.view.campaign
    issuer = say_issuer(campaign, around.letterhead, weekly.unit)
    of_issuer = _("{issuer} reports the results of {campaign} in the week {days} ({week}), as follows:")
    of_nobody = _("The results of {campaign} in the week {days} ({week}) are as follows:")
    return (of_issuer if issuer else of_nobody).format(
        campaign=say_campaign(campaign.title), issuer=issuer, days=say_days(weekly.week), week=_week(weekly)
    )


def _week(weekly: Weekly) -> str:
    campaign = weekly.view.campaign
    at, every = (campaign.week_number(one) for one in (weekly.week.start, campaign.span.end))
    return _("week {number} of {all} of the campaign; figures up to the end of {day}").format(
        number=number(max(1, at)), all=number(every), day=paper_date(weekly.view.as_of)
    )
