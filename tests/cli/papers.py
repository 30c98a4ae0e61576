"""Signed reports as values, made as the command makes them, and read heading by heading."""

import re
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

from tracker.cli.context import Context, Options
from tracker.cli.report_papers import sign_review, sign_weekly
from tracker.domain.calendar import parse_full_day
from tracker.i18n import speak
from tracker.render.document import Document, Heading, Paragraph, Table
from tracker.render.official import Official
from tracker.services.review import build_review
from tracker.services.weekly import build_weekly


@contextmanager
def _asked(folder: Path, today: str, lang: str) -> Iterator[Context]:
    speak(lang)
    try:
        with chdir(folder):
            ctx = Context(Options(today=today), "report", lambda problems: None)
            yield ctx
            ctx.close()
    finally:
        speak("en")


def weekly_paper(folder: Path, week: str, today: str, unit: str | None = None, lang: str = "en") -> Official:
    """Return the paper of a week."""
    with _asked(folder, today, lang) as ctx:
        view = ctx.choose(None, unit)
        span = view.campaign.parse_week(week, parse_full_day(today))
        return sign_weekly(ctx, build_weekly(view, span, ctx.find_unit(view, unit)))


def review_paper(folder: Path, phase: str | None, today: str, unit: str | None = None, lang: str = "en") -> Official:
    """Return the paper of a phase or, without one, of the campaign."""
    with _asked(folder, today, lang) as ctx:
        view = ctx.choose(None, unit)
        reviewed = next((one for one in view.campaign.phases if one.id == phase), None)
        return sign_review(ctx, build_review(view, reviewed, ctx.find_unit(view, unit)))


def say(paragraph: Paragraph) -> str:
    """Return the text of a paragraph."""
    return "".join(run.text for run in paragraph.runs)


def read(body: Document) -> dict[str, list[str]]:
    """Return the paragraphs under each heading; what stands before the first is under ""."""
    found: dict[str, list[str]] = {"": []}
    heading = ""
    for block in body:
        if isinstance(block, Heading):
            heading = block.text
            found[heading] = []
        elif isinstance(block, Paragraph):
            found[heading].append(say(block))
    return found


def headings(body: Document, level: int = 2) -> list[str]:
    """Return the headings of a level."""
    return [block.text for block in body if isinstance(block, Heading) and block.level == level]


def empty_headings(body: Document) -> list[str]:
    """Return the headings that nothing follows but one of the same level or a higher one."""
    found = []
    for block, after in zip(body, (*body[1:], None), strict=True):
        if isinstance(block, Heading) and (
            after is None or (isinstance(after, Heading) and after.level <= block.level)
        ):
            found.append(block.text)
    return found


def texts(official: Official) -> list[str]:
    """Return every sentence of a paper's body."""
    return [say(block) for block in official.body if isinstance(block, Paragraph)]


def tables(official: Official) -> list[Table]:
    """Return the tables of a paper's annexes."""
    return [block for annex in official.annexes for block in annex.body if isinstance(block, Table)]


def numbers(text: str) -> set[str]:
    """Return the numbers of a text, as they are written; days are none."""
    without_days = re.sub(r"(?<![\d.,])\d{1,2}/\d{1,2}/\d{4}", " ", text)
    return set(re.findall(r"\d+(?:[.,]\d+)*", without_days))
