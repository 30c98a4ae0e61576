"""A quantity written in any clear form is read as the amount it was."""

import re
from typing import NamedTuple

from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.domain.quantity import as_decimal, parse_quantity

AMOUNTS = st.integers(0, 10**15 - 1)


class Written(NamedTuple):
    """A text, the decimals of its criterion and the thousandths it stands for."""

    text: str
    decimals: int
    amount: int


@st.composite
def written(draw: st.DrawFn) -> Written:
    decimals = draw(st.integers(0, 3))
    places = draw(st.integers(0, decimals))
    amount = draw(AMOUNTS) // 10 ** (3 - places) * 10 ** (3 - places)
    point, separator = draw(st.permutations(".,"))
    text = f"{amount // 1000:,}".replace(",", draw(st.sampled_from(["", separator])))
    if places:
        text += point + f"{amount % 1000:03}"[:places]
    assume(decimals == 0 or not re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text))
    return Written(text, decimals, amount)


@given(written())
def test_written_quantities_are_read_back(written: Written) -> None:
    assert parse_quantity(written.text, written.decimals) == written.amount


@given(AMOUNTS)
def test_amounts_are_shown_exactly(amount: int) -> None:
    shown = as_decimal(amount)
    assert shown * 1000 == amount
    assert not str(shown).partition(".")[2].endswith("0")
