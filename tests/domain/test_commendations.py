"""The two lists of the law, and what people write for what stands in them."""

import pytest

from tracker.domain.commendations import LAW, AwardKind, AwardLevel, Whom, find_awards, parse_level
from tracker.errors import TrackerError


def found(text: str) -> list[str]:
    return [one.id for one in find_awards(text, LAW)]


def test_the_lists_of_the_law() -> None:
    """Titles come before forms; no name stands for two; the forms of article 9 are all there."""
    kinds = [one.kind for one in LAW]
    assert kinds == sorted(kinds, key=[AwardKind.TITLE, AwardKind.FORM].index)
    for names in ([one.id for one in LAW], [one.title for one in LAW], [one.english for one in LAW]):
        assert len(names) == len(set(names))
    forms = {one.title for one in LAW if one.kind is AwardKind.FORM}
    assert forms >= {
        *("Huân chương", "Huy chương", "Danh hiệu vinh dự nhà nước", "Giải thưởng Hồ Chí Minh", "Giải thưởng Nhà nước"),
        *("Kỷ niệm chương", "Bằng khen", "Giấy khen"),
    }
    flags = {one.id: (one.whom, one.level) for one in LAW if "co-thi-dua" in one.id}
    assert flags == {
        "co-thi-dua-chinh-phu": (Whom.COLLECTIVE, AwardLevel.GOVERNMENT),
        "co-thi-dua-cap-bo-tinh": (Whom.COLLECTIVE, None),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bang-khen", ["bang-khen"]),
        ("Bằng khen", ["bang-khen"]),
        ("BANG KHEN", ["bang-khen"]),
        ("Certificate of Merit", ["bang-khen"]),
        ("giay-khen+bang-khen", ["bang-khen", "giay-khen"]),
        ("Giấy khen và Bằng khen", ["bang-khen", "giay-khen"]),
        ("Giấy khen; bằng khen", ["bang-khen", "giay-khen"]),
        ("Huân chương", ["huan-chuong"]),
        ("Cờ thi đua của bộ, ban, ngành, tỉnh", ["co-thi-dua-cap-bo-tinh"]),
        ("vẻ vang", ["huy-chuong-chien-si-ve-vang"]),
    ],
)
def test_awards_are_found_by_id_name_or_part(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("cờ thi đua", "award-ambiguous"), ("bằng ken", "award-unknown")),
        *(("", "field-missing"), (" , ", "field-missing")),
        ("Bằng khen; Giấy khen, bằng khen", "award-repeated"),
    ],
)
def test_what_is_none_or_several(text: str, code: str) -> None:
    with pytest.raises(TrackerError) as error:
        found(text)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("text", "level"),
    [("province", "province"), ("Tỉnh", "province"), ("cấp tỉnh", "province"), ("Bộ", "ministry"), ("đơn vị", "unit")],
)
def test_levels(text: str, level: str) -> None:
    assert parse_level(text) == level


def test_an_unknown_level_names_those_that_are_known() -> None:
    with pytest.raises(TrackerError) as error:
        parse_level("thôn")
    assert error.value.code == "award-level-unknown"
    known = error.value.problem.params["known"]
    assert isinstance(known, list)
    assert [one.partition(" (")[0] for one in known] == [one.value for one in AwardLevel]
    assert [parse_level(one.partition(" (")[2].removesuffix(")")) for one in known] == list(AwardLevel)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cờ thi đua", {"text": "cờ thi đua", "candidates": ["co-thi-dua-chinh-phu", "co-thi-dua-cap-bo-tinh"]}),
        ("bằng ken", {"text": "bằng ken", "nearest": ["Bằng khen"]}),
        ("bang-ken", {"text": "bang-ken", "nearest": ["bang-khen"]}),
        ("", {"field": "award"}),
        ("Bằng khen, bang-khen", {"text": "Bằng khen, bang-khen", "award": "bang-khen"}),
    ],
)
def test_what_is_told_of_an_award_that_was_not_found(text: str, told: dict[str, object]) -> None:
    with pytest.raises(TrackerError) as error:
        found(text)
    assert error.value.problem.params == told


def test_what_is_told_of_a_level_that_is_not_known() -> None:
    with pytest.raises(TrackerError) as error:
        parse_level("cấp tỉn")
    assert (error.value.problem.params["text"], error.value.problem.params["nearest"]) == ("cấp tỉn", ["tỉnh"])
