"""A country of 3,400 units in 34 provinces whose tree of units was rebuilt three times while the campaign ran."""

from collections.abc import Iterator
from pathlib import Path

from tracker.files.campaign_file import extract_campaign
from tracker.files.shipped import shipped_folder

PROVINCES, DISTRICTS, COMMUNES = 34, 10, 99  # with the province itself 100 units each in the end
HEAD = "id,code,name,level,parent,valid_from,valid_to"


def write_nation(folder: Path, campaign: str) -> None:
    """Write campaigns.yaml with one of the shipped campaigns over the country's roster and lineage."""
    text = extract_campaign((shipped_folder() / "campaigns.yaml").read_text(encoding="utf-8"), campaign)
    units = folder / "units"
    units.mkdir(parents=True)
    (folder / "campaigns.yaml").write_text(text, encoding="utf-8")
    (units / "thanh-hoa.csv").write_text("\n".join([HEAD, *_roster()]) + "\n", encoding="utf-8")
    (units / "thanh-hoa-lineage.csv").write_text("\n".join(["date,kind,from,to", *_lineage()]) + "\n", encoding="utf-8")


def _roster() -> Iterator[str]:
    for number in range(PROVINCES):
        top = f"p{number}"
        yield f"{top},{number},Province {number},province,,,"
        for at in range(DISTRICTS):
            yield f"{top}d{at},,District {number}.{at},district,{top},,2025-02-28"
        for at in range(COMMUNES):
            parent = f"{top}d{at % DISTRICTS}"
            for part in "abc":
                end = "2024-12-31" if part != "a" else "2025-02-28"
                yield f"{top}c{at}{part},,Commune {number}.{at}{part},commune,{parent},,{end}"
            yield f"{top}c{at}a,,Commune {number}.{at}a,commune,{top},2025-03-01,2025-06-30"
            yield f"{top}c{at}m,,Commune {number}.{at}m,commune,{parent},2025-01-01,2025-02-28"
            yield f"{top}c{at}m,,Commune {number}.{at}m,commune,{top},2025-03-01,2025-06-30"
            yield f"{top}c{at},,Commune {number}.{at},commune,{top},2025-07-01,"


def _lineage() -> Iterator[str]:
    for number in range(PROVINCES):
        top = f"p{number}"
        yield from (f"2025-03-01,dissolve,{top}d{at}," for at in range(DISTRICTS))
        for at in range(COMMUNES):
            yield from (f"2025-01-01,merge,{top}c{at}{part},{top}c{at}m" for part in "bc")
            yield from (f"2025-07-01,merge,{top}c{at}{part},{top}c{at}" for part in "am")
