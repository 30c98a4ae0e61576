"""From the shape of `scoring:` to a `Scoring`: its sheets, bands and ties, and whose they are."""

from collections.abc import Collection

from tracker.domain.scheme import ENOUGH_RETURNS, THOUSANDTHS, Band, Scoring, Sheet, Tie, sheet_for
from tracker.domain.text import nearest
from tracker.domain.units import UnitVersion
from tracker.files.points import check_filled, read_percentage, say_percentage
from tracker.files.scoring_shape import BandShape, ScoringShape, SheetShape
from tracker.files.sheet_build import LineBuilder


class ScoringBuilder:
    """Builds how a campaign scores; problems go to the reader's source.

    `lines` builds the lines of its sheets; `versions` are the rows of its roster, None while that cannot be read.
    """

    def __init__(self, lines: LineBuilder, versions: Collection[UnitVersion] | None) -> None:
        self.lines, self.versions, self.reader = lines, versions, lines.reader
        self.report = lines.report

    def build(self, shape: ScoringShape) -> Scoring:
        """Return the scoring; where a problem was found it is of no use."""
        for field in ("sheet", "sheets", "bands", "ties"):
            check_filled(self.reader, shape, field)
        sheets = self._sheets(shape)
        enough = read_percentage(self.reader, shape, "enough_returns", shape.enough_returns, most=THOUSANDTHS)
        return Scoring(
            sheets=sheets,
            bands=self._bands(shape.bands or []),
            ties=self._ties(shape, sheets),
            enough_returns=ENOUGH_RETURNS if enough is None else enough,
        )

    def _sheets(self, shape: ScoringShape) -> tuple[Sheet, ...]:
        if shape.sheet is not None and shape.sheets is not None:
            self.report("sheet-twice", self.reader.node(shape, "sheets"))
        if shape.sheet is not None:
            return (Sheet(self.lines.build(shape.sheet, {})),)
        sheets = tuple(self._sheet(one) for one in shape.sheets or [])
        for one in self._unused(sheets):
            self.report("sheet-unused", self.reader.node((shape.sheets or [])[one]), title=sheets[one].title)
        return sheets

    def _sheet(self, shape: SheetShape) -> Sheet:
        for field in ("items", "clusters", "levels"):
            check_filled(self.reader, shape, field)
        rows = self.versions or ()
        self._check_names(shape, "clusters", "cluster-unknown", {row.cluster for row in rows} - {""})
        self._check_names(shape, "levels", "level-unknown", {row.level for row in rows})
        items = self.lines.build(shape.items or [], {})
        return Sheet(items, shape.title, tuple(shape.clusters or ()), tuple(shape.levels or ()))

    def _unused(self, sheets: tuple[Sheet, ...]) -> list[int]:
        """Return which sheets no row of the roster is scored by."""
        if self.versions is None:
            return []
        kinds = {(row.cluster, row.level): row for row in self.versions}
        used = [sheet_for(sheets, row) for row in kinds.values()]
        return [at for at, sheet in enumerate(sheets) if not any(sheet is one for one in used)]

    def _bands(self, shapes: list[BandShape]) -> tuple[Band, ...]:
        found: list[Band] = []
        for shape in shapes:
            least = read_percentage(self.reader, shape, "from", shape.from_)
            quota = read_percentage(self.reader, shape, "quota", shape.quota, most=THOUSANDTHS)
            if least is None or not shape.title:
                continue
            if found and least >= found[-1].least:
                params = {"title": shape.title, "start": say_percentage(least), "before": found[-1].title}
                self.report("bands-rising", self.reader.node(shape, "from"), **params)
            found.append(Band(shape.title, least, quota))
        return tuple(found)

    def _ties(self, shape: ScoringShape, sheets: tuple[Sheet, ...]) -> tuple[str, ...]:
        """Return what decides in turn; where no sheet is declared, all criteria with maximum points are scored."""
        declared = {leaf.criterion for sheet in sheets for leaf in sheet.leaves} - {""}
        scored = declared or {one.id for one in self.lines.criteria.values() if one.max_points}
        known = [*(one.value for one in Tie), *(name for name in self.lines.known if name in scored)]
        self._check_names(shape, "ties", "tie-unknown", known)
        return tuple(shape.ties or ())

    def _check_names(self, shape: SheetShape | ScoringShape, field: str, code: str, known: Collection[str]) -> None:
        """Report what stands twice in a list or is not known; of the roster all is known while it cannot be read."""
        seen: set[str] = set()
        for node in self.reader.node(shape, field).items or () if getattr(shape, field) else ():
            name = node.text or ""
            if name in seen:
                self.report("name-repeated", node, name=name)
            elif name not in known and (known or self.versions is not None):
                ordered = list(known) if code == "tie-unknown" else sorted(known)
                self.report(code, node, name=name, nearest=nearest(name, ordered, 1), known=ordered)
            seen.add(name)
