"""LibreOffice, as an office may have it in Word's place: without it these tests are skipped and say so."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

FONTS = Path(__file__).parents[2] / "tracker" / "render" / "fonts"
SECONDS = 120
# Tinos in the place of Times New Roman: as wide, and with every Vietnamese letter.
SETTINGS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir><match target="pattern">
<test name="family"><string>Times New Roman</string></test>
<edit name="family" mode="assign" binding="strong"><string>Tinos</string></edit>
</match></fontconfig>
"""
Convert = Callable[[Path, str], Path]


def lacking(reason: str) -> NoReturn:
    """Skip, or fail where TRACKER_TEST_OFFICE demands LibreOffice."""
    if os.environ.get("TRACKER_TEST_OFFICE"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Open a file in LibreOffice and write it in another format, as a person does with Save as; a repair would ask and fail."""
    program = shutil.which("soffice")
    if program is None:
        lacking("no LibreOffice: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui")
    folder = tmp_path_factory.mktemp("office")
    settings = folder / "fonts.conf"
    settings.write_text(SETTINGS.format(fonts=FONTS, cache=folder / "fonts"), encoding="utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(settings)}

    def write(path: Path, kind: str) -> Path:
        line = (program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind)
        where = ("--outdir", str(folder), str(path))
        done = subprocess.run((*line, *where), env=environment, capture_output=True, timeout=SECONDS, check=False)
        written = folder / f"{path.stem}.{kind.split(':', maxsplit=1)[0]}"
        assert written.is_file(), (done.stdout + done.stderr).decode(errors="replace")
        return written

    return write


@pytest.fixture(scope="session")
def poppler() -> Callable[..., str]:
    """Run one of poppler's programs, which read PDFs, and return what it says."""
    if shutil.which("pdftotext") is None:
        lacking("no poppler: apt-get install poppler-utils")

    def run(program: str, *arguments: object) -> str:
        line = (program, *map(str, arguments))
        return subprocess.run(line, capture_output=True, text=True, timeout=SECONDS, check=True).stdout

    return run
