"""The man pages: a page for every command and every topic, from what the program itself says, in each language.

They carry no date: they are made anew with every version, which stands where the date would.
"""

import re
from collections.abc import Iterable, Iterator

import click

from tracker import __version__
from tracker.cli.main import COMMANDS, build_program
from tracker.cli.topics import TOPICS
from tracker.cli.topics.parts import Heading, Lines, Made, Part, Prose, Terms, Topic
from tracker.error_table import EXIT_CODES
from tracker.i18n import LANGUAGES, _, speak

FOLDERS = {"en": "docs/man", "vi": "docs/man/vi"}
HEADINGS = {
    "vi": {
        "NAME": "TÊN",
        "SYNOPSIS": "CÁCH DÙNG",
        "DESCRIPTION": "MÔ TẢ",
        "COMMANDS": "CÁC LỆNH",
        "OPTIONS": "TÙY CHỌN",
        "EXAMPLES": "VÍ DỤ",
        "EXIT STATUS": "MÃ KẾT THÚC",
        "SEE ALSO": "XEM THÊM",
    }
}
ESCAPES = str.maketrans({"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti", '"': r"\(dq"})


def write_pages() -> dict[str, str]:
    """Return the text of each page by its file."""
    pages = {}
    for language in LANGUAGES:
        speak(language)
        folder, headings = FOLDERS[language], HEADINGS.get(language, {})
        for path, command in commands():
            pages[f"{folder}/man1/{path.replace(' ', '-')}.1"] = _join(_command_page(path, command, headings))
        for name, topic in TOPICS.items():
            pages[f"{folder}/man7/tracker-{name}.7"] = _join(_topic_page(name, topic, headings))
    return pages


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command by the words that call it, those of groups after the group."""
    program = build_program()
    yield "tracker", program
    for name in COMMANDS:
        command = program.get_command(click.Context(program, info_name="tracker"), name)
        assert command is not None
        yield f"tracker {name}", command
        if isinstance(command, click.Group):
            yield from ((f"tracker {name} {part}", one) for part, one in command.commands.items())


def _command_page(path: str, command: click.Command, headings: dict[str, str]) -> Iterator[str]:
    context = click.Context(command, info_name=path)
    yield from _top(path.replace(" ", "-"), 1, _summary(path, command), headings)
    yield f".SH {_title('SYNOPSIS', headings)}\n\\fB{_escape(path)}\\fR {_escape(' '.join(command.collect_usage_pieces(context)))}"
    yield f".SH {_title('DESCRIPTION', headings)}\n{_escape(_(command.help or ''))}"
    if isinstance(command, click.Group):
        yield f".SH {_title('COMMANDS', headings)}"
        yield from _terms((name, _summary(f"{path} {name}", command)) for name in command.list_commands(context))
    yield f".SH {_title('OPTIONS', headings)}"
    records = (param.get_help_record(context) for param in command.get_params(context))
    yield from _terms(record for record in records if record)
    yield f".SH {_title('EXAMPLES', headings)}"
    yield from _lines(getattr(command, "examples", ()))
    yield f".SH {_title('EXIT STATUS', headings)}"
    yield from _terms((str(code), _(meaning)) for code, meaning in EXIT_CODES.items())
    yield from _see_also(f"{path.replace(' ', '-')}(1)", headings)


def _topic_page(name: str, topic: Topic, headings: dict[str, str]) -> Iterator[str]:
    yield from _top(f"tracker-{name}", 7, _(topic.summary), headings)
    yield f".SH {_title('DESCRIPTION', headings)}"
    for part in topic.parts:
        yield from _part(part)
    yield from _see_also(f"tracker-{name}(7)", headings)


def _summary(path: str, command: click.Command) -> str:
    line = COMMANDS.get(path.partition(" ")[2])
    text = line.summary if line else command.short_help or command.help or ""
    return _(text).rstrip(".")


def _top(name: str, section: int, summary: str, headings: dict[str, str]) -> Iterator[str]:
    yield '.\\" Made from what the program says by tools/docs.py.'
    yield f'.TH {_escape(name.upper())} {section} "" "tracker {__version__}" "tracker"'
    yield ".nh\n.ad l"  # names are not broken, and words stand close as they are
    yield f".SH {_title('NAME', headings)}\n{_escape(name)} \\- {_escape(summary)}"


def _part(part: Part) -> Iterator[str]:
    match part:
        case Heading(text):
            yield f".SS {_escape(_(text))}"
        case Prose(text):
            yield f".PP\n{_escape(_(text))}"
        case Lines(text):
            yield from _lines(_(text).splitlines())
        case Terms(rows):
            yield from _terms((term, _(meaning)) for term, meaning in rows)
        case Made(rows):
            yield from _terms(rows())


def _terms(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for term, meaning in rows:
        yield f".TP\n\\fB{_escape(term)}\\fR\n{_escape(meaning)}"


def _lines(lines: Iterable[str]) -> Iterator[str]:
    yield ".PP\n.RS 4\n.nf"
    yield from (_escape(line) or "\\&" for line in lines)
    yield ".fi\n.RE"


def _see_also(own: str, headings: dict[str, str]) -> Iterator[str]:
    pages = [
        "tracker(1)",
        *(f"tracker-{path.partition(' ')[2].replace(' ', '-')}(1)" for path, _ in commands() if " " in path),
    ]
    pages += [f"tracker-{name}(7)" for name in TOPICS]
    listed = (f"\\fB{_escape(page[:-3])}\\fR{page[-3:]}" for page in pages if page != own)
    yield f".SH {_title('SEE ALSO', headings)}\n" + ",\n".join(listed)


def _title(heading: str, headings: dict[str, str]) -> str:
    return headings.get(heading, heading)


def _escape(text: str) -> str:
    """Return a text as troff takes it; nothing in it is a request, and what is typed can be copied."""
    escaped = text.translate(ESCAPES)
    return f"\\&{escaped}" if escaped[:1] == "." else escaped


def _join(parts: Iterable[str]) -> str:
    text = "".join(f"{part}\n" for part in parts)
    return re.sub(r"^(\.S[HS] .*)\n\.PP$", r"\1", text, flags=re.MULTILINE)  # a heading begins a paragraph by itself
