"""The figures of the signed weekly report are those of its JSON document."""

import json
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import tracker
from tests.cli.papers import numbers, read, tables, weekly_paper
from tests.cli.test_papers import HEADINGS, LANGUAGES
from tracker.i18n import number, percent, speak


def test_the_annex_of_units_holds_the_numbers_that_it_shows(demo: Path) -> None:
    units = tables(weekly_paper(demo, "2025-W09", "2025-03-03"))[-1]
    shown = [tuple(getattr(one, "value", None) for one in row) for row in units.rows]
    weekly = json.loads(
        tracker("report", "weekly", "--week", "2025-W09", "--json", cwd=demo, TRACKER_TODAY="2025-03-03").out
    )
    assert sum(row[-3] for row in shown if row[-3] is not None) == sum(one["week_entries"] for one in weekly["units"])
    last = sorted(str(row[-2]) for row in shown if row[-2])
    assert last == sorted(one["last_entry_on"] for one in weekly["units"] if one["last_entry_on"])
    returns = [getattr(row[-1], "text", "") for row in units.rows]
    assert returns.count("not filed") == sum(one["returned"] is False for one in weekly["units"])
    assert returns.count("on time") == weekly["returns"]["on_time"]
    parents = [getattr(row[2], "text", "") for row in units.rows]
    assert (
        sum(one != other for one, other in pairwise(parents)) == len(set(parents)) - 1
    )  # those of a parent stand together


def written(document: Any) -> set[str]:
    """Return the numbers of a JSON document as people write them: as they are, as shares of a hundred, and rounded."""
    if isinstance(document, Mapping):
        return set().union(*(written(one) for one in document.values()))
    if isinstance(document, list):
        return set().union(*(written(one) for one in document))
    if not isinstance(document, Decimal):
        return set()
    value = abs(document)
    whole = [number(one) for one in (int(value), ceil(value), round(value, 1))]  # to a tenth: a part of a baseline
    shares = [percent(value, places).rstrip("%") for places in (1, 2)] + [number(round(value * 100, 1))]
    shares += [number(Decimal("0.1"))] if 0 < value < Decimal("0.001") else []  # a shortfall is never called nothing
    return {number(value.normalize() + 0 if value != value.to_integral() else int(value)), *whole, *shares}


@LANGUAGES
@pytest.mark.parametrize(("week", "unit"), [("2025-W06", None), ("2025-W09", None), ("2025-W08", "th-395")])
def test_every_figure_is_one_of_the_json_document(demo: Path, lang: str, week: str, unit: str | None) -> None:
    today = "2025-03-03"
    command = ["report", "weekly", "--week", week, "--json", *(["-u", unit] if unit else [])]
    said = tracker(*command, cwd=demo, TRACKER_TODAY=today).out
    document = json.loads(said, parse_float=Decimal, parse_int=Decimal)
    sections = read(weekly_paper(demo, week, today, unit, lang).body)
    results = sections[HEADINGS[lang][1]]
    criteria = {one["title"]: one for one in document["criteria"]}
    told = 0
    for text in results:
        title = next((one for one in criteria if text.startswith(f"- {one}: ")), None)
        if title:
            told += 1
            speak(lang)
            known = written(criteria[title])
            speak("en")
            phases = {one["phase"][-1] for one in document["spans"]}
            assert numbers(text) <= known | phases, (text, numbers(text) - known)
    assert told
    units, returns = document["units"], document["returns"]
    logged = [int(one["week_entries"]) for one in units if one["week_entries"]]
    assert numbers(results[0].replace(".", "")) == {str(len(logged)), str(sum(logged))}
    chased = [numbers(one) for one in sections["2. Units to chase" if lang == "en" else "2. Đơn vị cần đôn đốc"]]
    assert chased[0] == {str(returns[one]) for one in ("actual", "expected", "on_time")}
    assert str(returns["expected"] - returns["actual"]) in chased[1]


@LANGUAGES
def test_how_many_targets_are_kept_is_what_the_json_document_says(demo: Path, lang: str) -> None:
    done = tracker("report", "weekly", "--week", "2025-W06", "--json", cwd=demo, TRACKER_TODAY="2025-03-03")
    document = json.loads(done.out)
    criteria, spans = document["criteria"], range(len(document["spans"]))
    judged = [[one["by_span"][at]["progress"]["standing"] for one in criteria] for at in spans]
    judged.append([one["progress"]["standing"] for one in criteria])
    results = read(weekly_paper(demo, "2025-W06", "2025-03-03", lang=lang).body)[HEADINGS[lang][1]]
    for text, standings in zip(results[1:4], judged, strict=True):
        with_target = [one for one in standings if one != "no-target"]
        kept = sum(one not in ("behind", "missed") for one in with_target)
        assert f" {kept}/{len(with_target)} " in text, text
