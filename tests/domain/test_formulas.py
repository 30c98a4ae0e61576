"""Formulas: each line shows how its figures give its points, in a language that anyone can evaluate."""

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.fixtures.formula import evaluate
from tests.fixtures.formula import points as evaluated
from tests.fixtures.sheets import amount, criterion, falling, leaf, line_of, not_assigned, points, rate, total, working
from tracker.domain.attainment import Goal, Measured
from tracker.domain.criteria import Aim, Criterion
from tracker.domain.formulas import explain_line
from tracker.domain.models import Rule
from tracker.domain.scheme import BonusPenalty, LeaderRelative, Linear, Model, PassFail, PerEvent, Sheet, Step, Steps
from tracker.domain.scoring import score_group

COUNT, RATE = criterion(), criterion(is_rate=True)
FALLING, FALLING_RATE = criterion(Aim.REDUCE), criterion(Aim.REDUCE, is_rate=True)
CEILING, CEILING_RATE, ZERO = criterion(Aim.STAY_UNDER), criterion(Aim.STAY_UNDER, is_rate=True), criterion(Aim.NEVER)
STEPS = Steps((Step(500, 4_000), Step(1000, 10_000)))
FELL, FELL_LEADING = "((NB / DB) - (N / D)) / (NB / DB)", "((NBL / DBL) - (NL / DL)) / (NBL / DBL)"
FALLEN_RATE = Measured(total(18, 60), Goal(Fraction(1, 10), total(20, 50)))


def check(of: Criterion, model: Model, own: Measured, *others: Measured, is_closed: bool = True) -> tuple[str, str]:
    """Return the formula and its inputs; together they give the points."""
    line = line_of(of, model, own, *others, is_closed=is_closed)
    formula, inputs = working(of, line)
    assert evaluated(formula, inputs) == points(line)
    return formula, " ".join(f"{name}={value}" for name, value in inputs.items())


@pytest.mark.parametrize(
    ("own", "of", "formula", "inputs"),
    [
        (amount(3, 4), COUNT, "MS * min(max(A / T, 0), cap)", "A=3 T=4 MS=10 cap=1"),
        (amount("0.5", "1.25"), COUNT, "MS * min(max(A / T, 0), cap)", "A=0.5 T=1.25 MS=10 cap=1"),
        (rate(94, 120, "0.75"), RATE, "MS * min(max((N / D) / T, 0), cap)", "N=94 D=120 T=0.75 MS=10 cap=1"),
        (falling(48, 50, "0.05"), FALLING, "MS * min(max((B - A) / B / r, 0), cap)", "A=48 B=50 r=0.05 MS=10 cap=1"),
        (
            FALLEN_RATE,
            FALLING_RATE,
            "MS * min(max(((NB / DB) - (N / D)) / (NB / DB) / r, 0), cap)",
            "N=18 D=60 NB=20 DB=50 r=0.1 MS=10 cap=1",
        ),
        (falling(52, 50, "0.05"), FALLING, "MS * min(max((B - A) / B / r, 0), cap)", "A=52 B=50 r=0.05 MS=10 cap=1"),
        (falling(1, 0, "0.05"), FALLING, "MS * min((A <= B), cap)", "A=1 B=0 MS=10 cap=1"),
        (falling(49, 50), FALLING, "MS * min((A < B), cap)", "A=49 B=50 MS=10 cap=1"),
        (amount(25, 20), CEILING, "MS * min(max(min(2 - A / C, 1), 0), cap)", "A=25 C=20 MS=10 cap=1"),
        (amount(1, 0), CEILING, "MS * min((A <= C), cap)", "A=1 C=0 MS=10 cap=1"),
        (
            rate(1, 4, "0.2"),
            CEILING_RATE,
            "MS * min(max(min(2 - (N / D) / C, 1), 0), cap)",
            "N=1 D=4 C=0.2 MS=10 cap=1",
        ),
        (amount(0), ZERO, "MS * min((A <= 0), cap)", "A=0 MS=10 cap=1"),
    ],
)
def test_linear_lines_put_the_attainment_into_words_of_their_aim(
    own: Measured, of: Criterion, formula: str, inputs: str
) -> None:
    assert check(of, Linear(), own) == (formula, inputs)


@pytest.mark.parametrize(
    ("own", "of", "formula", "inputs"),
    [
        (amount(3, 4), COUNT, "MS * (A / T >= 1)", "A=3 T=4 MS=10"),
        (amount(0), ZERO, "MS * (A <= 0)", "A=0 MS=10"),
        (amount(0, 0), CEILING, "MS * (A <= C)", "A=0 C=0 MS=10"),
        (amount(20, 20), CEILING, "MS * (max(min(2 - A / C, 1), 0) >= 1)", "A=20 C=20 MS=10"),
    ],
)
def test_pass_fail_compares(own: Measured, of: Criterion, formula: str, inputs: str) -> None:
    assert check(of, PassFail(), own) == (formula, inputs)


def test_steps_are_compared_one_by_one() -> None:
    formula = "max(0, p1 * (A / T >= s1), p2 * (A / T >= s2))"
    assert check(COUNT, STEPS, amount(6, 10)) == (formula, "A=6 T=10 s1=0.5 p1=4 s2=1 p2=10")


def test_events_are_multiplied() -> None:
    assert check(COUNT, PerEvent(500), amount(7)) == ("min(n * p, MS)", "n=7 p=0.5 MS=10")


@pytest.mark.parametrize(
    ("own", "others", "cap", "formula", "inputs"),
    [
        (amount(15, 10), (amount(12, 10),), None, "MS", "MS=10"),
        (amount(15, 10), (amount(15, 10),), None, "MS", "MS=10"),
        (
            amount("14.999", 10),
            (amount(30, 20),),
            None,
            "MS * ((A / T - 1) + tie >= (AL / TL - 1))",
            "MS=10 A=14.999 T=10 AL=30 TL=20 tie=0.0001",
        ),
        (
            amount(12, 10),
            (amount(30, 20),),
            None,
            "MS / 2 + MS / 2 * (A / T - 1) / (AL / TL - 1)",
            "MS=10 A=12 T=10 AL=30 TL=20",
        ),
        (
            amount(12, 10),
            (amount(90, 20),),
            1000,
            "MS / 2 + MS / 2 * min(A / T - 1, cap) / min(AL / TL - 1, cap)",
            "MS=10 A=12 T=10 AL=90 TL=20 cap=1",
        ),
        (amount(8, 10), (amount(12, 10),), None, "MS / 2 * min(max(A / T, 0), 1)", "MS=10 A=8 T=10"),
        (amount(10, 10), (amount(12, 10),), None, "MS / 2 * min(max(A / T, 0), 1)", "MS=10 A=10 T=10"),
        (amount(4), (amount(5, 0), amount(9, 1)), None, "MS * A / AL", "MS=10 A=4 AL=5"),
    ],
)
def test_those_who_are_compared_with_a_leader_show_its_figures(
    own: Measured, others: tuple[Measured, ...], cap: int | None, formula: str, inputs: str
) -> None:
    assert check(COUNT, LeaderRelative(cap), own, *others) == (formula, inputs)


def test_a_provisional_half_is_that_of_the_target() -> None:
    shown = check(COUNT, LeaderRelative(), amount(12, 10), amount(15, 10), is_closed=False)
    assert shown == ("MS / 2 * min(max(A / T, 0), 1)", "MS=10 A=12 T=10")


@pytest.mark.parametrize(
    ("own", "other", "of", "formula", "inputs"),
    [
        (rate(1, 4), rate(30, 60), RATE, "MS * (N / D) / (NL / DL)", "MS=10 N=1 D=4 NL=30 DL=60"),
        (
            falling(45, 50, "0.05"),
            falling(40, 50, "0.05"),
            FALLING,
            "MS / 2 + MS / 2 * ((B - A) / B / r - 1) / ((BL - AL) / BL / rL - 1)",
            "MS=10 A=45 B=50 r=0.05 AL=40 BL=50 rL=0.05",
        ),
        (
            FALLEN_RATE,
            Measured(total(10, 60), Goal(Fraction(1, 10), total(20, 50))),
            FALLING_RATE,
            f"MS / 2 + MS / 2 * ({FELL} / r - 1) / ({FELL_LEADING} / rL - 1)",
            "MS=10 N=18 D=60 NB=20 DB=50 r=0.1 NL=10 DL=60 NBL=20 DBL=50 rL=0.1",
        ),
        (amount(25, 20), amount(5, 20), CEILING, "MS / 2 * min(max(min(2 - A / C, 1), 0), 1)", "MS=10 A=25 C=20"),
        (amount(1), amount(0), ZERO, "MS / 2 * min((A <= 0), 1)", "MS=10 A=1"),
    ],
)
def test_leaders_of_other_aims(own: Measured, other: Measured, of: Criterion, formula: str, inputs: str) -> None:
    assert check(of, LeaderRelative(), own, other) == (formula, inputs)


@pytest.mark.parametrize(
    ("name", "model", "formula", "inputs"),
    [
        ("good", BonusPenalty(1000, "", 0, 0, 3000), "min(max(n * b, lo), hi)", "n=2 b=1 lo=0 hi=3"),
        (
            "good",
            BonusPenalty(1000, "fault", 500, -2000, 3000),
            "min(max(n * b - m * p, lo), hi)",
            "n=2 b=1 m=3 p=0.5 lo=-2 hi=3",
        ),
        ("", BonusPenalty(0, "fault", 500, -2000, 0), "min(max(0 - m * p, lo), hi)", "m=3 p=0.5 lo=-2 hi=0"),
    ],
)
def test_bonus_and_penalty(name: str, model: BonusPenalty, formula: str, inputs: str) -> None:
    figures = {"a": {"good": amount(2), "fault": amount(3)}}
    score = score_group({}, Sheet((leaf(model, 0, name),)), figures, {}, is_closed=True)["a"]
    shown = explain_line({}, score.bonus_lines[0])
    assert shown.formula == formula
    assert " ".join(f"{key}={value}" for key, value in shown.inputs.items()) == inputs
    assert evaluated(*shown) == Decimal(score.bonus) / 1000


def test_what_is_not_judged_has_no_formula() -> None:
    assert working(COUNT, line_of(COUNT, Linear(), not_assigned(3))) == ("", {})


def test_a_target_whose_decimals_have_no_end_is_a_quotient() -> None:
    formula, inputs = check(COUNT, Linear(), Measured(total(1), Goal(Fraction(10_000, 3))))
    assert (formula, inputs) == (
        "MS * min(max(A / (T_up / T_down), 0), cap)",
        "A=1 T_up=10 T_down=3 MS=10 cap=1",
    )
    assert check(COUNT, Linear(), Measured(total(1), Goal(Fraction(5, 4))))[1] == "A=1 T=0.00125 MS=10 cap=1"


def test_the_rule_names_what_gave_the_points() -> None:
    assert line_of(COUNT, Linear(), amount(1, 2)).rule is Rule.LINEAR
    assert line_of(COUNT, Linear(), not_assigned()).rule is Rule.NONE


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("2 + 3 * 4", 14), ("(2 + 3) * 4", 20), ("7 - 2 - 1", 4), ("8 / 4 / 2", 1), ("min(3, 1, 2)", 1), ("max(1, a)", 5),
        ("2 * (a >= 5)", 2), ("2 * (a > 5)", 0), ("(a < 6)", 1), ("(a <= 4)", 0), ("1 / 3", Fraction(1, 3)), ("2.5 * 2", 5),
    ],
)  # fmt: skip
def test_the_evaluator_knows_the_language(formula: str, expected: Fraction) -> None:
    assert evaluate(formula, {"a": 5}) == expected


@pytest.mark.parametrize("formula", ["1 +", "(1", "1 2", "min(1", "1 ^ 2", ")", "b"])
def test_the_evaluator_refuses_what_is_not_the_language(formula: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        evaluate(formula, {"a": 5})
