"""Build the rosters and the lineage in units/ from the public lists in units/sources/.

python tools/build_rosters.py            rewrite the files
python tools/build_rosters.py --check    exit 1 when a file on disk differs
"""

import argparse
import csv
import io
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

UNITS = Path(__file__).resolve().parents[1] / "units"

# What police write for each type of unit; an official name starts with its type.
ABBREVIATIONS = {
    "Tỉnh": ("CAT",),
    "Thành phố": ("CATP",),
    "Thị xã": ("CATX",),
    "Huyện": ("CAH",),
    "Thị trấn": ("CATT", "TT.", "TT"),
    "Phường": ("CAP",),
    "Xã": ("CAX",),
}
CLUSTER_MAX = 8

UNDER_DISTRICT = ("2024-08-19", "2025-02-28")
UNDER_PROVINCE = ("2025-03-01", "2025-06-30")
TWO_LEVELS = ("2025-07-01", "")

Row = Mapping[str, str]


class Version(NamedTuple):
    """A row of a roster: a unit from one day to another, both inclusive, blank where open."""

    id: str
    code: str
    name: str
    level: str
    parent: str
    cluster: str
    aliases: str
    valid_from: str = ""
    valid_to: str = ""

    def during(self, first: str, last: str) -> "Version":
        """Return the version limited to these days."""
        return self._replace(valid_from=first, valid_to=last)


class Edge(NamedTuple):
    """A row of the lineage: what became of a unit on a day."""

    date: str
    kind: str
    source: str
    heir: str
    share: str
    basis: str


LINEAGE_HEADER = ("date", "kind", "from", "to", "share", "basis")


def read_list(name: str) -> list[Row]:
    """Read a list of units/sources in the order of its codes."""
    with (UNITS / "sources" / name).open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file, strict=True), key=lambda row: tuple(row.values()))


def build_aliases(official: str) -> str:
    """Join the official name and what police write for it."""
    word = next(word for word in ABBREVIATIONS if official.startswith(f"{word} "))
    bare = official.removeprefix(f"{word} ")
    return "|".join((official, *(f"{short} {bare}" for short in ABBREVIATIONS[word])))


def build_version(unit: str, row: Row, level: str, parent: str = "", cluster: str = "") -> Version:
    """Make the version of a unit that a row of the lists names."""
    official = row["name"]
    name = f"Công an {official[0].lower()}{official[1:]}"
    return Version(unit, row["code"], name, level, parent, cluster, build_aliases(official))


def build_clusters(label: str, codes: Sequence[str]) -> dict[str, str]:
    """Deal codes into the fewest clusters of at most CLUSTER_MAX, their sizes one apart at most."""
    count = -(-len(codes) // CLUSTER_MAX)
    bounds = [len(codes) * number // count for number in range(count + 1)]
    groups = enumerate(pairwise(bounds), start=1)
    return {code: f"Cụm mẫu {label.format(number)}" for number, (start, end) in groups for code in codes[start:end]}


def build_district_clusters(districts: Sequence[Row]) -> dict[str, str]:
    """Deal the districts of a province into clusters."""
    return build_clusters("H{}", [row["code"] for row in districts])


def build_commune_clusters(communes: Iterable[Row]) -> dict[str, str]:
    """Deal the communes of each district into clusters."""
    members = defaultdict(list)
    for row in communes:
        members[row["district_code"]].append(row["code"])
    clusters = (build_clusters(f"X{district}-{{}}", codes) for district, codes in members.items())
    return {code: cluster for group in clusters for code, cluster in group.items()}


def find_survivors(edges: Iterable[Row]) -> dict[str, str]:
    """Map the new code to the old one where one whole source has one heir: the unit goes on."""
    edges = list(edges)
    heirs = Counter(edge["from_code"] for edge in edges)
    sources = Counter(edge["to_code"] for edge in edges)
    return {
        edge["to_code"]: edge["from_code"]
        for edge in edges
        if edge["whole"] == "1" and heirs[edge["from_code"]] == sources[edge["to_code"]] == 1
    }


def build_old_communes(old: Sequence[Row]) -> Iterator[Version]:
    """Yield the communes of 2024, first under a district, then under the province."""
    clusters = build_commune_clusters(old)
    for row in old:
        for parent, days in ((f"th-{row['district_code']}", UNDER_DISTRICT), ("th", UNDER_PROVINCE)):
            yield build_version(f"th-{row['code']}", row, "commune", parent, clusters[row["code"]]).during(*days)


def build_new_communes(new: Sequence[Row], survivors: Mapping[str, str]) -> Iterator[Version]:
    """Yield the communes of 1/7/2025, under their old id where they go on."""
    clusters = build_clusters("M{:02}", [row["code"] for row in new])
    for row in new:
        code = row["code"]
        unit = f"th-{survivors[code]}" if code in survivors else f"th25-{code}"
        yield build_version(unit, row, "commune", "th", clusters[code]).during(*TWO_LEVELS)


def build_thanh_hoa() -> Iterator[Version]:
    """Yield every version of Thanh Hóa's units."""
    districts = read_list("thanh-hoa/districts-2024.csv")
    survivors = find_survivors(read_list("thanh-hoa/lineage-2025-07.csv"))
    clusters = build_district_clusters(districts)
    yield build_version("th", {"code": "38", "name": "Tỉnh Thanh Hóa"}, "province")
    for row in districts:
        version = build_version(f"th-{row['code']}", row, "district", "th", clusters[row["code"]])
        yield version.during(row["valid_from"], row["valid_to"])
    yield from build_old_communes(read_list("thanh-hoa/communes-2024.csv"))
    yield from build_new_communes(read_list("thanh-hoa/communes-2025-07.csv"), survivors)


def build_lineage() -> Iterator[Edge]:
    """Yield what became of Thanh Hóa's units that ended."""
    edges = read_list("thanh-hoa/lineage-2025-07.csv")
    survivors = find_survivors(edges)
    yield Edge("2025-01-01", "merge", "th-405", "th-380", "1", "Nhập huyện Đông Sơn vào thành phố Thanh Hóa")
    for row in read_list("thanh-hoa/districts-2024.csv"):
        if row["valid_to"] == UNDER_DISTRICT[1]:
            yield Edge(UNDER_PROVINCE[0], "dissolve", f"th-{row['code']}", "", "", "Không tổ chức Công an cấp huyện")
    yield from (build_commune_edge(edge) for edge in edges if edge["to_code"] not in survivors)


def build_commune_edge(edge: Row) -> Edge:
    """Make the edge of a commune that ended on 30/6/2025."""
    source, heir, reform = f"th-{edge['from_code']}", f"th25-{edge['to_code']}", "Sắp xếp đơn vị hành chính cấp xã"
    if edge["whole"] == "1":
        return Edge(TWO_LEVELS[0], "merge", source, heir, "1", reform)
    return Edge(TWO_LEVELS[0], "split", source, heir, "", f"{reform}; tách cho nhiều đơn vị, chưa rõ tỷ lệ")


def build_dong_thap() -> Iterator[Version]:
    """Yield Đồng Tháp's units, undated as in their list."""
    communes = read_list("dong-thap/communes-2024.csv")
    names = dict(sorted((row["district_code"], row["district"]) for row in communes))
    districts: list[Row] = [{"code": code, "name": name} for code, name in names.items()]
    district_clusters, commune_clusters = build_district_clusters(districts), build_commune_clusters(communes)
    yield build_version("dt", {"code": "87", "name": "Tỉnh Đồng Tháp"}, "province")
    for row in districts:
        yield build_version(f"dt-{row['code']}", row, "district", "dt", district_clusters[row["code"]])
    for row in communes:
        unit, parent = f"dt-{row['code']}", f"dt-{row['district_code']}"
        yield build_version(unit, row, "commune", parent, commune_clusters[row["code"]])


def render_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows as UTF-8 without a BOM, LF and NFC."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return unicodedata.normalize("NFC", text.getvalue()).encode()


def build_files() -> dict[str, bytes]:
    """Map each file of units/ to its bytes."""
    return {
        "thanh-hoa.csv": render_csv(Version._fields, build_thanh_hoa()),
        "thanh-hoa-lineage.csv": render_csv(LINEAGE_HEADER, build_lineage()),
        "dong-thap.csv": render_csv(Version._fields, build_dong_thap()),
    }


def find_stale(files: Mapping[str, bytes]) -> list[str]:
    """List the files that are missing or differ on disk."""
    paths = {name: UNITS / name for name in files}
    return [name for name, path in paths.items() if not path.exists() or path.read_bytes() != files[name]]


def main() -> None:
    """Rewrite the files, or compare them with --check."""
    parser = argparse.ArgumentParser(description="Build the rosters and the lineage in units/ from units/sources/.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file on disk differs")
    check = parser.parse_args().check
    files = build_files()
    stale = find_stale(files)
    if check and stale:
        sys.exit(f"differs from units/sources: {', '.join(stale)}; run python tools/build_rosters.py")
    for name in stale:
        (UNITS / name).write_bytes(files[name])


if __name__ == "__main__":
    main()
