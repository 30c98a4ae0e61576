"""A real browser for the pages: without one these tests are skipped and say so; where one is demanded they fail."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import pytest

from tests.cli.harness import tracker

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
NAUGHTY = "<script>alert(1)</script> <img src=x onerror=alert(1)> \"&' {{ 7*7 }} {% raw %} --> </table></style>"
ENDLESS = "Dàikhôngcódấucách" * 12
HOSTILE = f"""\
campaigns:
  - id: la
    title: '{NAUGHTY.replace("'", "''")}'
    start: 1/2/2025
    end: 30/4/2025
    units: units.csv
    phases:
      - {{id: mot, title: '{ENDLESS} </h2><h1>', start: 1/2/2025, end: 28/2/2025}}
      - {{id: hai, title: '{"Đợt rất dài " * 30}', start: 1/3/2025, end: 30/4/2025}}
    criteria:
      - {{id: a, title: '{NAUGHTY.replace("'", "''")}', kind: count, decimals: 3, target: 9876543210}}
      - {{id: b, title: '{ENDLESS}', kind: rate, measure: "%", target: 75%}}
      - {{id: c, title: '{"tiêu chí dài " * 30}', kind: count, target: 1, per: phase}}
    deadlines:
      - {{title: '<b>{ENDLESS}</b>', every: friday 16:00, return: weekly}}
"""
BARE = """\
campaigns:
  - {id: hoc, title: Tuần học tốt, start: 3/2/2025, end: 30/3/2025, units: units.csv, criteria: [{id: tiet, title: Tiết học tốt, kind: count}]}
"""
UNITS = "id,code,name,level,parent\nlop,,Lớp 5A,lớp,\n"
COMMANDS = {
    "weekly": ("demo", "vi", "report weekly --week 2025-W06"),
    "weekly-en": ("demo", "en", "report weekly"),
    "unit": ("demo", "vi", "report weekly -u th-395"),
    "nothing": ("bare", "vi", "report weekly"),
    "hostile": ("hostile", "vi", "report weekly --week 2025-W09"),
    "hostile-units": ("hostile", "vi", "units"),
    "status": ("demo", "en", "status"),
    "missing": ("demo", "vi", "units --missing"),
    "units": ("demo", "vi", "units"),
    "achievements": ("demo", "en", "achievements --week 2025-W09 -u th-395"),
    "deadlines": ("demo", "vi", "deadlines"),
}
Pages = Callable[[str], Path]


class Visit(NamedTuple):
    """A page that stands open, what it asked the network for and what went wrong in it."""

    page: "Page"
    asked: list[str]
    complaints: list[str]


Open = Callable[..., Visit]


def lacking(reason: str) -> NoReturn:
    """Skip, or fail where TRACKER_TEST_BROWSER demands the browser."""
    if os.environ.get("TRACKER_TEST_BROWSER"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium as the machine has it, without a window."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 an extra: the other tests do without
    except ImportError:
        lacking("no playwright: python -m pip install -e '.[browser]'")
    program = shutil.which("chromium")
    if program is None:
        lacking("no chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sandbox, a campaign with nothing in it, and one whose every text is long or hostile."""
    root = tmp_path_factory.mktemp("pages")
    assert tracker("demo", "--dir", "demo", cwd=root).code == 0
    names = [f"Công an xã đầu{number} {'Nguyễn Thị Minh Khai ' * 25} cuối{number}" for number in range(60)]
    units = "id,code,name,level,parent\n" + "".join(f"u{at},{at},{name},xã,\n" for at, name in enumerate(names))
    units += f'x,,"{NAUGHTY.replace(chr(34), chr(34) * 2)} \u202eABC",xã,\ny,,{ENDLESS},xã,\n'
    for name, definition, roster in (("bare", BARE, UNITS), ("hostile", HOSTILE, units)):
        (root / name).mkdir()
        (root / name / "campaigns.yaml").write_text(definition, encoding="utf-8")
        (root / name / "units.csv").write_text(roster, encoding="utf-8")
    for criterion, *amount in (("a", "1234567,891"), ("b", "3", "--of", "4"), ("c", "500")):
        log = ("log", "-u", "x", "-c", criterion, "-q", *amount, "-d", "28/2/2025", "--today", "2025-03-01")
        assert tracker(*log, cwd=root / "hostile").code == 0
    return {name: root / name for name in ("demo", "bare", "hostile")}


@pytest.fixture(scope="session")
def pages(folders: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Write a page, once a run."""
    written: dict[str, Path] = {}
    target = tmp_path_factory.mktemp("html")

    def write(name: str) -> Path:
        if name not in written:
            folder, lang, command = COMMANDS[name]
            file = target / f"{name}.html"
            said = tracker(*command.split(), "-o", file, "--today", "2025-03-01", "--lang", lang, cwd=folders[folder])
            assert (said.code, said.out) == (0, ""), said.err
            written[name] = file
        return written[name]

    return write


@pytest.fixture
def visit(browser: "Browser", pages: Pages) -> Iterator[Open]:
    """Open a page by its name, on a screen of a width, light or dark, with its script or without."""
    opened: list[Page] = []

    def open_page(name: str, width: int = 1280, scheme: Any = "light", *, script: bool = True) -> Visit:
        size: Any = {"width": width, "height": 900}
        page = browser.new_page(viewport=size, color_scheme=scheme, java_script_enabled=script)
        opened.append(page)
        asked: list[str] = []
        complaints: list[str] = []

        def complain(dialog: "Dialog") -> None:
            complaints.append(dialog.message)
            dialog.dismiss()

        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", complain)
        page.goto(pages(name).as_uri())
        return Visit(page, asked, complaints)

    yield open_page
    for page in opened:
        page.close()
