"""Letters for consoles that cannot show ours: accents are dropped, marks and bars become ASCII, one cell for one cell."""

import codecs
import unicodedata

NAME = "tracker-ascii"
_MARKS = str.maketrans("✔▶○─│█░·–…“”‘’▁▂▃▄▅▆▇→↵đĐ", "v>o-|#.--~\"\"''_.:-=+*>/dD")


def register() -> str:
    """Make the error handler known and return its name."""
    codecs.register_error(NAME, _replace)
    return NAME


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    plain = "".join(_plain(character) for character in error.object[error.start : error.end])
    return plain, error.end


def _plain(character: str) -> str:
    translated = character.translate(_MARKS)
    base = unicodedata.normalize("NFD", translated)[0]
    return base if base.isascii() else "?"
