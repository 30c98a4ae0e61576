"""The campaigns and rosters that come with the program."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped_folder() -> Path:
    """Return the folder with campaigns.yaml and units/: in the installed package, or the project it is run from."""
    inside = _PACKAGE / "shipped"
    return inside if inside.is_dir() else _PACKAGE.parent
