"""tracker help."""

from collections.abc import Sequence

import click

from tracker.cli.command import argument, command
from tracker.cli.context import Context
from tracker.cli.main import ALIASES, COMMANDS
from tracker.cli.pager import can_page, show
from tracker.cli.topics import TOPICS
from tracker.cli.topics.parts import Heading, Lines, Made, Part, Prose, Terms, Topic
from tracker.domain.text import nearest
from tracker.errors import TrackerError
from tracker.i18n import N_, _

WIDEST_TERM = 30


@command(
    "help",
    summary=N_("Explain a topic or a command."),
    examples=("tracker help start", "tracker help dates"),
    more=N_("Shows a topic, or what a command does; without either, the list of topics."),
)
@argument("words", metavar="[TOPIC|COMMAND]", nargs=-1)
def COMMAND(ctx: Context, words: tuple[str, ...]) -> None:  # noqa: N802
    """Explain something."""
    here = click.get_current_context()
    text = _explain(here.find_root(), here.make_formatter(), words)
    if can_page():
        import shutil  # noqa: PLC0415 a pipe has no height

        show([text], shutil.get_terminal_size().lines)
    else:
        click.echo(text, nl=False)


def _explain(root: click.Context, formatter: click.HelpFormatter, words: Sequence[str]) -> str:
    if not words:
        _list_topics(formatter)
    elif (name := " ".join(words).casefold()) in TOPICS:
        write_topic(name, TOPICS[name], formatter)
    else:
        return f"{_find(root, words).get_help()}\n"
    return formatter.getvalue()


def _find(root: click.Context, words: Sequence[str]) -> click.Context:
    """Return a command's context, as it has when it is called."""
    context = root
    for word in words:
        group = context.command
        found = group.get_command(context, word) if isinstance(group, click.Group) else None
        if found is None:
            raise TrackerError.of("topic-unknown", topic=" ".join(words), nearest=_nearest(context, word))
        context = click.Context(found, info_name=word, parent=context)
    return context


def _nearest(context: click.Context, word: str) -> list[str]:
    if context.parent is None:
        return nearest(word, [*TOPICS, *COMMANDS, *ALIASES], 1)
    group, above = context.command, context.command_path.partition(" ")[2]
    names = group.list_commands(context) if isinstance(group, click.Group) else []
    return [f"{above} {name}" for name in nearest(word, names, 1)]


def _list_topics(formatter: click.HelpFormatter) -> None:
    with formatter.section(_("Topics")):
        formatter.write_dl([(name, _(topic.summary)) for name, topic in TOPICS.items()], col_max=WIDEST_TERM)
    formatter.write_paragraph()
    formatter.write_text(_("tracker help TOPIC shows one; tracker help COMMAND, or -h after it, explains a command."))
    formatter.write_text(_("tracker --help lists the commands."))


def write_topic(name: str, topic: Topic, formatter: click.HelpFormatter) -> None:
    """Write a topic, wrapped to the formatter's width."""
    formatter.write_text(": ".join((name, _(topic.summary))))
    for part in topic.parts:
        formatter.write_paragraph()
        with formatter.indentation():
            _write_part(part, formatter)


def _write_part(part: Part, formatter: click.HelpFormatter) -> None:
    match part:
        case Heading(text):
            formatter.dedent()
            formatter.write_text(_(text))
            formatter.indent()
        case Prose(text):
            formatter.write_text(_(text))
        case Lines(text):
            formatter.write("".join(f"      {line}\n" for line in _(text).splitlines()))
        case Terms(rows):
            formatter.write_dl([(term, _(meaning)) for term, meaning in rows], col_max=WIDEST_TERM)
        case Made(rows):
            formatter.write_dl(rows(), col_max=WIDEST_TERM)
