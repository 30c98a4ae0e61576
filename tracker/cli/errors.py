"""The only place that draws errors: translated, on stderr, all at once, each with its place and a hint."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import click

from tracker.cli.entry import INTERRUPTED
from tracker.domain.entries import State
from tracker.domain.text import visible
from tracker.errors import Place, Problem, TrackerError
from tracker.i18n import N_, _, listed, moment, number

MOST_CANDIDATES = 10
CROP = 100

FIELDS = {
    "date": N_("date"),
    "unit": N_("unit"),
    "criterion": N_("criterion"),
    "quantity": N_("quantity"),
    "denominator": N_("denominator"),
    "target": N_("target"),
    "level": N_("level"),
    "phase": N_("phase"),
    "note": N_("note"),
    "evidence": N_("evidence"),
    "ref": N_("ref"),
    "reason": N_("reason"),
    "direction": N_("direction"),
    "difficulties": N_("difficulties"),
    "proposals": N_("proposals"),
    "basis": N_("basis"),
    "text": N_("text"),
    "field": N_("field"),
    "answer": N_("answer"),
    "award": N_("title or form"),
    "collectives": N_("collectives"),
    "individuals": N_("individuals"),
    "number": N_("number"),
    "decided_by": N_("who decided"),
    "refused": N_("reason of the refusal"),
}
OPTIONS = {  # of commands alone: a column of the same name is another thing
    "to": N_("name of who must answer"),
    "by": N_("name of who answered"),
    "passed_up_to": N_("name of the higher level"),
}


def explain(error: BaseException) -> int:
    """Draw an error and return its exit code."""
    match error:
        case TrackerError():
            draw(error.problems)
            return error.exit_code
        case click.exceptions.Exit():
            return error.exit_code
        case click.exceptions.NoArgsIsHelpError():
            _say(error.format_message())
            return 2
        case click.UsageError():
            _draw_usage(error)
            return 2
        case click.ClickException():
            _say(_("error: {text}").format(text=error.format_message()))
            return error.exit_code
        case OSError():
            draw(
                [
                    Problem(
                        "file-unwritable", {"file": error.filename or "stdout", "reason": error.strerror or str(error)}
                    )
                ]
            )
            return 1
        case click.Abort():
            draw([Problem("interrupted", {})])
            return INTERRUPTED
        case KeyboardInterrupt():  # after the command: what it did it has said
            return INTERRUPTED
    draw([Problem("unexpected", {"reason": f"{type(error).__name__}: {error}"})])
    return 1


def warn(problems: Iterable[Problem]) -> None:
    """Draw warnings."""
    draw([problem for problem in problems if problem.is_warning])


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems as their files have them, line by line; what has no place comes first."""
    files = list(dict.fromkeys(one.place.file for one in problems if one.place))

    def place(problem: Problem) -> tuple[int, int, int]:
        at = problem.place
        return (files.index(at.file), at.line, at.column) if at else (-1, 0, 0)

    return sorted(problems, key=place)


def draw(problems: Sequence[Problem]) -> None:
    """Draw problems one after the other."""
    for at, problem in enumerate(in_order(problems)):
        if at and problem.place:
            _say("")
        _say("\n".join(say_problem(problem)))


def say_problem(problem: Problem) -> list[str]:
    """Return a problem as lines: what, where, the source line with a caret, a hint."""
    label = _("warning") if problem.is_warning else _("error")
    lines = [f"{label}[{problem.code}]: {say_sentence(problem)}"]
    if problem.place:
        lines += _say_place(problem.place)
    if hint := say_hint(problem):
        lines.append(_hint(hint))
    return lines


def say_sentence(problem: Problem) -> str:
    """Return what is wrong, in a sentence; what it quotes of somebody's text is fit for a terminal."""
    return visible(_fill(problem.entry.sentence, problem.params))


def say_hint(problem: Problem) -> str:
    """Return what to do, "" where there is nothing to say."""
    return visible(_fill(problem.entry.hint, problem.params)) if problem.entry.hint else ""


def _say_place(place: Place) -> list[str]:
    where = f"  {place.file}:{place.line}:{place.column}"
    lines = [f"{where}   {place.path}" if place.path else where]
    if place.source is not None:
        cut = max(0, min(place.column - CROP // 2, len(place.source) - CROP))
        source = ("…" if cut else "") + place.source[cut : cut + CROP]
        before, marked = source[: place.column - 1 - cut + bool(cut)], place.source[place.column - 1 :][: place.width]
        lines += [
            f"{place.line:>5} | {source}",
            f"      | {_as_wide(before, ' ')}{_as_wide(marked[:CROP], '^') or '^'}",
        ]
    return lines


def _as_wide(text: str, sign: str) -> str:
    """Return a line of a sign that is as wide on a terminal as a text; a tab stays one."""
    from rich.cells import cell_len  # noqa: PLC0415 only where a line of a file is shown

    return "\t".join(sign * cell_len(visible(part)) for part in text.split("\t"))


def _fill(sentence: str, params: Mapping[str, object]) -> str:
    words = {
        name: _say_award(value) if name.startswith("award_") else _say_value(name, value)
        for name, value in params.items()
    }
    if "candidates" in params and isinstance(params["candidates"], Sequence):
        words["count"] = number(len(params["candidates"]))
    return _(sentence).format(**words).replace(" \n", "\n")


def _say_value(name: str, value: object) -> str:
    match value:
        case datetime():
            return moment(value)
        case date() if value in (date.min, date.max):
            return "…"
        case date():
            return f"{value.day}/{value.month}/{value.year}"
        case State():
            return (
                ""
                if value is State.CURRENT
                else _(" (amended since)")
                if value is State.AMENDED
                else _(" (voided since)")
            )
        case tuple() if name in ("before", "now"):
            return " · ".join(_say_content(one) for one in value)
        case bool() if name == "is_nil":
            return _("nil") if value else _("not nil")
        case int() | Decimal():
            return number(value)
        case str() if name in ("field", "name"):
            return _say_field(name, value)
        case list() | tuple():
            words = [str(one) for one in value]
            return _say_list(name, [_(FIELDS.get(one, one)) for one in words] if name == "columns" else words)
    return str(value)


def _say_award(value: object) -> str:
    """Name a title or form of commendation, or the level at which one is given."""
    from tracker.domain.commendations import Award, AwardLevel  # noqa: PLC0415 few errors are about awards
    from tracker.render.commendation_words import say_award, say_within  # noqa: PLC0415 likewise

    return say_award(value) if isinstance(value, Award) else say_within(AwardLevel(str(value)))


def _say_field(name: str, value: str) -> str:
    """Say a field in the reader's language; a `name` may also be an option's, or what somebody is called."""
    if name == "field":
        return _(FIELDS.get(value, value))
    known = {**FIELDS, **OPTIONS}
    return _(known[value]) if value in known else value


def _say_content(value: object) -> str:
    """Say a part of what an entry logged; its amounts are a tuple of their own."""
    return "/".join(map(number, value)) if isinstance(value, tuple) else _say_value("", value)


def _say_list(name: str, values: list[str]) -> str:
    if name == "nearest":
        return "; " + _("did you mean {names}?").format(names=listed(values)) if values else ""
    if name == "followed":
        return _("{names} followed it; ").format(names=listed(values)) if values else ""
    if name != "candidates":
        return ", ".join(values)
    shown, rest = values[:MOST_CANDIDATES], len(values) - MOST_CANDIDATES
    more = [_("and {count} more").format(count=number(rest))] if rest > 0 else []
    return "".join(f"\n  {value}" for value in shown + more)


def _draw_usage(error: click.UsageError) -> None:
    _say(_("error: {text}").format(text=error.format_message()))
    if error.ctx:
        _say(_hint(f"{error.ctx.command_path} --help"))


def _hint(text: str) -> str:
    return _("hint: {text}").format(text=text)


def _say(text: str) -> None:
    with suppress(BrokenPipeError):  # nobody listens
        print(visible(text), file=sys.stderr)  # noqa: T201 the one voice on stderr
