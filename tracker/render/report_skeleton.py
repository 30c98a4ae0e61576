"""The file that people write a report's texts into, as they find it first: every section with a hint."""

from tracker.domain.report_texts import ReportKind, sections_of, title_of
from tracker.i18n import N_, _, language

_FIRST = N_(
    "Write under the headings, in plain paragraphs or items that begin with “- ”. What stays empty is left to the figures. "
    "No state secrets, no personal data. Hints like this one are not printed."
)
HINTS = {
    "number": N_("The number of the paper alone, as 05; without it the clerk writes it by hand."),
    "signed_on": N_("The day that the paper bears, as 07/02/2025; without it there is room for the pen."),
    "direction": N_("Documents issued, meetings held, inspections made: who led and directed what."),
    "assessment": N_("How it went as a whole, in a few sentences."),
    "models": N_("Cases and models to tell of beside those that were marked in the entries."),
    "strengths": N_("What was done well, and by whom."),
    "limits": N_("What was not reached, and where."),
    "causes": N_("Why: what lay in our hands and what did not."),
    "lessons": N_("What to keep, and what to do otherwise."),
    "difficulties": N_("Difficulties beside those that units raised."),
    "tasks": N_("What is to be done next, beside the targets and deadlines that lie ahead."),
    "proposals": N_("What is asked of the level above, beside what units proposed."),
}


def render_skeleton(kind: ReportKind, title: str) -> str:
    """Write the file of a report that has no texts yet."""
    first = _(_FIRST)
    sections = (_section(one) for one in sections_of(kind))
    return "\n".join([f"# {title}\n", f"<!-- {first} -->\n", *sections])


def _section(section: str) -> str:
    title, hint = title_of(section, language()), _(HINTS[section])
    return f"## {title}\n\n<!-- {hint} -->\n"
