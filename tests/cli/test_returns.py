"""tracker returns: the same counts as the weeks' own lists, one by one."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.cli.harness import Result

Ask = Callable[..., Result]
DAY = ("--today", "2025-03-10")
WEEKS = ("2025-W07", "2025-W08", "2025-W09", "2025-W10")  # those due in Đợt 2 by then: 7/2 is W06, in two phases
KEYS = ("expected", "actual", "on_time")


def test_totals_are_the_sum_of_the_weeks(ask_demo: Ask) -> None:
    said = ask_demo("returns", "--phase", "dot-2", "--json", *DAY).json
    total: Counter[str] = Counter()
    for week in ("2025-W06", *WEEKS):
        shown = ask_demo("units", "--missing", "--week", week, "--json", *DAY).json
        total.update({key: shown[key] for key in KEYS})
    assert {key: said["total"][key] for key in KEYS} == total
    assert said["dates"] == 1 + len(WEEKS)
    for groups in (
        said["groups"],
        ask_demo("returns", "--phase", "dot-2", "--per", "unit", "--json", *DAY).json["groups"],
    ):
        assert {key: sum(one[key] for one in groups) for key in KEYS} == total


def test_rates(ask_demo: Ask) -> None:
    def check(one: dict[str, Any]) -> None:
        assert one["rate"] == round(one["actual"] / one["expected"] + 1e-9, 4)
        assert one["on_time_rate"] == round(one["on_time"] / one["expected"] + 1e-9, 4)

    said = ask_demo("returns", "--per", "cluster", "--json", *DAY).json
    for one in (*said["groups"], said["total"]):
        check(one)
    assert all(one["id"] == one["name"] for one in said["groups"])


def test_screen_and_table(ask_demo: Ask) -> None:
    said = ask_demo("returns", "-u", "th-395", "--per", "unit", "--lang", "vi", *DAY)
    assert said.code == 0
    assert said.out.splitlines()[-2].startswith("Cộng")
    csv = ask_demo("returns", "-u", "th-395", "--per", "unit", "-f", "csv", *DAY).out.splitlines()
    assert csv[0] == "id,name,expected,actual,rate,on_time,on_time_rate"
    assert csv[1].startswith("th-395,Công an huyện Thọ Xuân,24,")
    assert len(csv) == len(said.out.splitlines()) - 4 + 1


def test_a_unit_alone_is_counted_for_itself(ask_demo: Ask) -> None:
    said = ask_demo("returns", "-u", "th-14755", *DAY, screen=80).out.splitlines()
    assert said[0].endswith("· Công an phường Hàm Rồng")
    assert said[1].split()[0] == "Unit"
    assert said[2].startswith("Công an phường Hàm Rồng")
    named = ask_demo("returns", "-u", "th-395", *DAY, screen=80).out.splitlines()
    assert (named[0].endswith("· Công an huyện Thọ Xuân"), named[1].split()[0]) == (True, "Under")


def test_refused(ask_demo: Ask) -> None:
    said = ask_demo("returns", "--phase", "dot-9")
    assert (said.code, said.out) == (3, "")
    assert ask_demo("returns", "--per", "week").code == 2
