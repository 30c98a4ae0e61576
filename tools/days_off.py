"""Write tracker/files/days_off.json: Vietnam's days off as the package `holidays` knows them; run it after an upgrade."""

import json
from pathlib import Path

from holidays import country_holidays

FIRST = 2015
FILE = Path(__file__).resolve().parents[1] / "tracker" / "files" / "days_off.json"


def write_days_off() -> str:
    """Return the days off and the days worked at weekends, up to the last year whose swap days were announced."""
    last = max(country_holidays("VN", years=FIRST).special_public_holidays)
    found = country_holidays("VN", years=range(FIRST, last + 1))
    days = {"off": found.keys(), "worked": found.weekend_workdays}
    return json.dumps({"first": FIRST, "last": last} | {name: sorted(map(str, some)) for name, some in days.items()})


if __name__ == "__main__":
    FILE.write_text(write_days_off() + "\n", encoding="utf-8")
