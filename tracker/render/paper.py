"""What every paper of a campaign has around its text: whose it is, its number, place and day, who signs and receives it."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tracker.domain.campaign import Campaign
from tracker.domain.letterhead import Letterhead
from tracker.domain.text import fold
from tracker.domain.units import UnitVersion
from tracker.i18n import N_, _, language
from tracker.i18n.papers import open_day, paper_day
from tracker.render.document import Document
from tracker.render.official import Annex, Official, Signature, bare_line, end_lines

REPORT = N_("REPORT")
_KEPT = ("luu", "archive")  # how the line begins that says where a paper is kept
_AS_ABOVE = ("nhu tren", "nhu kinh gui", "as above")  # how the line begins that stands for the addressees
_REPORTS_SHORT = "BC"  # what the law shortens a report to, in every language


class Draft(NamedTuple):
    """A paper before it gets its letterhead: its kind and what that is shortened to, what it is about, and its text.

    `number` and `signed_on` are those of the signed paper, "" and None as long as they are not known; `as_of` is the day
    that its figures stop at, `unit` the unit that issues it in place of the campaign's own office.
    """

    abstract: str
    body: Document
    annexes: tuple[Annex, ...]
    as_of: date
    keywords: str
    number: str = ""
    signed_on: date | None = None
    unit: UnitVersion | None = None
    kind: str = REPORT
    short: str = _REPORTS_SHORT


def compose_paper(campaign: Campaign, letterhead: Letterhead, draft: Draft) -> Official:
    """Compose a paper: a draft with the campaign's letterhead around it."""
    own = _of_unit(campaign, letterhead, draft.unit) if draft.unit else letterhead
    number, day = own.number_of(draft.short, draft.number), _day(draft)
    goes_with = _goes_with(_(draft.kind).capitalize(), number, day, say_issuer(campaign, letterhead, draft.unit))
    return Official(
        agencies=tuple(one.upper() for one in _agencies(campaign, own)),
        nation=(_("SOCIALIST REPUBLIC OF VIET NAM"), _("Independence - Freedom - Happiness")),
        number=_("No. {number}").format(number=number),
        place_and_date=", ".join(part for part in (own.place, day) if part),
        kind=_(draft.kind),
        abstract=draft.abstract,
        addressees=own.addressees,
        grounds=end_lines(own.grounds),
        body=draft.body,
        signature=Signature(tuple(one.upper() for one in own.signing), own.signer),
        recipients=_recipients(own),
        annexes=tuple(one._replace(goes_with=one.goes_with or goes_with) for one in draft.annexes),
        language=language(),
        day=draft.signed_on or draft.as_of,
        keywords=draft.keywords,
    )


def say_issuer(campaign: Campaign, letterhead: Letterhead, unit: UnitVersion | None) -> str:
    """Name who issues a paper, as it stands in a sentence; "" where nobody is named."""
    return unit.name if unit else next(iter(reversed(_agencies(campaign, letterhead))), "")


def _agencies(campaign: Campaign, letterhead: Letterhead) -> tuple[str, ...]:
    return letterhead.agencies or tuple(filter(None, (campaign.launched_by,)))


def _of_unit(campaign: Campaign, letterhead: Letterhead, unit: UnitVersion) -> Letterhead:
    """Return the letterhead of a unit's own report: it issues under the campaign's agency, which the report goes to.

    Its symbol and who signs for it are not known here.
    """
    above = _agencies(campaign, letterhead)[:1]
    return Letterhead(
        agencies=(*above, unit.name),
        place=letterhead.place,
        post=_("Head of the unit"),
        addressees=above,
        grounds=letterhead.grounds,
    )


def _day(draft: Draft) -> str:
    return paper_day(draft.signed_on) if draft.signed_on else open_day(draft.as_of)


def _goes_with(kind: str, number: str, day: str, issuer: str) -> str:
    """Say which paper an annex belongs to."""
    if issuer:
        return _("(With {kind} No. {number} of {day} by {issuer})").format(
            kind=kind, number=number, day=day, issuer=issuer
        )
    return _("(With {kind} No. {number} of {day})").format(kind=kind, number=number, day=day)


def _recipients(letterhead: Letterhead) -> tuple[str, ...]:
    """Write the recipients; whoever they are, the paper goes to those it is addressed to and is kept.

    Source: Decree 30/2020/ND-CP, Appendix I, II.9.
    """
    named = letterhead.recipients
    if letterhead.addressees and not _has(named, _AS_ABOVE):
        named = (_("As above"), *named)
    if not _has(named, _KEPT):
        named = (*named, _("Archives: office"))
    return tuple(f"- {one}" for one in end_lines(named))


def _has(lines: Iterable[str], beginnings: tuple[str, ...]) -> bool:
    return any(fold(bare_line(one)).startswith(beginnings) for one in lines)
