"""Makes stores of any size for the benchmarks: campaign A, its units, achievements spread over units, criteria and days."""

import random
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from tracker.cli.context import Context, Options
from tracker.domain.campaign import Kind
from tracker.domain.entries import Posting
from tracker.domain.quantity import THOUSAND
from tracker.files.campaign_file import extract_campaign
from tracker.files.shipped import shipped_folder
from tracker.services.log import opened
from tracker.services.view import View

CAMPAIGN = "cand80"
AS_OF = "2025-08-10"
AT_ONCE = 50_000


def make_store(folder: Path, size: int) -> Path:
    """Make a folder with campaigns.yaml, units/ and a store of `size` achievements, unless it is there already."""
    if (folder / "ready").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(shipped_folder() / "units", folder / "units")
    text = (shipped_folder() / "campaigns.yaml").read_text(encoding="utf-8")
    (folder / "campaigns.yaml").write_text(extract_campaign(text, CAMPAIGN), encoding="utf-8")
    options = Options(
        campaigns=str(folder / "campaigns.yaml"), db=str(folder / "tracker.db"), today=AS_OF, by="benchmark"
    )
    context = Context(options, "benchmark", lambda problems: None)
    journal = context.open_journal()
    journal.connection.execute("PRAGMA cache_size=-65536")
    view = context.choose(CAMPAIGN).but(journal=journal)
    with opened([view], context.batch_info()) as batch:
        for start in range(0, size, AT_ONCE):
            batch.post(list(make_postings(view, min(AT_ONCE, size - start), start)))
    journal.close()
    (folder / "ready").write_text(datetime.now(UTC).isoformat(), encoding="utf-8")  # noqa: TID251 a benchmark may
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
        version = roster.version(unit.id, day) or roster.last_version(unit.id, day)
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
            note=f"achievement {seed + number} of the benchmark, with a note as long as officers write".ljust(80, "."),
            phase=phase.id if phase else "",
            version_from=version.valid_from,
        )
