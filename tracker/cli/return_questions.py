"""A return asked for at the terminal: each criterion's figure, then the three texts. An empty answer is none."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from tracker.cli.prompts import ask, tell
from tracker.domain.criteria import Criterion, Kind
from tracker.domain.entries import Claim, Posting
from tracker.domain.statements import ReturnTexts, parse_texts
from tracker.domain.works import find_work
from tracker.errors import TrackerError
from tracker.i18n import _, day
from tracker.render.words import NOTHING, TEXTS, say_long_span
from tracker.services.log import judge_of
from tracker.services.submit import Filing, own_entries
from tracker.services.view import View
from tracker.services.works import WorksDone, find_works

MOST_NAMED = 4  # works in a question


def ask_return(view: View, filing: Filing) -> Filing:
    """Return a return with what was answered; it is a nil return where there is nothing to log.

    Raises: click.Abort at the end of the input.
    """
    tell(f"{filing.unit.name} · {say_long_span(filing.covers)}")
    tell(_("Enter alone: nothing to log. A rate is written 94/120."))
    postings = tuple(_ask_figures(view, filing))
    texts = {name: getattr(filing.texts, name, "") or ask(_(said), NOTHING, str) for name, said in TEXTS.items()}
    said = parse_texts(**{name: "" if text == NOTHING else text for name, text in texts.items()})
    is_nil = filing.is_nil or not (postings or own_entries(view, filing.unit.id, filing.covers))
    return filing.but(is_nil=is_nil, postings=postings, texts=said if said != ReturnTexts() else None)


def _question(criterion: Criterion, on: date) -> str:
    measure = f" ({criterion.measure})" if criterion.measure and criterion.kind is not Kind.RATE else ""
    text = (
        _("{criterion}{measure}, as it stands on {day}") if criterion.is_state else _("{criterion}{measure}, on {day}")
    )
    return text.format(criterion=criterion.title, measure=measure, day=day(on))


def _ask_figures(view: View, filing: Filing) -> Iterator[Posting]:
    on = min(filing.covers.end, view.as_of, view.campaign.span.end)
    judge = judge_of(view, fragments=False)

    def parse(criterion: Criterion, text: str) -> Posting | None:
        if text == NOTHING:
            return None
        quantity, slash, denominator = text.partition("/")
        if criterion.kind is Kind.RATE and not slash:
            raise TrackerError.of("rate-in-two", criterion=criterion.title, text=text)
        return judged(criterion.id, quantity.strip(), denominator.strip())

    def judged(key: str, quantity: str = "", denominator: str = "") -> Posting:
        verdict = judge.judge(Claim(filing.unit.id, key, on.isoformat(), quantity, denominator))
        if verdict.posting is None:
            raise TrackerError(problem for _field, problem in verdict.problems)
        return verdict.posting

    own = [one for one in find_works(view, filing.unit.id) if one.work.unit == filing.unit.id]
    for criterion in view.campaign.criteria:
        if named := [one for one in own if one.work.criterion == criterion.id]:
            yield from _ask_works(view, criterion, [one.work.title for one in named if not one.done_on], on, judged)
            continue
        posting = ask(_question(criterion, on), NOTHING, partial(parse, criterion))
        if posting is not None:
            yield posting


def _ask_works(
    view: View, criterion: Criterion, left: Sequence[str], on: date, judged: Callable[[str], Posting]
) -> Iterator[Posting]:
    """Ask for the works that got done, one after the other until the answer is empty."""
    done = WorksDone(view.journal)

    def parse(text: str) -> Posting | None:
        if text == NOTHING:
            return None
        posting = judged(f"{criterion.id}/{find_work(view.campaign, criterion, text, fragments=True).id}")
        done.take([posting], [view])
        return posting

    for _each in left:
        titles = "; ".join(left[:MOST_NAMED]) + ("; …" if len(left) > MOST_NAMED else "")
        question = _("{criterion}, done on {day}, by name ({works})")
        posting = ask(question.format(criterion=criterion.title, day=day(on), works=titles), NOTHING, parse)
        if posting is None:
            return
        yield posting
