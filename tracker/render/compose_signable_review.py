"""The interim review of a phase and the final review as papers to sign: five sections, annexes of figures, ranks and units."""

from tracker.i18n import _
from tracker.i18n.papers import paper_date
from tracker.render.compose_annexes import annexes_with_provenance, compose_charts_annex
from tracker.render.document import Document, paragraph
from tracker.render.official import Official
from tracker.render.paper import Draft, compose_paper, say_issuer
from tracker.render.provenance import say_provenance
from tracker.render.report_sentences import Around, name_campaign, say_campaign, say_days, section
from tracker.render.review_annexes import compose_criteria_annex, compose_ranks_annex, compose_succession_annex
from tracker.render.review_assessment import compose_assessment
from tracker.render.review_results import compose_results
from tracker.render.review_sections import compose_organisation, compose_proposals, compose_tasks
from tracker.render.words import SHORT_HASH
from tracker.services.review import Review


def compose_signable_review(review: Review, around: Around) -> Official:
    """Compose the paper."""
    annexes = (
        compose_criteria_annex(review),
        compose_charts_annex(around.charts),
        compose_ranks_annex(review),
        compose_succession_annex(review),
    )
    body, numbered = annexes_with_provenance(_body(review, around), annexes, _provenance(review), review.view.known_at)
    draft = Draft(
        abstract=_abstract(review),
        body=body,
        annexes=numbered,
        as_of=review.view.as_of,
        keywords=review.head,
        number=around.texts.number,
        signed_on=around.texts.signed_on,
        unit=review.unit,
    )
    return compose_paper(review.view.campaign, around.letterhead, draft)


def _abstract(review: Review) -> str:
    campaign = name_campaign(review.view.campaign)
    if review.phase is None:
        return _("Final review of {campaign}").format(campaign=campaign)
    return _("Interim review of {phase} of {campaign}").format(phase=review.phase.title, campaign=campaign)


def _provenance(review: Review) -> str:
    text = say_provenance(review.view, review.entries, review.voided, review.head)
    if review.closing is None:
        return text
    closing = _("closing {hash}").format(hash=review.closing.closed.sha256[:SHORT_HASH])
    return f"{text} · {closing}"


def _body(review: Review, around: Around) -> Document:
    ahead = _("IV. TASKS OF THE NEXT PHASE") if review.following else _("IV. DIRECTION AND TASKS FOR THE TIME TO COME")
    nothing = _("There is nothing to propose.")
    no_criteria = _("No criterion has been set for the campaign yet.")
    return (
        paragraph(_basis(review, around)),
        *section(_("I. ORGANISATION OF THE WORK"), compose_organisation(review, around)),
        *section(_("II. RESULTS AGAINST THE TARGETS"), compose_results(review, around), no_criteria),
        *section(_("III. ASSESSMENT"), compose_assessment(review, around)),
        *section(ahead, compose_tasks(review, around)),
        *section(_("V. PROPOSALS"), compose_proposals(review, around), nothing),
        paragraph(_closing(_abstract(review))),
    )


def _closing(abstract: str) -> str:
    return _("This is the {abstract}.").format(abstract=abstract[:1].lower() + abstract[1:])


def _basis(review: Review, around: Around) -> str:
    """Say what is reviewed, by whom, over which days and up to when."""
    campaign = review.view.campaign
    issuer = say_issuer(campaign, around.letterhead, review.unit)
    of_issuer = _("{issuer} reports the results of {what} {days} ({cut}), as follows:")
    of_nobody = _("The results of {what} {days} ({cut}) are as follows:")
    cut = _("figures up to the end of {day}") if review.is_over else _("still going on; figures up to the end of {day}")
    return (of_issuer if issuer else of_nobody).format(
        issuer=issuer,
        what=_say_what(review),
        days=say_days(review.span),
        cut=cut.format(day=paper_date(review.view.as_of)),
    )


def _say_what(review: Review) -> str:
    campaign = say_campaign(review.view.campaign.title)
    if review.phase is None or not review.view.campaign.has_phases:
        return campaign
    return _("{phase} of {campaign}").format(phase=review.phase.title, campaign=campaign)
