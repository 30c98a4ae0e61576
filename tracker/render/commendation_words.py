"""How commendations are said, in the reader's language."""

from collections.abc import Iterable, Sequence

from tracker.domain.commendations import LAW, Award, AwardKind, AwardLevel
from tracker.domain.honours import Commendation, CommendationDecided
from tracker.i18n import N_, _, language, ngettext
from tracker.services.commendations import CommendationState, Count, Counts

STATES = {
    CommendationState.PROPOSED: N_("proposed"),
    CommendationState.DECIDED: N_("decided"),
    CommendationState.REFUSED: N_("refused"),
}
LEVELS = {
    AwardLevel.STATE: N_("The State"),
    AwardLevel.GOVERNMENT: N_("Government"),
    AwardLevel.MINISTRY: N_("Ministry or central office"),
    AwardLevel.PROVINCE: N_("Province"),
    AwardLevel.DISTRICT: N_("District"),
    AwardLevel.COMMUNE: N_("Commune"),
    AwardLevel.UNIT: N_("Office or unit"),
}
_WITHIN = {
    AwardLevel.STATE: N_("State level"),
    AwardLevel.GOVERNMENT: N_("Government level"),
    AwardLevel.MINISTRY: N_("ministerial level"),
    AwardLevel.PROVINCE: N_("provincial level"),
    AwardLevel.DISTRICT: N_("district level"),
    AwardLevel.COMMUNE: N_("commune level"),
    AwardLevel.UNIT: N_("office or unit level"),
}
KINDS = {AwardKind.TITLE: N_("emulation title"), AwardKind.FORM: N_("form of commendation")}


def say_award(award: Award) -> str:
    """Name an award."""
    return award.title if language() == "vi" else award.english


def say_awards(awards: Iterable[Award]) -> str:
    """Name awards that are counted together, as Bằng khen, Giấy khen."""
    return ", ".join(map(say_award, awards))


def say_level(level: AwardLevel | None) -> str:
    """Name the level of who commends; a dash where nobody said it."""
    return _(LEVELS[level]) if level else "–"


def say_within(level: AwardLevel) -> str:
    """Name a level as one that awards are given at: provincial level, cấp tỉnh."""
    return _(_WITHIN[level])


def say_people(collectives: int, individuals: int) -> str:
    """Say how many collectives and individuals; those of which there is none are left out."""
    parts = []
    if collectives or not individuals:
        parts.append(ngettext("{count} collective", "{count} collectives", collectives))
    if individuals:
        parts.append(ngettext("{count} individual", "{count} individuals", individuals))
    return _(" and ").join(parts)


def say_count(one: Count) -> str:
    """Say what was given of some awards: Bằng khen (cấp tỉnh) cho 3 tập thể và 5 cá nhân."""
    people = say_people(one.collectives, one.individuals)
    return _("{awards} for {people}").format(awards=say_given(one.awards, one.level), people=people)


def say_given(awards: Iterable[Award], level: AwardLevel | None) -> str:
    """Name awards with the level of who gives them, where that is known: Bằng khen (cấp tỉnh)."""
    said = say_awards(awards)
    return f"{said} ({say_within(level)})" if level else said


def say_counts(counts: Sequence[Count]) -> str:
    """Say what was given in a sentence's length, award by award."""
    return "; ".join(map(say_count, counts))


def say_whole(counts: Counts) -> str:
    """Say how many were commended in all, and how many lines wait for a decision."""
    if not counts.decided:
        said = _("nobody was commended yet")
    else:
        people = say_people(counts.collectives, counts.individuals)
        said = _("{people} commended").format(people=people)
    waiting = sum(one.commendations for one in counts.proposed)
    proposals = ngettext("{count} proposal waits for a decision", "{count} proposals wait for a decision", waiting)
    return f"{said}; {proposals}" if waiting else said


def label_commendation(body: Commendation) -> list[tuple[str, str]]:
    """Return what a commendation holds, each text with its label; an award that a campaign added is named by its id."""
    names = {one.id: say_award(one) for one in LAW}
    state = CommendationState.PROPOSED if body.is_proposed else CommendationState.DECIDED
    return [
        (_("Title or form"), ", ".join(names.get(one, one) for one in body.awards)),
        (_("Level"), _(LEVELS[AwardLevel(body.level)]) if body.level else ""),
        (_("Given to"), say_people(body.collectives, body.individuals)),
        (_("State"), _(STATES[state])),
        (_("Number"), body.number),
        (_("Who decided"), body.decided_by),
        (_("Basis"), body.basis),
        (_("Phase"), body.phase),
        (_("Note"), body.note),
        (_("Ref"), body.ref),
    ]


def label_decision(body: CommendationDecided) -> list[tuple[str, str]]:
    """Return what was decided about a proposal, each text with its label."""
    given = "" if body.refused else say_people(body.collectives, body.individuals)
    texts = [(_("Given to"), given), (_("Refused"), body.refused)]
    return [*texts, (_("Number"), body.number), (_("Who decided"), body.decided_by)]
