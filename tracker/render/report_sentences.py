"""How reports say things in sentences: campaigns, days, units, lists, and what people wrote themselves."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign
from tracker.domain.letterhead import Letterhead
from tracker.domain.report_texts import NO_TEXTS, ReportTexts
from tracker.domain.text import fold, sort_key
from tracker.domain.units import UnitVersion
from tracker.i18n import _, ngettext, number
from tracker.i18n.papers import paper_date
from tracker.render.document import Block, Chart, Heading, Role, Run, paragraph
from tracker.render.unit_names import name_units
from tracker.services.standings import UnitStanding
from tracker.services.view import View

MOST_NAMED = 12
ITEM = "- "
NO_BREAK = "\u00a0"


class Around(NamedTuple):
    """What goes into a signed report beside its figures: the letterhead, what people wrote, how units stand, pictures."""

    letterhead: Letterhead = Letterhead()
    texts: ReportTexts = NO_TEXTS
    standings: Sequence[UnitStanding] = ()
    charts: Sequence[Chart] = ()


def say_campaign(title: str) -> str:
    """Name a campaign within a sentence; one that calls itself a campaign needs no word before it."""
    word = _("the campaign “{title}”")
    named = fold(title).startswith(fold(word.partition("“")[0].strip()))
    return title if named else word.format(title=title)


def name_campaign(campaign: Campaign) -> str:
    """Name a campaign in a heading, where a number that ends its name stays with the word before it."""
    return say_campaign(re.sub(r" (?=\d\S*$)", NO_BREAK, campaign.name))


def say_days(span: Span) -> str:
    """Write a span as a paper does: from 03/02/2025 to 09/02/2025; on 03/02/2025."""
    if span.start == span.end:
        return _("on {day}").format(day=paper_date(span.start))
    return _("from {start} to {end}").format(start=paper_date(span.start), end=paper_date(span.end))


def capital(sentence: str) -> str:
    """Begin a sentence with a capital."""
    return sentence[:1].upper() + sentence[1:]


def say_some(names: Sequence[str]) -> str:
    """Name some of many units, and say how many more there are."""
    rest = len(names) - MOST_NAMED
    if rest <= 0:
        return "; ".join(names)
    more = ngettext("{count} more unit", "{count} more units", rest)
    return _("{some} and {rest}").format(some="; ".join(names[:MOST_NAMED]), rest=more)


def say_units(units: Sequence[UnitVersion], view: View) -> str:
    """Name units; of many, count them by the units above, as a list of hundreds says nothing to its reader."""
    above = Counter(one.parent for one in units if one.parent)
    if len(units) <= MOST_NAMED or len(above) == 1:
        return say_some(name_units(units, view.roster, view.as_of))
    named = {view.roster.name_on(one, view.as_of): count for one, count in above.items()}
    ordered = sorted(named, key=lambda name: (-named[name], sort_key(name)))
    counted = [_say_under(name, named[name]) for name in ordered]
    rest = len(units) - sum(named[name] for name in ordered[:MOST_NAMED])
    if not rest:
        return "; ".join(counted)
    others = ngettext("{count} more unit", "{count} more units", rest)
    return _("{some} and {rest}").format(some="; ".join(counted[:MOST_NAMED]), rest=others)


def _say_under(name: str, count: int) -> str:
    units = ngettext("{count} unit", "{count} units", count)
    return _("{units} directly under {name}").format(units=units, name=name)


def say_share(part: int, whole: int) -> str:
    """Write a part of a whole: 519/573."""
    return f"{number(part)}/{number(whole)}"


def written(paragraphs: Sequence[str]) -> list[Block]:
    """Set what people wrote, paragraph by paragraph."""
    return [paragraph(one) for one in paragraphs]


def item(text: str, lead: str = "") -> Block:
    """Set an item of a list; its lead stands out."""
    return paragraph(ITEM, Run(lead, Role.STRONG), f": {text}") if lead else paragraph(f"{ITEM}{text}")


def section(title: str, blocks: Iterable[Block], otherwise: str = "") -> list[Block]:
    """Set a section under its heading; where there can be nothing in it, the sentence that says so."""
    return [Heading(title, 2), *(list(blocks) or [paragraph(otherwise)])]
