"""Charts as pictures, drawn by Vega without a browser and without a network; the same chart gives the same bytes."""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tracker.errors import TrackerError
from tracker.render.document import Chart

VEGA_LITE = "5.20"  # the release that specifications are written for
FONTS = Path(__file__).parent / "fonts"
_CLEAR = {"background": None}  # the page's own colour is under it
_KEPT = 64  # pictures of one run, as a page and a paper may show the same


def can_draw() -> bool:
    """Whether the library that draws is installed; where it is not, a text alternative stands in a chart's place."""
    return find_spec("vl_convert") is not None


@lru_cache(_KEPT)
def draw_svg(chart: Chart) -> str:
    """Draw a chart as an SVG element, its letters as text in a face that every system has one of the same widths of.

    Raises: TrackerError extra-missing where vl-convert is not installed.
    """
    return str(
        _library().vegalite_to_svg(chart.specification, vl_version=VEGA_LITE, config=_CLEAR, allowed_base_urls=[])
    )


@lru_cache(_KEPT)
def draw_png(chart: Chart, scale: float = 2) -> bytes:
    """Draw a chart as a PNG picture, `scale` pixels for each unit of the specification.

    Raises: TrackerError extra-missing where vl-convert is not installed.
    """
    return bytes(
        _library().vegalite_to_png(chart.specification, vl_version=VEGA_LITE, scale=scale, allowed_base_urls=[])
    )


@lru_cache(1)
def _library() -> Any:
    try:
        import vl_convert  # noqa: PLC0415 an extra, and it starts an engine
    except ImportError:
        raise TrackerError.of("extra-missing", library="vl-convert-python", extra="charts") from None
    vl_convert.register_font_directory(str(FONTS))
    return vl_convert
