"""YAML as a tree of plain nodes that know their place; hostile documents are refused before they can do harm.

The tree is built in one pass from the parser's events, so no alias is ever expanded, no tag obeyed, no scalar retyped and
no recursion entered. Every scalar stays the text it was written as, in NFC.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from tracker.errors import Place, Problem, TrackerError

Event = Any  # the parser's events are not typed

LARGEST = 5 * 1024 * 1024
DEEPEST = 20
MOST_NODES = 150_000  # three times those of 20,000 lines
MOST_PROBLEMS = 1000
_NULLS = ("", "~", "null", "Null", "NULL")
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # as the parser counts them
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


class Node:
    """A scalar (`text`), a sequence (`items`) or a mapping (`entries`) of a YAML document, with its place."""

    __slots__ = ("column", "entries", "is_flow", "is_plain", "items", "keys", "line", "text", "width")

    def __init__(self, line: int, column: int, width: int = 1) -> None:
        self.line, self.column, self.width = line, column, width
        self.text: str | None = None
        self.is_plain = self.is_flow = False
        self.items: list[Node] | None = None
        self.entries: dict[str, Node] | None = None
        self.keys: dict[str, Node] = {}

    @property
    def is_null(self) -> bool:
        """Whether this is an empty value or an unquoted null."""
        return self.text is not None and self.is_plain and self.text in _NULLS


class Source:
    """A text file and the problems found in it."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.lines = name, _LINE_END.split(text)
        self.problems: list[Problem] = []
        self.root: Node | None = None

    def report(self, code: str, node: Node | None, **params: object) -> None:
        """Add a problem at a node; after the first thousand only that there are more."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(code, params, self.place_of(node)))
        elif len(self.problems) == MOST_PROBLEMS:
            self.problems.append(Problem("problems-too-many", {"most": MOST_PROBLEMS}, self.place_of(node)))

    def place_of(self, node: Node | None) -> Place:
        """Return the place of a node with its source line; without one, the start of the file."""
        line, column, width = (node.line, node.column, node.width) if node else (0, 0, 1)
        if line == len(self.lines):  # the parser may mark one line past the end
            line, column = line - 1, len(self.lines[-1])
        text = self.lines[line]
        column = min(column, len(text))
        path = self._paths.get(id(node), "") if self.root else ""
        return Place(self.name, line + 1, column + 1, text, max(1, min(width, len(text) - column)), path)

    @cached_property
    def _paths(self) -> dict[int, str]:
        """The path of every node, as campaigns[0].phases[1].start; made when the first problem asks for one."""
        found: dict[int, str] = {}
        pending = [(self.root, "")] if self.root else []
        while pending:
            node, path = pending.pop()
            found[id(node)] = path
            for key, value in (node.entries or {}).items():
                below = f"{path}.{key}" if path else key
                found[id(node.keys[key])] = below
                pending.append((value, below))
            pending += [(item, f"{path}[{number}]") for number, item in enumerate(node.items or ())]
        return found


def read_text(path: Path, name: str, largest: int = LARGEST) -> str:
    """Read a UTF-8 file, with or without a byte order mark, in NFC.

    Raises: TrackerError file-missing, file-unreadable, file-too-large, not-utf-8.
    """
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except FileNotFoundError:
        raise TrackerError.of("file-missing", file=name) from None
    except OSError as error:
        raise TrackerError.of("file-unreadable", file=name, reason=error.strerror or str(error)) from None
    if len(data) > largest:
        raise TrackerError.of("file-too-large", file=name, most=largest // 2**20)
    return decode(data, name)


def decode(data: bytes, name: str) -> str:
    """Turn bytes into text; the place of a wrong byte is found here, by line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        data, at = error.object, error.start  # without the byte order mark
        line, column = _end_of(data[:at].decode())
        place = Place(name, line + 1, column + 1)
        raise TrackerError([Problem("not-utf-8", {"byte": f"0x{data[at]:02x}"}, place)]) from None
    return unicodedata.normalize("NFC", text)


def _end_of(text: str) -> tuple[int, int]:
    """Return the line and column, from 0, at which a text ends."""
    lines = _LINE_END.split(text)
    return len(lines) - 1, len(lines[-1])


def parse_tree(source: Source, text: str) -> Node | None:
    """Build the tree of a document; problems go to `source`, None where no tree can be had."""
    import yaml  # noqa: PLC0415 commands that find the compiled definition never load it

    if bad := _UNPRINTABLE.search(text):
        source.report("control-character", Node(*_end_of(text[: bad.start()])), character=f"U+{ord(bad[0]):04X}")
        return None
    try:
        source.root = _Builder(source).build(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
        return source.root
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        node = Node(mark.line, mark.column) if mark else None
        source.report("yaml-syntax", node, problem=" ".join(filter(None, (error.context, error.problem))))
    except _RefusedError:
        pass
    return None


class _RefusedError(Exception):
    """The document holds what is never read on; the problem has been reported."""


class _Builder:
    """Nests events into nodes; the collections not yet closed stand on a stack."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: Node | None = None
        self.open: list[Node] = []
        self.nodes = 0
        self.waiting: list[Node | None] = []  # for each open collection, the key that waits for its value

    def build(self, events: Iterable[Event]) -> Node | None:
        """Take every event and return the root, None for an empty document."""
        for event in events:
            match type(event).__name__:
                case "ScalarEvent":
                    node = self._node(event)
                    node.text, node.is_plain = event.value, event.implicit[0]
                    self._add(node)
                case "MappingStartEvent" | "SequenceStartEvent" as kind:
                    self._enter(self._node(event), event.flow_style, is_mapping=kind == "MappingStartEvent")
                case "MappingEndEvent" | "SequenceEndEvent":
                    self.open.pop()
                    self.waiting.pop()
                case "AliasEvent":
                    self._refuse("yaml-alias", event)
                case "DocumentStartEvent" if self.root:
                    self._refuse("yaml-several-documents", event)
        return self.root

    def _node(self, event: Event) -> Node:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._refuse("yaml-too-many-values", event)
        start, end = event.start_mark, event.end_mark
        if event.anchor is not None:
            self._refuse("yaml-anchor", event)
        if event.tag is not None:
            self._refuse("yaml-tag", event)
        return Node(start.line, start.column, end.column - start.column if end.line == start.line else 1)

    def _enter(self, node: Node, is_flow: bool | None, *, is_mapping: bool) -> None:
        if len(self.open) >= DEEPEST:
            self.source.report("yaml-too-deep", node, most=DEEPEST)
            raise _RefusedError
        node.is_flow = bool(is_flow)
        if is_mapping:
            node.entries = {}
        else:
            node.items = []
        self._add(node)
        self.open.append(node)
        self.waiting.append(None)

    def _add(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if parent.items is not None:
            parent.items.append(node)
            return
        key = self.waiting[-1]
        if key is None:
            self._check_key(node)
            self.waiting[-1] = node
            return
        self.waiting[-1] = None
        if key.text is not None and parent.entries is not None and key.text not in parent.entries:
            parent.keys[key.text], parent.entries[key.text] = key, node

    def _check_key(self, key: Node) -> None:
        if key.text is None:
            self.source.report("yaml-key-not-text", key)
        elif key.text == "<<":
            self.source.report("yaml-merge-key", key)
            raise _RefusedError
        elif key.text in self.open[-1].keys:
            first = self.open[-1].keys[key.text]
            self.source.report("key-repeated", key, key=key.text, line=first.line + 1)

    def _refuse(self, code: str, event: Event) -> None:
        self.source.report(code, Node(event.start_mark.line, event.start_mark.column))
        raise _RefusedError
