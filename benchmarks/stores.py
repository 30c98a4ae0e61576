"""Makes stores of any size for the benchmarks: campaign cand80, its units, achievements over units, criteria and days."""

import hashlib
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from tracker.cli.context import Context, Options
from tracker.domain.criteria import Kind
from tracker.domain.entries import Posting
from tracker.domain.quantity import THOUSAND
from tracker.files.campaign_file import extract_campaign
from tracker.files.shipped import shipped_folder
from tracker.journal.schema import STEPS
from tracker.services.log import opened
from tracker.services.view import View

CAMPAIGN = "cand80"
AS_OF = "2025-08-10"
AT_ONCE = 10_000
NOTE = 80


def write_province(folder: Path, campaign: str) -> None:
    """Write campaigns.yaml with one of the shipped campaigns, over the units that come with it."""
    shutil.copytree(shipped_folder() / "units", folder / "units")
    text = (shipped_folder() / "campaigns.yaml").read_text(encoding="utf-8")
    (folder / "campaigns.yaml").write_text(extract_campaign(text, campaign), encoding="utf-8")


def make_store(folder: Path, size: int, define: Callable[[Path, str], None] = write_province) -> Path:
    """Make a folder with campaigns.yaml, units/ and a store of `size` achievements, unless one of this schema is there."""
    ready, schema = folder / "ready", hashlib.sha256(repr(STEPS).encode()).hexdigest()
    if ready.exists() and ready.read_text(encoding="utf-8") == schema:
        return folder
    print(f"making a store of {size:,} achievements", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    define(folder, CAMPAIGN)
    options = Options(
        campaigns=str(folder / "campaigns.yaml"), db=str(folder / "tracker.db"), today=AS_OF, by="benchmark"
    )
    context = Context(options, "benchmark", lambda problems: None)
    journal = context.open_journal()
    view = context.choose(CAMPAIGN).but(journal=journal)
    with opened([view], context.batch_info()) as batch:
        for start in range(0, size, AT_ONCE):
            batch.post(list(make_postings(view, min(AT_ONCE, size - start), start)))
    journal.close()
    ready.write_text(schema, encoding="utf-8")
    return folder


def make_postings(view: View, count: int, seed: int) -> Iterator[Posting]:
    """Make up postings without looking at what they mean."""
    chance = random.Random(seed)
    campaign, roster = view.campaign, view.roster
    last = date.fromisoformat(AS_OF)
    days = [day for day in campaign.span if day <= last]
    alive = {day: [one for one in roster.alive(day) if one.parent] for day in days[:: len(days) // 12]}
    marks = sorted(alive)
    for number in range(count):
        day = days[chance.randrange(len(days))]
        unit = chance.choice(alive[max(mark for mark in marks if mark <= day)])
        version = roster.version(unit.id, day)
        criterion = chance.choice(campaign.criteria)
        denominator = chance.randrange(1, 9) if criterion.kind is Kind.RATE else None
        quantity = chance.randrange(denominator + 1) if denominator else chance.randrange(1, 5)
        phase = campaign.phase_on(day)
        yield Posting(
            campaign=campaign.id,
            unit=unit.id,
            day=day,
            criterion=criterion.id,
            quantity=quantity * THOUSAND,
            denominator=denominator and denominator * THOUSAND,
            note=make_note(seed + number),
            phase=phase.id if phase else "",
            version_from=version.valid_from if version else date.max,
        )


def make_note(number: int) -> str:
    """Make up the note of an achievement, as long as officers write."""
    return f"achievement {number} of the benchmark, with a note as long as officers write".ljust(NOTE, ".")
