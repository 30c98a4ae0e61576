"""A paper as a page: what it says, without the places that the law gives a signed one."""

from tracker.i18n import _
from tracker.render.document import Document, Gap, Heading, Paragraph, Part, Role, Run, Title, paragraph
from tracker.render.official import Official


def page_of(official: Official) -> Document:
    """Return a paper as a document for a screen, Markdown or a web page: the same texts, one after the other."""
    around = [" · ".join(part for part in (official.number, official.place_and_date) if part.strip())]
    title = ". ".join(part for part in (official.kind, official.abstract) if part)
    return (
        Title(title),
        *(_quiet(one) for one in (*official.agencies, *around)),
        Heading(official.kind),
        paragraph(Run(official.abstract, Role.STRONG)),
        *((paragraph(_("To:") + " " + "; ".join(official.addressees)),) if official.addressees else ()),
        *(_quiet(one) for one in official.grounds),
        Gap(),
        *official.body,
        Gap(),
        *(paragraph(Run(line, Role.STRONG)) for line in (*official.signature.lines, official.signature.name) if line),
        *((_quiet(_("Recipients:")),) if official.recipients else ()),
        *(_quiet(one) for one in official.recipients),
        *(
            block
            for annex in official.annexes
            for block in (Gap(), Heading(annex.title, 2), _quiet(annex.goes_with), *annex.body)
        ),
    )


def _quiet(text: str) -> Paragraph:
    return paragraph(Run(text, Role.QUIET), part=Part.BODY)
