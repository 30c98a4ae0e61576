"""The rosters in units/ equal what the script makes of the lists, and hold the facts known about them."""

import csv
import importlib.util
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tools" / "build_rosters.py"
FILES = ("thanh-hoa.csv", "thanh-hoa-lineage.csv", "dong-thap.csv")
LAST_OLD, FIRST_NEW = date(2025, 6, 30), date(2025, 7, 1)

Row = dict[str, str]


def read_rows(name: str) -> list[Row]:
    with (ROOT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


ROSTER = read_rows("units/thanh-hoa.csv")
LINEAGE = read_rows("units/thanh-hoa-lineage.csv")
DONG_THAP = read_rows("units/dong-thap.csv")
REFORM = [edge for edge in LINEAGE if edge["date"] == FIRST_NEW.isoformat()]


def first_day(row: Row) -> date:
    return date.fromisoformat(row["valid_from"]) if row["valid_from"] else date.min


def last_day(row: Row) -> date:
    return date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max


def alive(rows: Iterable[Row], on: date) -> list[Row]:
    return [row for row in rows if first_day(row) <= on <= last_day(row)]


def communes(on: date) -> dict[str, Row]:
    return {row["id"]: row for row in alive(ROSTER, on) if row["level"] == "commune"}


def versions() -> dict[str, list[Row]]:
    by_id = defaultdict(list)
    for row in ROSTER:
        by_id[row["id"]].append(row)
    return {unit: sorted(rows, key=first_day) for unit, rows in by_id.items()}


def sources() -> dict[str, list[str]]:
    by_heir = defaultdict(list)
    for edge in REFORM:
        by_heir[edge["to"]].append(edge["from"])
    return by_heir


def cluster_sizes(rows: Iterable[Row]) -> Counter[str]:
    return Counter(row["cluster"] for row in rows if row["cluster"])


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_rosters", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run_copy(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(folder / "tools" / SCRIPT.name), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "units", tmp_path / "units")
    (tmp_path / "tools").mkdir()
    shutil.copy(SCRIPT, tmp_path / "tools")
    return tmp_path


@pytest.mark.parametrize("name", FILES)
def test_file_equals_what_the_script_makes(name: str) -> None:
    assert (ROOT / "units" / name).read_bytes() == load_script().build_files()[name]


SAMPLES = ("units/cac-tinh.csv", "units/cac-tinh-works.csv", "samples/cac-tinh.csv")


@pytest.mark.parametrize("name", [*SAMPLES, *(f"units/{name}" for name in FILES)])
def test_files_are_plain_utf8(name: str) -> None:
    content = (ROOT / name).read_bytes()
    text = content.decode("utf-8")
    assert not content.startswith(b"\xef\xbb\xbf")
    assert "\r" not in text
    assert text.endswith("\n")
    assert unicodedata.is_normalized("NFC", text)


def test_check_passes_then_fails_then_a_rewrite_heals(copied: Path) -> None:
    assert run_copy(copied, "--check").returncode == 0
    (copied / "units" / "dong-thap.csv").unlink()
    (copied / "units" / "thanh-hoa.csv").write_text("id\n", encoding="utf-8")
    failed = run_copy(copied, "--check")
    assert failed.returncode == 1
    assert "thanh-hoa.csv, dong-thap.csv" in failed.stderr
    assert not (copied / "units" / "dong-thap.csv").exists()
    assert run_copy(copied).returncode == 0
    assert all((copied / "units" / name).read_bytes() == (ROOT / "units" / name).read_bytes() for name in FILES)


@pytest.mark.parametrize(
    ("on", "districts", "communes"),
    [
        (date(2024, 8, 19), 27, 547),
        (date(2024, 12, 31), 27, 547),
        (date(2025, 1, 1), 26, 547),
        (date(2025, 2, 28), 26, 547),
        (date(2025, 3, 1), 0, 547),
        (LAST_OLD, 0, 547),
        (FIRST_NEW, 0, 166),
        (date(2025, 8, 19), 0, 166),
    ],
)
def test_units_alive(on: date, districts: int, communes: int) -> None:
    levels = Counter(row["level"] for row in alive(ROSTER, on))
    assert (levels["province"], levels["district"], levels["commune"]) == (1, districts, communes)


def test_versions_of_a_unit_join_without_gap_or_overlap() -> None:
    for rows in versions().values():
        assert all(first_day(row) <= last_day(row) for row in rows)
        ends = [last_day(row) + timedelta(days=1) for row in rows[:-1]]
        assert ends == [first_day(row) for row in rows[1:]]


def test_a_unit_lives_inside_its_parents_life() -> None:
    lives = {unit: (first_day(rows[0]), last_day(rows[-1])) for unit, rows in versions().items()}
    for row in ROSTER:
        if row["parent"]:
            start, end = lives[row["parent"]]
            assert start <= first_day(row)
            assert last_day(row) <= end


def test_codes_are_unique_on_a_day() -> None:
    for day in (date(2024, 8, 19), date(2025, 3, 1), FIRST_NEW):
        assert max(Counter(row["code"] for row in alive(ROSTER, day)).values()) == 1


def test_communes_that_go_on_keep_their_id() -> None:
    before, after = communes(LAST_OLD), communes(FIRST_NEW)
    both = before.keys() & after.keys()
    renamed = {unit for unit in both if before[unit]["name"] != after[unit]["name"]}
    assert len(both) == 22
    assert renamed == {"th-14845"}
    assert after["th-14845"]["name"] == "Công an xã Mường Lát"
    assert {len(versions()[unit]) for unit in both} == {3}
    assert not both & {edge["from"] for edge in REFORM}
    assert not both & sources().keys()
    assert sum(unit.startswith("th25-") for unit in after) == 144


def test_lineage_begins_and_ends_on_the_right_days() -> None:
    lives = versions()
    for edge in LINEAGE:
        on = date.fromisoformat(edge["date"])
        assert last_day(lives[edge["from"]][-1]) == on - timedelta(days=1)
        if edge["kind"] != "dissolve":
            assert first_day(lives[edge["to"]][0]) <= on <= last_day(lives[edge["to"]][-1])
    assert all(first_day(lives[edge["to"]][0]) == FIRST_NEW for edge in REFORM)


def test_every_unit_that_ends_or_begins_is_in_the_lineage() -> None:
    lives = versions()
    assert {unit for unit, rows in lives.items() if last_day(rows[-1]) < date.max} == {edge["from"] for edge in LINEAGE}
    assert {unit for unit, rows in lives.items() if first_day(rows[0]) == FIRST_NEW} == sources().keys()


def test_lineage_kinds_and_shares() -> None:
    kinds = Counter((edge["date"], edge["kind"], edge["share"], bool(edge["to"])) for edge in LINEAGE)
    assert kinds == {
        ("2025-01-01", "merge", "1", True): 1,
        ("2025-03-01", "dissolve", "", False): 26,
        ("2025-07-01", "merge", "1", True): 515,
        ("2025-07-01", "split", "", True): 21,
    }
    heirs = Counter(edge["from"] for edge in REFORM)
    assert all((edge["kind"] == "split") == (heirs[edge["from"]] > 1) for edge in REFORM)


def test_ten_communes_are_split() -> None:
    heirs = Counter(edge["from"] for edge in REFORM if edge["kind"] == "split")
    assert Counter(heirs.values()) == {2: 9, 3: 1}


def test_five_new_communes_cross_old_district_lines() -> None:
    district = {unit: row["parent"] for unit, row in communes(date(2025, 2, 28)).items()}
    crossing = [heir for heir, units in sources().items() if len({district[unit] for unit in units}) > 1]
    names = {communes(FIRST_NEW)[heir]["name"].removeprefix("Công an ") for heir in crossing}
    assert names == {
        "phường Bỉm Sơn",
        "phường Nam Sầm Sơn",
        "phường Đông Tiến",
        "xã Công Chính",
        "xã Định Hòa",
    }


def test_hac_thanh_has_twelve_sources() -> None:
    heir = next(row["id"] for row in ROSTER if row["name"] == "Công an phường Hạc Thành")
    assert len(sources()[heir]) == 12


def test_neither_name_nor_code_identifies_a_unit() -> None:
    before, after = communes(LAST_OLD).values(), communes(FIRST_NEW).values()
    names = Counter(row["name"] for row in before)
    old_name = {row["code"]: row["name"] for row in before}
    assert sum(count > 1 for count in names.values()) == 18
    assert all(row["code"] in old_name for row in after)
    assert sum(old_name[row["code"]] != row["name"] for row in after) == 101


def test_dong_son_has_no_communes() -> None:
    assert "th-405" not in {row["parent"] for row in ROSTER}


@pytest.mark.parametrize("on", [date(2024, 8, 19), date(2025, 1, 1), date(2025, 3, 1), LAST_OLD, FIRST_NEW])
def test_clusters_have_five_to_eight_peers(on: date) -> None:
    assert set(cluster_sizes(alive(ROSTER, on)).values()) <= {5, 6, 7, 8}


def test_all_communes_are_dealt_anew_in_code_order() -> None:
    rows = sorted(communes(FIRST_NEW).values(), key=lambda row: row["code"])
    sizes = cluster_sizes(rows)
    assert list(sizes) == [f"Cụm mẫu M{number:02}" for number in range(1, 22)]
    assert [row["cluster"] for row in rows] == list(sizes.elements())
    assert Counter(sizes.values()) == {7: 2, 8: 19}


def test_clusters_of_dong_thap() -> None:
    nines = {"dt-867", "dt-869"}
    sizes = cluster_sizes(row for row in DONG_THAP if row["parent"] not in nines)
    assert set(sizes.values()) <= {5, 6, 7, 8}
    assert sorted(cluster_sizes(row for row in DONG_THAP if row["parent"] in nines).values()) == [4, 4, 5, 5]


def test_a_cluster_is_of_one_level_and_one_district() -> None:
    for rows in (alive(ROSTER, date(2024, 8, 19)), DONG_THAP):
        parents = {(row["cluster"], row["level"], row["parent"]) for row in rows if row["cluster"]}
        assert len(parents) == len(cluster_sizes(rows))


def test_only_the_province_has_no_cluster() -> None:
    assert {row["level"] for row in ROSTER + DONG_THAP if not row["cluster"]} == {"province"}


@pytest.mark.parametrize(
    ("unit", "name", "aliases"),
    [
        ("th-380", "Công an thành phố Thanh Hóa", "Thành phố Thanh Hóa|CATP Thanh Hóa"),
        ("th-381", "Công an thị xã Bỉm Sơn", "Thị xã Bỉm Sơn|CATX Bỉm Sơn"),
        ("th-384", "Công an huyện Mường Lát", "Huyện Mường Lát|CAH Mường Lát"),
        (
            "th-14845",
            "Công an thị trấn Mường Lát",
            "Thị trấn Mường Lát|CATT Mường Lát|TT. Mường Lát|TT Mường Lát",
        ),
        ("th25-14797", "Công an phường Hạc Thành", "Phường Hạc Thành|CAP Hạc Thành"),
        ("dt-29869", "Công an phường 1", "Phường 1|CAP 1"),
    ],
)
def test_names_and_aliases(unit: str, name: str, aliases: str) -> None:
    row = next(row for row in ROSTER + DONG_THAP if row["id"] == unit)
    assert (row["name"], row["aliases"]) == (name, aliases)


def test_dong_thap_counts() -> None:
    assert Counter(row["level"] for row in DONG_THAP) == {"province": 1, "district": 12, "commune": 141}
    assert not any(row["valid_from"] or row["valid_to"] for row in DONG_THAP)
    ids = {row["id"] for row in DONG_THAP}
    assert len(ids) == len(DONG_THAP)
    assert {row["parent"] for row in DONG_THAP} <= ids | {""}


def test_sample_achievements_name_units_of_their_roster() -> None:
    units = {row["id"] for row in read_rows("units/cac-tinh.csv")}
    achievements = read_rows("samples/cac-tinh.csv")
    assert {row["unit"] for row in achievements} <= units
    assert {row["date"] for row in achievements} == {"2025-08-19"}
    assert len({row["ref"] for row in achievements}) == len(achievements)
