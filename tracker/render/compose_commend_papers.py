"""The papers of commendation: the proposal (Tờ trình) with who is proposed, and the list that goes with a decision."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain.campaign import Phase
from tracker.domain.letterhead import Letterhead
from tracker.domain.recipients import Recipient
from tracker.i18n import N_, _, number
from tracker.i18n.papers import paper_day
from tracker.render.commendation_words import say_awards, say_given, say_people
from tracker.render.document import Block, Column, Document, Heading, Role, Run, Table, paragraph
from tracker.render.official import Annex, Official
from tracker.render.paper import Draft, compose_paper, say_issuer
from tracker.render.report_sentences import name_campaign, say_campaign, say_days
from tracker.services.commendations import CommendationStatus, awards_named, count
from tracker.services.view import View

PROPOSAL, LIST = N_("PROPOSAL"), N_("LIST")
_PROPOSALS_SHORT, _LISTS_SHORT = "TTr", "DS"  # what the law shortens them to, in every language


class Named(NamedTuple):
    """A line of the register and who it names."""

    status: CommendationStatus
    recipients: tuple[Recipient, ...]


class Paper(NamedTuple):
    """What a paper says beside the register: the letterhead, its number and day as far as they are known, the journal's head."""

    letterhead: Letterhead
    number: str
    signed_on: date | None
    head: str


def compose_proposal(view: View, named: Sequence[Named], paper: Paper) -> Official:
    """Compose the proposal for what waits for a decision, with the list of who is proposed where names are known."""
    campaign = view.campaign
    annexes = _annexes(view, named, _("LIST OF THOSE PROPOSED FOR COMMENDATION"))
    draft = Draft(
        abstract=_("Commendation of collectives and individuals in {what}").format(what=_briefly(view, named)),
        body=_proposal_body(view, named, paper, has_list=bool(annexes)),
        annexes=annexes,
        as_of=view.as_of,
        keywords=paper.head,
        number=paper.number,
        signed_on=paper.signed_on,
        kind=PROPOSAL,
        short=_PROPOSALS_SHORT,
    )
    return compose_paper(campaign, paper.letterhead, draft)


def compose_decided_list(view: View, named: Named, paper: Paper) -> Official:
    """Compose the list of who is commended, as it goes with the decision: it has no number, grounds or recipients of its own."""
    status = named.status
    goes_with = _goes_with(status)
    people = say_people(status.collectives, status.individuals)
    awards = say_awards(awards_named(view.campaign, status.content.awards))
    text = _("The list has {people} commended with {awards} in {what}.")
    draft = Draft(
        abstract=_("Collectives and individuals commended with {awards} in {what}").format(
            awards=awards, what=_briefly(view, [named])
        ),
        body=(
            paragraph(goes_with),
            paragraph(text.format(people=people, awards=awards, what=_what(view, [named]))),
        ),
        annexes=_annexes(view, [named], _("LIST OF THOSE COMMENDED")),
        as_of=view.as_of,
        keywords=paper.head,
        number=paper.number,
        signed_on=paper.signed_on or status.day,
        kind=LIST,
        short=_LISTS_SHORT,
    )
    made = compose_paper(view.campaign, paper.letterhead, draft)
    annexes = tuple(one._replace(goes_with=goes_with) for one in made.annexes)
    return made._replace(number="", addressees=(), grounds=(), recipients=(), annexes=annexes)


def _goes_with(status: CommendationStatus) -> str:
    """Name the decision that a list goes with, as far as it is known."""
    parts = [_("With Decision No. {number}").format(number=status.number) if status.number else _("With the Decision")]
    parts.append(_("of {day}").format(day=paper_day(status.day)))
    if status.decided_by:
        parts.append(_("of {who}").format(who=status.decided_by))
    return f"({' '.join(parts)})"


def _proposal_body(view: View, named: Sequence[Named], paper: Paper, *, has_list: bool) -> Document:
    counts = count(view.campaign, [one.status for one in named]).proposed
    collectives, individuals = (sum(one.collectives for one in counts), sum(one.individuals for one in counts))
    issuer = say_issuer(view.campaign, paper.letterhead, None)
    addressee = "; ".join(paper.letterhead.addressees) or _("the competent authority")
    first = _("On the results of {what} and the files of the units, {issuer} proposes to commend {people}, as follows:")
    people = say_people(collectives, individuals)
    body: list[Block] = [
        paragraph(first.format(what=_what(view, named), issuer=issuer or _("the campaign office"), people=people)),
        *(
            paragraph(
                _("{number}. {awards}: {people}.").format(
                    number=number(at),
                    awards=say_given(one.awards, one.level),
                    people=say_people(one.collectives, one.individuals),
                )
            )
            for at, one in enumerate(counts, 1)
        ),
    ]
    bases = list(dict.fromkeys(one.status.content.basis for one in named if one.status.content.basis))
    body += [paragraph(_("Basis: {bases}.").format(bases="; ".join(bases)))] if bases else []
    body += [paragraph(_("The list of those proposed goes with this proposal."))] if has_list else []
    last = _("{issuer} submits this to {addressee} to consider and decide./.")
    return (*body, paragraph(last.format(issuer=issuer or _("The campaign office"), addressee=addressee)))


def _what(view: View, named: Sequence[Named]) -> str:
    """Name the phase, with its days, and the campaign in full; several phases are the campaign's."""
    campaign = say_campaign(view.campaign.title)
    if (phase := _phase(view, named)) is None:
        return campaign
    text = _("{phase} ({days}) of {campaign}")
    return text.format(phase=phase.title, days=say_days(phase.span), campaign=campaign)


def _briefly(view: View, named: Sequence[Named]) -> str:
    """Name the phase and the campaign as a title has room for."""
    phase, campaign = _phase(view, named), name_campaign(view.campaign)
    return _("{phase} of {campaign}").format(phase=phase.title, campaign=campaign) if phase else campaign


def _phase(view: View, named: Sequence[Named]) -> Phase | None:
    phases = {one.status.content.phase for one in named}
    return next((one for one in view.campaign.phases if view.campaign.has_phases and phases == {one.id}), None)


def _annexes(view: View, named: Sequence[Named], title: str) -> tuple[Annex, ...]:
    """Compose the lists of collectives and of individuals, each numbered through; nothing where nobody is named."""
    tables: list[Block] = []
    headings = {True: _("I. COLLECTIVES"), False: _("II. INDIVIDUALS")}
    several = len({one.is_collective for each in named for one in each.recipients}) > 1
    for is_collective, heading in headings.items():
        rows = [(one, each.status) for each in named for one in each.recipients if one.is_collective is is_collective]
        if rows:
            tables += [
                Heading(heading if several else heading.partition(" ")[2], 2),
                _table(view, rows, is_collective=is_collective),
            ]
    if not tables:
        return ()
    return (Annex(title, "", tuple(tables)),)


def _table(view: View, rows: Sequence[tuple[Recipient, CommendationStatus]], *, is_collective: bool) -> Table:
    """Compose a numbered list; a column in which nobody has anything is left out."""
    titles = (
        _("Name of the collective") if is_collective else _("Full name"),
        *(_("Post"), _("Unit"), _("Title or form"), _("Merit")),
    )
    filled = [_texts(view, one, status) for one, status in rows]
    kept = [at for at in range(len(titles)) if any(texts[at] for texts in filled)]
    return Table(
        (Column(_("#"), right=True), *(Column(titles[at], wraps=True) for at in kept)),
        tuple(
            (Run(number(count)), *(Run(texts[at], Role.PLAIN if at else Role.STRONG) for at in kept))
            for count, texts in enumerate(filled, 1)
        ),
    )


def _texts(view: View, one: Recipient, status: CommendationStatus) -> tuple[str, ...]:
    award = one.award or say_awards(awards_named(view.campaign, status.content.awards))
    return (one.name, one.post, one.unit, award, one.merit)
