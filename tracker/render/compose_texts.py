"""The texts that came with the returns of a week, as the weekly report shows them: what was said, and who said it."""

from collections.abc import Sequence

from tracker.i18n import _, ngettext
from tracker.render.document import Block, Column, Gap, Heading, Role, Run, Table
from tracker.render.words import TEXTS
from tracker.services.return_texts import UnitTexts


def compose_texts(texts: Sequence[UnitTexts], most: int | None) -> list[Block]:
    """Compose a section for each kind of text, a row for each unit that has one; `most` of them where that is not None."""
    blocks: list[Block] = []
    for kind, title in TEXTS.items():
        rows = [(one.unit.name, text) for one in texts if (text := getattr(one.texts, kind))]
        if rows:
            blocks += [Heading(_(title), 2), _table(rows, len(rows) if most is None else most), Gap()]
    return blocks


def _table(rows: Sequence[tuple[str, str]], most: int) -> Table:
    rest = len(rows) - most
    more = ngettext("and {count} more unit; -o FILE writes all", "and {count} more units; -o FILE writes all", rest)
    columns = (Column("", shrinks=True), Column("", wraps=True))
    shown = tuple((Run(name, Role.QUIET), Run(text)) for name, text in rows[:most])
    return Table(columns, shown, more if rest > 0 else "")
