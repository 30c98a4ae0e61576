"""Edits of a roster: `tracker.roster/1`."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from tracker.domain.quantity import as_decimal
from tracker.domain.reorganisation import Reorganisation, Turn
from tracker.domain.units import Edge, UnitVersion
from tracker.render.formats.json import plain
from tracker.services.reorganise import Effects, Stray, TargetChange
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.render.schemas.rosters import (
        EdgeShape,
        RosterShape,
        StrayShape,
        TargetChangeShape,
        TurnShape,
        VersionShape,
    )


def shape_edit(
    edit: Reorganisation,
    views: Sequence[View],
    effects: Effects,
    files: Sequence[tuple[str, str | None]],
    counted: tuple[date, int | None],
    *,
    dry_run: bool,
) -> "RosterShape":
    """Return `tracker.roster/1`; `files` are those written, each with the one that keeps what it held."""
    return {
        "schema": "tracker.roster/1",
        "as_of": counted[0],
        "entries": counted[1],
        "operation": edit.operation,
        "on": edit.on,
        "basis": edit.basis,
        "campaigns": [one.campaign.id for one in views],
        "units": [_turn(one) for one in edit.turns],
        "lineage": [_edge(one) for one in edit.edges],
        "strays": [_stray(one) for one in effects.strays],
        "targets": [_target(one) for one in effects.targets],
        "files": [{"file": file, "kept": kept} for file, kept in files],
        "dry_run": dry_run,
    }


def _turn(one: Turn) -> "TurnShape":
    what: Literal["ends", "begins", "changes"] = "changes"
    if one.after is None or one.before is None:
        what = "begins" if one.after else "ends"
    return {"id": one.unit.id, "what": what, "before": _version(one.before), "after": _version(one.after)}


def _version(one: UnitVersion | None) -> "VersionShape | None":
    if one is None:
        return None
    return {
        "code": one.code,
        "name": one.name,
        "level": one.level,
        "parent": one.parent,
        "cluster": one.cluster,
        "aliases": list(one.aliases),
    }


def _edge(one: Edge) -> "EdgeShape":
    return {"kind": one.kind, "source": one.source, "heir": one.heir or None, "share": one.share or None}


def _stray(one: Stray) -> "StrayShape":
    ids = [entry.id for entry in one.entries]
    return {"campaign": one.view.campaign.id, "unit": one.unit.id, "entries": ids, "returns": one.returns}


def _target(one: TargetChange) -> "TargetChangeShape":
    return {
        "campaign": one.view.campaign.id,
        "criterion": one.criterion.id,
        "phase": one.phase.id if one.phase else None,
        "before": plain(as_decimal(one.before)),
        "after": plain(as_decimal(one.after)),
    }
