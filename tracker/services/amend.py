"""Amending an entry: judged anew like a log, the entry taken back and another one posted in its stead."""

from collections.abc import Mapping, Sequence

import msgspec

from tracker.domain.corrections import Change, ReturnRecord, changes_between, claim_of, reversal_of
from tracker.domain.entries import Achievement, Posting
from tracker.domain.events import EventRecord
from tracker.domain.value import Value
from tracker.errors import TrackerError
from tracker.services.correcting import Correcting, FigureChange
from tracker.services.log import judge_of
from tracker.services.ports import BatchInfo, OpenJournal
from tracker.services.records import check_current, find_record
from tracker.services.view import View


class Amendment(Value, frozen=True):
    """What an amendment did: `id` stands for the entry since."""

    id: str
    entry: Achievement
    posting: Posting
    view: View
    changes: tuple[Change, ...]
    figures: tuple[FigureChange, ...]
    reason: str


def amend_entry(
    views: Sequence[View], id: str, typed: Mapping[str, str], open_journal: OpenJournal, info: BatchInfo,  # noqa: A002
    *, late: str = "", dry_run: bool,
) -> Amendment:  # fmt: skip
    """Amend the fields of an entry that are `typed`, by the names of a claim; `late` is why, after its phase was closed.

    Raises: TrackerError with every problem of what was typed; bad-entry-id, entry-not-found, entry-replaced,
    entry-taken-back, return-not-amended, event-not-amended, campaign-undefined, amends-nothing, phase-closed.
    """
    entry = find_record(views[0].journal, id)
    if isinstance(entry, ReturnRecord):
        raise TrackerError.of("return-not-amended", id=id)
    if isinstance(entry, EventRecord):
        raise TrackerError.of("event-not-amended", id=id)
    check_current(views[0].journal, entry)
    view = next((one for one in views if one.campaign.id == entry.posting.campaign), None)
    if view is None:
        raise TrackerError.of("campaign-undefined", id=id, campaign=entry.posting.campaign)
    posting = _amended(view, entry, typed)
    changes = changes_between(entry.posting, posting)
    if not changes:
        raise TrackerError.of("amends-nothing", id=id)
    journal = open_journal()
    with journal.batch(info) as batch:
        check_current(journal, entry)  # once more: somebody may have been quicker
        correcting = Correcting(views, journal, batch, late)
        _, new = correcting.post([reversal_of(entry), posting])
        correcting.note_late()
        batch.keep = not dry_run
        return Amendment(new, entry, posting, view, changes, correcting.figures(), info.reason)


def _amended(view: View, entry: Achievement, typed: Mapping[str, str]) -> Posting:
    """Judge the entry as amended; amounts and evidence that nobody touched stay as they are, whatever was typed once."""
    before = entry.posting
    judge = judge_of(view, fragments=True)
    claim = msgspec.structs.replace(claim_of(before), **{"evidence": "", **typed})
    located = judge.locate(claim)
    is_another = located.named is not None and located.named.key != before.key
    untouched = not is_another and not {"quantity", "denominator"} & typed.keys()
    if untouched:
        claim = msgspec.structs.replace(claim, **_nothing_of(before))
    elif is_another:
        blank = {"denominator", "quantity"} if located.work else {"denominator"}
        claim = msgspec.structs.replace(claim, **dict.fromkeys(blank - typed.keys(), ""))
    verdict = judge.judge(claim)
    if verdict.posting is None:
        raise TrackerError(problem for _, problem in verdict.problems)
    amounts = {"quantity": before.quantity, "denominator": before.denominator} if untouched else {}
    evidence = verdict.posting.evidence if "evidence" in typed else before.evidence
    return msgspec.structs.replace(verdict.posting, replaces=entry.number, evidence=evidence, **amounts)


def _nothing_of(posting: Posting) -> dict[str, str]:
    """Return amounts that pass for any criterion of the posting's kind."""
    quantity = "" if posting.work else "0"
    return {"quantity": quantity, "denominator": "" if posting.denominator is None else "0"}
