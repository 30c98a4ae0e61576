"""Whom a commendation names."""

from tracker.domain.recipients import Recipient, recipients_of


def test_those_of_a_commendation_are_found_by_what_it_is_called_collectives_first() -> None:
    an, ban, other, ref = (
        Recipient("01/QĐ-UBND", is_collective=False, name="An"),
        Recipient("1-42", is_collective=True, name="Ban"),
        Recipient("1-43", is_collective=True, name="Khác"),
        Recipient("", is_collective=False, name="Không"),
    )
    assert recipients_of((an, other, ban, ref), "1-42", "01/qd-ubnd", "") == (ban, an)
    assert recipients_of((an, other, ban, ref), "") == ()
