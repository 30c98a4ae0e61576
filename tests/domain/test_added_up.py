"""Totals are added up in one way, wherever they come from."""

from tracker.domain.entries import Total, add_by_key, add_total, add_up

ONE, TWO = Total(1000, 2000, 1), Total(500, 4000, 2)


def test_a_total_is_added_to_what_its_key_has() -> None:
    found: dict[str, Total] = {}
    add_total(found, "mo-hinh", ONE)
    add_total(found, "mo-hinh", TWO)
    add_total(found, "don-thu", TWO)
    assert found == {"mo-hinh": Total(1500, 6000, 3), "don-thu": TWO}


def test_totals_are_added_up_key_by_key_and_those_given_stay_as_they_are() -> None:
    first, second = {"mo-hinh": ONE}, {"mo-hinh": TWO, "don-thu": ONE}
    assert add_by_key([first, second]) == {"mo-hinh": Total(1500, 6000, 3), "don-thu": ONE}
    assert (first, second) == ({"mo-hinh": ONE}, {"mo-hinh": TWO, "don-thu": ONE})


def test_of_nothing_the_sum_is_nothing() -> None:
    assert add_up([]) == Total()
    assert add_up([ONE, TWO, ONE]) == Total(2500, 8000, 4)
    assert add_by_key([]) == {}


def test_a_total_without_another_is_what_is_left() -> None:
    assert Total(1500, 6000, 3).minus(TWO) == ONE
    assert ONE.minus(TWO) == Total(500, -2000, -1)
