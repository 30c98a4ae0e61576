"""letterhead: in campaigns.yaml."""

from pathlib import Path

import pytest

from tracker.domain.letterhead import Letterhead
from tracker.files.campaign_file import Reading, read_definition
from tracker.files.shipped import shipped_folder

CAMPAIGN = """\
campaigns:
  - id: thu
    title: Phong trào thử
    launched_by: Công ty B
    start: 19/8/2024
    end: 18/10/2024
    units: units.csv
    criteria: [{id: mo-hinh, title: Mô hình, kind: count, target: 10}]
"""
ROSTER = "id,code,name,level,parent\nt,1,Tỉnh,province,\na,10,Xã A,commune,t\n"


def read(folder: Path, letterhead: str) -> Reading:
    (folder / "units.csv").write_text(ROSTER, encoding="utf-8")
    (folder / "campaigns.yaml").write_text(CAMPAIGN + letterhead, encoding="utf-8")
    return read_definition(folder / "campaigns.yaml")


def problems(folder: Path, letterhead: str) -> list[tuple[str, int, int, str]]:
    reading = read(folder, letterhead)
    assert reading.definition is None
    places = [(one.code, one.place) for one in reading.problems if not one.is_warning]
    return [(code, place.line, place.column, place.path) for code, place in places if place]


def test_all_of_it_is_read_as_it_is_written(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        """\
    letterhead:
      agencies: [Tổng công ty A, Công ty B]
      symbol: 010
      place: no
      authority: TL. GIÁM ĐỐC
      post: TRƯỞNG PHÒNG
      signer: "Nguyễn  Văn\u202e A"
      addressees: [Ban Giám đốc]
      grounds: ["Căn cứ Luật số 06/2022/QH15: Điều 5"]
      recipients: [Như trên, "Lưu: VT"]
""",
    )
    assert reading.definition is not None
    assert reading.definition.campaigns[0].letterhead == Letterhead(
        agencies=("Tổng công ty A", "Công ty B"),
        symbol="010",
        place="no",
        authority="TL. GIÁM ĐỐC",
        post="TRƯỞNG PHÒNG",
        signer="Nguyễn  Văn A",
        addressees=("Ban Giám đốc",),
        grounds=("Căn cứ Luật số 06/2022/QH15: Điều 5",),
        recipients=("Như trên", "Lưu: VT"),
    )


def test_none_of_it_need_be_there(tmp_path: Path) -> None:
    reading = read(tmp_path, "")
    assert reading.definition is not None
    assert reading.definition.campaigns[0].letterhead == Letterhead()


def test_the_shipped_campaign_has_one_that_names_no_person() -> None:
    reading = read_definition(shipped_folder() / "campaigns.yaml")
    assert reading.definition is not None
    found = next(one for one in reading.definition.campaigns if one.id == "cand80").letterhead
    assert found.agencies[0] == "Công an tỉnh Thanh Hóa"
    assert (found.symbol, found.place, found.signer) == ("PX03", "Thanh Hóa", "")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("    letterhead: Công ty B\n", ("not-a-mapping", 9, 17, "campaigns[0].letterhead")),
        ("    letterhead: {agency: [A]}\n", ("key-unknown", 9, 18, "campaigns[0].letterhead.agency")),
        ("    letterhead: {agencies: A}\n", ("not-a-list", 9, 28, "campaigns[0].letterhead.agencies")),
        ("    letterhead: {agencies: []}\n", ("list-empty", 9, 28, "campaigns[0].letterhead.agencies")),
        ("    letterhead: {recipients: [[A]]}\n", ("not-a-scalar", 9, 31, "campaigns[0].letterhead.recipients[0]")),
        ("    letterhead: {signer: }\n", ("value-missing", 9, 26, "campaigns[0].letterhead.signer")),
        ("    letterhead: {post: [A]}\n", ("not-a-scalar", 9, 24, "campaigns[0].letterhead.post")),
        ("    letterhead: {symbol: BC-PX03}\n", ("symbol-holds-kind", 9, 26, "campaigns[0].letterhead.symbol")),
        (
            f"    letterhead: {{place: {'a' * 201}}}\n",
            ("text-too-long", 9, 25, "campaigns[0].letterhead.place"),
        ),
        (
            f"    letterhead:\n      grounds:\n        - ngắn\n        - {'a' * 1001}\n",
            ("text-too-long", 12, 11, "campaigns[0].letterhead.grounds[1]"),
        ),
        ("    letterhead: {place: A, place: B}\n", ("key-repeated", 9, 28, "")),
    ],
)
def test_what_is_wrong_is_told_at_its_place(tmp_path: Path, written: str, found: tuple[str, int, int, str]) -> None:
    assert problems(tmp_path, written) == [found]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("    letterhead: &a {place: A}\n", "yaml-anchor"),
        ("    letterhead: {<<: {place: A}}\n", "yaml-merge-key"),
        ("    letterhead: !!python/object/apply:os.system [echo]\n", "yaml-tag"),
        (f"    letterhead: {{grounds: {'[' * 30}{']' * 30}}}\n", "yaml-too-deep"),
        ('    letterhead: {place: "A\x1b[31m"}\n', "control-character"),
    ],
)
def test_hostile_yaml_is_refused(tmp_path: Path, written: str, code: str) -> None:
    reading = read(tmp_path, written)
    assert reading.definition is None
    assert [one.code for one in reading.problems if not one.is_warning] == [code]
