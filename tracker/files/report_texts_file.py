"""The texts of a report, a Markdown file: a section under each heading; what is written is a paper's text, signs and all.

Comments are hints to whoever writes and are passed over. Only headings, paragraphs and lists mean anything; emphasis, links
and other signs of Markdown stay what they are.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from tracker.domain.calendar import parse_full_day
from tracker.domain.report_texts import NO_TEXTS, TITLES, ReportKind, ReportTexts, sections_of, title_of
from tracker.domain.text import clean, fold, nearest
from tracker.errors import Place, Problem, TrackerError
from tracker.files.yaml_tree import read_text

FOLDER = "reports"
LARGEST = 1024 * 1024
LONGEST = 20_000  # of a section: some eight pages
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_NUMERAL = re.compile(r"([IVX]+|[0-9]{1,2}|[a-z])[.)/]\s+")
_ITEM = re.compile(r"\s*(?:([-*+–•])|([0-9]{1,2}|[a-z])[.)])\s+(?=\S)")
_NUMBER = re.compile("[0-9]{1,6}[a-z]?", re.IGNORECASE)


class _Line(NamedTuple):
    number: int  # from 1
    text: str


def path_of_texts(folder: Path, campaign: str, kind: ReportKind, name: str, unit: str = "") -> Path:
    """Return the file that holds the texts of a report: of a week or phase `name`, of all units or one and those under it.

    No id holds an @, so that no two reports share a file.
    """
    stem = "-".join(part for part in (kind.value, name) if part)
    return folder / FOLDER / campaign / f"{stem}{f'@{unit}' if unit else ''}.md"


def is_paper_number(text: str) -> bool:
    """Whether a text is the number of a paper alone, as 05 or 12a, without the symbol that follows it."""
    return bool(_NUMBER.fullmatch(text))


def read_report_texts(path: Path, kind: ReportKind, language: str) -> ReportTexts:
    """Read the texts of a report; a file that is not there holds none. Headings may be in any language, whatever the reader's.

    Raises: TrackerError with every problem of the file.
    """
    name = Path(*path.parts[-3:]).as_posix()  # reports/cand80/weekly-2025-W06.md, as people look for it
    try:
        text = read_text(path, name, LARGEST)
    except TrackerError as error:
        if error.code == "file-missing":
            return NO_TEXTS
        raise
    reading = _Reading(text, name, kind, language)
    texts = reading.read()
    if reading.problems:
        raise TrackerError(sorted(reading.problems, key=lambda one: one.place[1:3] if one.place else ()))
    return texts


class _Reading:
    """A file being read; problems are gathered."""

    def __init__(self, text: str, name: str, kind: ReportKind, language: str) -> None:
        self.name, self.lines = name, _LINE_END.split(text)
        self.plain = _LINE_END.split(_COMMENT.sub(_blank, text))
        self.known = {fold(title): key for key in sections_of(kind) for title in (key, *TITLES[key])}
        self.titles = [title_of(key, language) for key in sections_of(kind)]
        self.quoted = [f"“{title}”" for title in self.titles]  # a title may hold a comma
        self.problems: list[Problem] = []

    def read(self) -> ReportTexts:
        found: dict[str, Any] = {}
        starts: dict[str, int] = {}
        for heading, lines in self._sections():
            if heading is None:
                self._refuse_stray(lines)
            elif key := self._key(heading):
                if starts.setdefault(key, heading.number) != heading.number:
                    self._report("section-twice", heading, title=_title(heading), first=starts[key])
                elif value := self._value(key, lines):
                    found[key] = value
        return ReportTexts(**found)

    def _sections(self) -> Iterator[tuple[_Line | None, list[_Line]]]:
        """Yield each heading with the lines under it; what stands before the first has none."""
        heading: _Line | None = None
        lines: list[_Line] = []
        for number, text in enumerate(self.plain, 1):
            line = _Line(number, text)
            if "<!--" in text:
                self._report("comment-unclosed", line)
            if not _HEADING.fullmatch(text):
                lines.append(line)
            elif not self._is_title(line, heading, lines):
                yield heading, lines
                heading, lines = line, []
        yield heading, lines

    def _is_title(self, line: _Line, heading: _Line | None, before: Sequence[_Line]) -> bool:
        """Whether a heading is that of the file: the first, of the first level, and no section's."""
        is_first = heading is None and not any(one.text.strip() for one in before)
        return is_first and line.text.count("#", 0, 5) == 1 and fold(_title(line)) not in self.known

    def _key(self, heading: _Line) -> str | None:
        key = self.known.get(fold(_title(heading)))
        if key is None:
            near = nearest(_title(heading), self.titles, 1)
            self._report("section-unknown", heading, title=_title(heading), nearest=near, known=self.quoted)
        return key

    def _refuse_stray(self, lines: Sequence[_Line]) -> None:
        if stray := next((one for one in lines if clean(one.text)), None):
            self._report("text-without-section", stray, known=self.quoted)

    def _value(self, key: str, lines: Sequence[_Line]) -> tuple[str, ...] | str | date | None:
        paragraphs = tuple(_paragraphs(lines))
        first = next((one for one in lines if one.text.strip()), None)
        if not paragraphs or first is None:
            return None
        if key == "number":
            return self._number(first, " ".join(paragraphs))
        if key == "signed_on":
            return self._day(first, " ".join(paragraphs))
        if (length := sum(map(len, paragraphs))) > LONGEST:
            self._report("text-too-long", first, name=key, length=length, most=LONGEST)
        return paragraphs

    def _number(self, line: _Line, text: str) -> str:
        if not is_paper_number(text):
            self._report("bad-paper-number", line, text=text)
        return text

    def _day(self, line: _Line, text: str) -> date | None:
        try:
            return parse_full_day(text)
        except TrackerError as error:
            code = error.code if error.code == "no-such-day" else "bad-file-day"
            self._report(code, line, text=text)
            return None

    def _report(self, code: str, line: _Line, **params: object) -> None:
        source = self.lines[line.number - 1]
        column = len(source) - len(source.lstrip()) + 1
        place = Place(self.name, line.number, column, source, max(1, len(source.strip())))
        self.problems.append(Problem(code, params, place))


def _blank(comment: re.Match[str]) -> str:
    """Return the line ends of a comment, so that what follows keeps its place."""
    return "\n" * len(_LINE_END.findall(comment[0]))


def _title(heading: _Line) -> str:
    """Return what a heading says, without a numeral before it and a colon after it."""
    found = _HEADING.fullmatch(heading.text)
    text = clean((found and found[2]) or "").strip("*_ ")
    return _NUMERAL.sub("", text, count=1).rstrip(":. ")


def _paragraphs(lines: Sequence[_Line]) -> Iterator[str]:
    """Yield paragraphs, each in one line; an item of a list is one of its own and begins with "- " or its number."""
    gathered: list[str] = []
    for _, text in (*lines, _Line(0, "")):
        item = _ITEM.match(text)
        if (item or not text.strip()) and gathered:
            yield " ".join(gathered)
            gathered = []
        marked = f"- {text[item.end() :]}" if item and item[1] else text
        if said := clean(marked):
            gathered.append(said)
