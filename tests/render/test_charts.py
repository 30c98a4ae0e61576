"""Pictures of figures: what they show is said in words too; the same on every machine; texts stay texts."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.fixtures.small import at, file_return, on, posting, record, view
from tracker.i18n import speak
from tracker.journal.store import Store, memory_store
from tracker.render.charts import burn_up_charts, join_charts, phase_charts
from tracker.render.document import Chart
from tracker.render.drawing import draw_png, draw_svg
from tracker.render.returns_chart import returns_chart
from tracker.services.review import build_review
from tracker.services.review_series import build_review_series
from tracker.services.series import build_returns, build_series

END = on(10, 4)
NAUGHTY = "<script>alert(1)</script> </svg> \"&' {{ 7*7 }} \\n"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    speak("en")
    yield
    speak("en")


@pytest.fixture
def journal() -> Store:
    store = memory_store()
    record(store, posting("a", on(5), 1), posting("b", on(10), 2), posting("m", on(2, 4), 3))
    record(store, posting("c", on(12), 9, "tin-bao", of=10), posting("a", on(20), 1500, "gop-quy"))
    return store


def drawn(store: Store) -> dict[str, Chart]:
    return {one.title: one for one in burn_up_charts(build_series(view(store, END)))}


def texts(chart: Chart) -> list[str]:
    """What is written in a picture."""
    root = ElementTree.fromstring(draw_svg(chart))
    return ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


def test_words_say_what_a_picture_shows(journal: Store) -> None:
    charts = drawn(journal)
    assert charts["Mô hình"].alternative == "3 of 8 planned by 18/03/2025; 6 of 16 planned by 10/04/2025."
    assert charts["Tin báo (%)"].alternative == "90% by 18/03/2025; 90% by 10/04/2025; 90% to reach."
    assert "6" in texts(charts["Mô hình"])
    assert "90%" in texts(charts["Tin báo (%)"])


def test_numbers_and_days_are_written_as_people_write_them(journal: Store) -> None:
    for language, amount in (("vi", "1.500"), ("en", "1,500")):
        speak(language)
        chart = drawn(journal)["Góp quỹ"]
        assert amount in chart.alternative
        assert {amount, "05/032025", "10/04"} <= {one.strip() for one in texts(chart)}  # the year under the day
        assert any(one.replace(amount[1], "") == "1000" and one[1] == amount[1] for one in texts(chart))


def test_the_same_on_every_machine(journal: Store) -> None:
    """Days are days, wherever the machine stands."""
    chart = drawn(journal)["Mô hình"]
    code = (
        "import sys; from tracker.render.drawing import draw_svg; from tracker.render.document import Chart;"
        "sys.stdout.write(draw_svg(Chart('', '', sys.stdin.read())))"
    )
    for zone in ("America/Los_Angeles", "Pacific/Kiritimati"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            input=chart.specification.encode(),
            env={**os.environ, "TZ": zone},
            capture_output=True,
            check=True,
        )
        assert done.stdout.decode() == draw_svg(chart)


def test_texts_are_never_markup(journal: Store) -> None:
    charts = [one._replace(title=NAUGHTY) for one in drawn(journal).values()]
    assert NAUGHTY in texts(join_charts("", charts))


def test_phases_stand_side_by_side(journal: Store) -> None:
    charts = {one.title: one for one in phase_charts(build_review_series(build_review(view(journal, END), None)))}
    assert charts["Mô hình"].alternative == (
        "Đợt 1: 3 of 8 planned by 18/03/2025. Đợt 2: 3 of 8 planned by 10/04/2025."
    )
    assert {"Đợt 1", "Đợt 2"} <= set(texts(charts["Mô hình"]))


def test_several_are_one_picture_for_a_paper(journal: Store) -> None:
    charts = [*drawn(journal).values()]
    whole = join_charts("All", charts, columns=3)
    assert all(f"{one.title}: {one.alternative}" in whole.alternative for one in charts)
    assert {one.title for one in charts} <= set(texts(whole))


def test_a_picture_for_word_is_twice_as_fine(journal: Store) -> None:
    chart = drawn(journal)["Mô hình"]
    content = draw_png(chart)
    assert content.startswith(b"\x89PNG")
    width = int.from_bytes(content[16:20], "big")
    assert width == 2 * int(ElementTree.fromstring(draw_svg(chart)).attrib["width"])


def rows(chart: Chart) -> tuple[dict[str, Any], list[str]]:
    """The specification of a picture of returns, and the names of its rows from the top."""
    content = json.loads(chart.specification)
    return content, json.loads(content["encoding"]["y"]["axis"]["labelExpr"].removesuffix("[datum.value]"))


def test_who_filed_least_stands_on_top(journal: Store) -> None:
    for unit, *days in (("a", 12, 19), ("b", 12), ("d1", 12, 19)):
        for day in days:
            file_return(journal, unit, on(day), at(day + 1))
    returns = build_returns(view(journal, on(23)))
    assert returns is not None
    chart = returns_chart(returns)
    content, names = rows(chart)
    assert names[-2:] == ["Huyện Đông", "Xã An"]
    assert names[-3] == "Xã Bình"
    said = {(names[one["row"]], one["week"]): one["band"] for one in content["data"]["values"]}
    assert (said["Xã Bình", 0], said["Xã Bình", 1], said["Xã An", 1]) == ("filed", "not filed", "filed")
    assert "2 of 6 in the week from 17/03/2025" in chart.alternative
    assert set(names) <= set(texts(chart))
