"""YAML as a tree: hostile documents are refused at once and with a place, scalars stay text."""

import time
import unicodedata
from pathlib import Path

import pytest

from tracker.errors import TrackerError
from tracker.files.yaml_tree import LARGEST, Node, Source, decode, parse_tree, read_text

LAUGHS = "\n".join(
    ["a: &a [x, x]", *(f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True))]
)
MERGED = "base: {a: 1}\nchild:\n  <<: {a: 2}\n"

Value = str | list["Value"] | dict[str, "Value"] | None


def value_of(node: Node) -> Value:
    if node.items is not None:
        return [value_of(item) for item in node.items]
    if node.entries is not None:
        return {key: value_of(value) for key, value in node.entries.items()}
    return None if node.is_null else node.text


def parsed(text: str) -> tuple[Source, Node | None]:
    source = Source("x.yaml", text)
    return source, parse_tree(source)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        pytest.param(LAUGHS, "yaml-anchor", 1, 4, id="alias bomb"),
        pytest.param("a: 1\nb: *a\n", "yaml-alias", 2, 4, id="alias"),
        pytest.param("a: 1\n&b b: 2\n", "yaml-anchor", 2, 1, id="anchor on a key"),
        pytest.param(MERGED, "yaml-merge-key", 3, 3, id="merge key"),
        pytest.param('{"<<": {a: 1}}', "yaml-merge-key", 1, 2, id="quoted merge key"),
        pytest.param("a: !!python/object/apply:os.system [ls]", "yaml-tag", 1, 4, id="tag"),
        pytest.param("a:\n- ! x\n", "yaml-tag", 2, 3, id="bare tag"),
        pytest.param("%TAG ! tag:x,2000:\n---\na: !b c\n", "yaml-tag", 3, 4, id="tag by a directive"),
        pytest.param("[" * 50_000, "yaml-too-deep", 1, 21, id="50000 brackets"),
        pytest.param("{a: " * 50_000, "yaml-too-deep", 1, 81, id="50000 braces"),
        pytest.param("- " * 50_000, "yaml-too-deep", 1, 41, id="50000 dashes"),
        pytest.param("a: 1\nb: 2\na: 3\n", "key-repeated", 3, 1, id="duplicate key"),
        pytest.param(decode("\xe9: 1\ne\u0301: 2\n".encode(), ""), "key-repeated", 2, 1, id="NFC and NFD"),
        pytest.param("? [a, b]\n: 1\n", "yaml-key-not-text", 1, 3, id="a list as a key"),
        pytest.param("a: 1\nb: x\0y\n", "control-character", 2, 5, id="NUL"),
        pytest.param("a: 1\r\nb: \x1b[31m\r\n", "control-character", 2, 4, id="escape after CRLF"),
        pytest.param("a: 1\rb: \x07\r", "control-character", 2, 4, id="bell after CR"),
        pytest.param("a: x\x80y\n", "control-character", 1, 5, id="C1"),
        pytest.param("a: [1, 2\nb: 3\n", "yaml-syntax", 2, 2, id="unclosed bracket"),
        pytest.param("a: [1, 2\n", "yaml-syntax", 2, 1, id="unclosed bracket at the end"),
        pytest.param("a: 1\nb: [1, 2", "yaml-syntax", 2, 9, id="unclosed bracket on the last line"),
        pytest.param('a: "x\n', "yaml-syntax", 2, 1, id="unclosed quote"),
        pytest.param("a: b: c\n", "yaml-syntax", 1, 5, id="colon in a text"),
        pytest.param("a:\n\t- b\n", "yaml-syntax", 2, 1, id="TAB"),
        pytest.param('a: "\\q"\n', "yaml-syntax", 1, 5, id="unknown escape"),
        pytest.param("a: 1\n---\nb: 2\n", "yaml-several-documents", 2, 1, id="two documents"),
        pytest.param("---\n---\nb: 2\n", "yaml-several-documents", 2, 1, id="two documents, the first empty"),
    ],
)
def test_a_hostile_document_is_a_problem_with_a_place(text: str, code: str, line: int, column: int) -> None:
    started = time.perf_counter()
    source, _ = parsed(text)
    assert [problem.code for problem in source.problems] == [code]
    place = source.problems[0].place
    assert place
    assert (place.line, place.column) == (line, column)
    assert time.perf_counter() - started < 1


def test_a_file_over_5_mb_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a: 1\n" * (LARGEST // 5 + 1))
    with pytest.raises(TrackerError, match=r"^file-too-large$") as error:
        read_text(path, path.name)
    assert error.value.problem.params["most"] == 5


def test_scalars_stay_the_text_they_were_written_as() -> None:
    texts = ["no", "on", "off", "010", "19:30", "1_000", "00127", "2024-08-19", "19/8/2024", "1e3", ".5", "true"]
    root = parsed("\n".join(f"- {text}" for text in texts))[1]
    assert root
    assert value_of(root) == texts
    root = parsed("{no: 1, 010: 2, yes: 3, 1.0: 4}")[1]
    assert root
    assert value_of(root) == {"no": "1", "010": "2", "yes": "3", "1.0": "4"}


def test_only_an_unquoted_null_is_one() -> None:
    root = parsed("- ~\n- null\n-\n- 'null'\n- ''\n- nil\n")[1]
    assert root
    assert value_of(root) == [None, None, None, "null", "", "nil"]


def test_every_problem_of_the_keys_is_reported_and_the_first_value_kept() -> None:
    source, root = parsed("a: 1\na: 2\nb: {c: 1, c: 2}\n? {d: 1}\n: 2\n")
    assert [problem.code for problem in source.problems] == ["key-repeated", "key-repeated", "yaml-key-not-text"]
    assert root
    assert value_of(root) == {"a": "1", "b": {"c": "1"}}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "--- \n...\n"])
def test_an_empty_document_has_no_tree(text: str) -> None:
    source, root = parsed(text)
    assert source.problems == []
    assert root is None or root.is_null


def test_a_place_shows_its_source_line_and_path() -> None:
    source, root = parsed("campaigns:\n  - id: x\n    phases:\n      - start: 3/2/2025\n")
    assert root
    phases = ((root.entries or {})["campaigns"].items or [])[0].entries or {}
    start = ((phases["phases"].items or [])[0].entries or {})["start"]
    place = source.place_of(start)
    assert (place.line, place.column, place.width) == (4, 16, 8)
    assert (place.source, place.path) == ("      - start: 3/2/2025", "campaigns[0].phases[0].start")
    assert source.place_of(None)[:3] == ("x.yaml", 1, 1)


@pytest.mark.parametrize(
    ("data", "byte", "line", "column"),
    [
        (b"a: 1\nb: \xff\n", "0xff", 2, 4),
        (b"\xef\xbb\xbfa: 1\nb: \xff\n", "0xff", 2, 4),
        (b"\xef\xbb\xbf\xff", "0xff", 1, 1),
        ("a: à".encode() + b"\xe1\n", "0xe1", 1, 5),
        (b"a: 1\rb: \x80\r", "0x80", 2, 4),
        ("a: b".encode("utf-16"), "0xff", 1, 1),
    ],
)
def test_a_wrong_byte_has_a_place(data: bytes, byte: str, line: int, column: int) -> None:
    with pytest.raises(TrackerError, match=r"^not-utf-8$") as error:
        decode(data, "x.yaml")
    problem = error.value.problem
    assert problem.params["byte"] == byte
    assert problem.place
    assert (problem.place.line, problem.place.column) == (line, column)


def test_text_is_read_in_nfc_without_its_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(unicodedata.normalize("NFD", "\ufefftên: á").encode())
    assert read_text(path, path.name) == "tên: á"


@pytest.mark.parametrize(("name", "code"), [("none.yaml", "file-missing"), (".", "file-unreadable")])
def test_a_file_that_cannot_be_read_says_so(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(TrackerError, match=f"^{code}$"):
        read_text(tmp_path / name, name)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device that never ends")
def test_a_device_is_not_read() -> None:
    with pytest.raises(TrackerError, match=r"^file-not-ordinary$"):
        read_text(Path("/dev/zero"), "/dev/zero")
