"""Files of anybody's, read for the hash that a report bears: none stops the program, takes long or fills the memory."""

import io
import time
import zipfile
import zlib

import pytest

from tracker.errors import TrackerError
from tracker.files.printed_report import read_printed


def refusal(data: bytes) -> str:
    with pytest.raises(TrackerError) as refused:
        read_printed(io.BytesIO(data), "tep")
    return refused.value.code


def package(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as written:
        for name, data in parts.items():
            written.writestr(name, data)
    return file.getvalue()


BOMB = {"word/document.xml": b"a" * (65 * 2**20)}
REFUSED = {
    "empty": (b"", "report-without-hash"),
    "text": ("một bức thư".encode(), "report-without-hash"),
    "json": (b'{"schema": "tracker.status/1", "as_of": "2025-03-21"}', "report-without-hash"),
    "json of others": (b'{"schema": "x", "head": "' + b"0" * 64 + b'"}', "report-without-hash"),
    "deep json": (b'{"schema": ' + b"[" * 200_000, "report-without-hash"),
    "csv without rows": (b"as_of,head\n", "report-without-hash"),
    "pdf": (b"%PDF-1.7\n%%EOF", "report-without-hash"),
    "packed badly": (b"%PDF-1.7\n/ObjStm>>stream\nxx", "report-without-hash"),
    "docx": (package({"word/document.xml": b"<w:p/>"}), "report-without-hash"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0", "not-a-report"),
    "zip": (package({"a.txt": b"journal 0123456789abcdef"}), "not-a-report"),
    "cut off": (package({"word/document.xml": b"<w:p/>" * 1000})[:80], "not-a-report"),
    "damaged": (package({"word/document.xml": b"ab"}, zipfile.ZIP_STORED).replace(b"ab", b"ac", 1), "not-a-report"),
    "unpacks too large": (package(BOMB), "file-too-large"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_files_that_bear_no_hash_are_refused(name: str) -> None:
    data, code = REFUSED[name]
    assert refusal(data) == code


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n" + b"/Keywords(" * 500_000,
        b"%PDF-1.7\n" + b"/Keywords<41" * 500_000,
        b"%PDF-1.7\n" + b"<x:xmpmeta" * 500_000,
        b"%PDF-1.7\n" + b"/ObjStm stream\n" * 500_000,
        b"%PDF-1.7\n<</Type/ObjStm>>stream\n" + zlib.compress(b"\0" * 10**8),
        b"<html>" + b"<" * 3_000_000,
        b"<html>" + b"</p" * 2_000_000,
        b"As of 01/01/2025 \xc2\xb7 " * 200_000,
        b"journal " * 500_000,
        b"f" * 5_000_000,
        b"head,as_of\n" + b'"' * 3_000_000,
    ],
    ids=range(11),
)
def test_hostile_files_take_little_time(data: bytes) -> None:
    begun = time.process_time()
    assert refusal(data) == "report-without-hash"
    assert time.process_time() - begun < 10
