"""Made-up commendations for a campaign, the same ones every time, plainly marked as samples; nobody is named."""

from collections.abc import Iterator
from datetime import date

from tracker.domain.commendations import AwardLevel
from tracker.domain.events import Event
from tracker.domain.honours import Commendation, CommendationDecided
from tracker.services.sample import MARK
from tracker.services.view import View

_PROVINCE, _POLICE = "Chủ tịch Ủy ban nhân dân tỉnh", "Giám đốc Công an tỉnh"
_BASIS = "Sơ kết Đợt 1"
_PROPOSED, _DECIDED, _ASKED = date(2025, 2, 5), date(2025, 2, 10), date(2025, 2, 25)


def make_commendations(view: View) -> Iterator[tuple[Event, Event | None]]:
    """Make up what the review of the first phase brought: two proposals that were decided, one that waits."""
    phase = view.campaign.phases[0].id
    for award, level, who, collectives, individuals, number in (
        ("bang-khen", AwardLevel.PROVINCE, _PROVINCE, 4, 6, "01/QĐ-UBND"),
        ("giay-khen", AwardLevel.UNIT, _POLICE, 12, 30, "02/QĐ-CAT"),
    ):
        body = Commendation(
            (award,), level, collectives, individuals, phase, "", who, _BASIS, MARK, is_proposed=True
        )  # fmt: skip
        proposal = Event(view.campaign.id, body, day=_PROPOSED)
        given = CommendationDecided(collectives, individuals - 2, f"{MARK} {number}", who)
        yield proposal, proposal.but(body=given, day=_DECIDED)
    waiting = Commendation(
        ("co-thi-dua-cap-bo-tinh",), AwardLevel.MINISTRY, 1, 0, phase, basis=_BASIS, note=MARK, is_proposed=True
    )
    yield Event(view.campaign.id, waiting, day=_ASKED), None
