"""How commands are declared: the global options on each of them, help in the reader's language, examples first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any, TypeVar

import click
import click.parser

from tracker.i18n import N_, _

if TYPE_CHECKING:
    from click.core import ParameterSource
    from click.shell_completion import CompletionItem

    from tracker.errors import Problem

Callback = TypeVar("Callback", bound=Callable[..., Any])

NAMING = {"DAY", "DIR", "FILE", "ID", "MOMENT", "MONTH", "TITLE", "WEEK"}  # what nothing is named by is a slip
META = "tracker.options."
SETTINGS = {"max_content_width": 100}


def _in_words(text: str | None) -> str:
    """Return a text in the reader's language, "" where there is none."""
    return _(text) if text else ""


class NoSuchOption(click.NoSuchOption):
    """An unknown option; the nearest names are looked for when it is shown.

    click tries every short option as a long one first and looks for names like it: that costs `log` 6 ms.
    """

    def __init__(
        self,
        option_name: str,
        message: str | None = None,
        possibilities: Iterable[str] | None = None,
        ctx: click.Context | None = None,
    ) -> None:
        super().__init__(option_name, message or option_name, None, ctx)
        self._known = possibilities or ()

    def format_message(self) -> str:
        """Return the sentence with the nearest names."""
        from tracker.domain.text import nearest  # noqa: PLC0415 only after a slip

        text = _("no such option: {name}").format(name=self.option_name)
        near = nearest(self.option_name, self._known, 1)
        question = _("did you mean {names}?")
        return f"{text}; {question.format(names=near[0])}" if near else text


click.parser.NoSuchOption = NoSuchOption  # type: ignore[attr-defined]


class Choice(click.Choice[str]):
    """A closed choice; a slip is answered with the nearest."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Return the sentence with the nearest choice."""
        from tracker.domain.text import nearest  # noqa: PLC0415 only after a slip

        text = super().get_invalid_choice_message(value, ctx)
        near = nearest(str(value), self.choices, 1)
        question = _("did you mean {names}?")
        return f"{text.rstrip('.')}; {question.format(names=near[0])}" if near else text


def _complete(param: click.Parameter, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
    from tracker.cli.candidates import complete_value  # noqa: PLC0415 only a shell asks

    return complete_value(ctx, param, incomplete)


class Argument(click.Argument):
    """An argument that a shell can complete."""

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Return what can be typed for the value."""
        return _complete(self, ctx, incomplete)


class Option(click.Option):
    """An option whose help is translated when it is shown, and that a shell can complete."""

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Return what can be typed for the value."""
        return _complete(self, ctx, incomplete)

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        """Let every value be kept where the option is given twice; click would keep the last and say nothing."""
        multiple, self.multiple = self.multiple, self.multiple or not (self.is_flag or self.count)
        super().add_to_parser(parser, ctx)
        self.multiple = multiple

    def consume_value(self, ctx: click.Context, opts: Mapping[str, Any]) -> "tuple[Any, ParameterSource]":
        """Return the value; one option has one."""
        values = opts.get(str(self.name))
        if isinstance(values, list) and not self.multiple:
            if len(values) > 1 and not ctx.resilient_parsing:
                raise click.UsageError(_("{option} is given twice").format(option=self.opts[0]), ctx)
            opts = {**opts, str(self.name): values[-1]}
        if self.metavar in NAMING and not ctx.resilient_parsing and not str(opts.get(str(self.name), "-")).strip():
            raise click.UsageError(_("{option} is empty").format(option=self.opts[0]), ctx)
        return super().consume_value(ctx, opts)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's line of the help."""
        source, self.help = self.help, _in_words(self.help)
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = source


class Help(click.Command):
    """A command's help: two examples first, then what it does."""

    examples: Sequence[str] = ()

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples and the text."""
        if self.examples:
            with formatter.section(_("Examples")):
                formatter.write("".join(f"  {example}\n" for example in self.examples))
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_in_words(self.help))

    def get_short_help_str(self, limit: int = 80) -> str:
        """Return the line that lists of commands show."""
        return _in_words(self.short_help)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Return the options that can be typed, each with its help."""
        found = super().shell_complete(ctx, incomplete)
        for item in found:
            item.help = _in_words(item.help)
        return found


class Command(Help):
    """A command of tracker."""


class Group(Help, click.Group):
    """A command that has commands; a slip is answered with the nearest."""

    def names(self, ctx: click.Context) -> list[str]:
        """Return every name that a command is called by."""
        return self.list_commands(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called; the nearest name is offered for one that does not exist."""
        if args and self.get_command(ctx, args[0]) is None:
            from tracker.domain.text import nearest  # noqa: PLC0415 only after a slip
            from tracker.errors import TrackerError  # noqa: PLC0415 likewise

            if args[0].startswith("-"):
                raise NoSuchOption(args[0], ctx=ctx)
            above = ctx.command_path.split()[1:]
            called, *near = (" ".join([*above, name]) for name in (args[0], *nearest(args[0], self.names(ctx), 1)))
            raise TrackerError.of("command-unknown", command=called, nearest=near, group=ctx.command_path)
        return super().resolve_command(ctx, args)


class SignedCommand(Command):
    """A command whose arguments may be negative numbers: -2,5 is one, and no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments, with a minus sign in place of the hyphen of a number."""
        return super().parse_args(ctx, [f"−{one[1:]}" if _is_negative(one) else one for one in args])


def _is_negative(text: str) -> bool:
    return text[:1] == "-" and text[1:2].isdigit() and all(one.isdigit() or one in ".," for one in text[1:])


def command(
    name: str, *, summary: str, examples: Sequence[str], more: str = "", cls: type[Command] = Command
) -> Callable[[Callable[..., None]], Command]:
    """Declare a command; it takes every global option beside its own.

    The callback gets a `Context` first, made from the options given before and after the command's name.
    """

    def declare(callback: Callable[..., None]) -> Command:
        params = list(reversed(getattr(callback, "__click_params__", [])))
        made = cls(
            name,
            callback=_with_context(callback),
            params=[*params, *global_options()],
            help=more or summary,
            short_help=summary,
            context_settings=SETTINGS,
            add_help_option=False,
        )
        made.examples = examples
        return made

    return declare


def argument(name: str, **attributes: Any) -> Callable[[Callback], Callback]:
    """Declare an argument; its metavar says what a shell completes."""
    return click.argument(name, cls=Argument, **attributes)


def option(*names: str, help: str, **attributes: Any) -> Callable[[Callback], Callback]:  # noqa: A002 click's own name
    """Declare an option with a help that is translated; its metavar says what a shell completes."""
    return click.option(*names, cls=Option, help=help, **attributes)


def global_options() -> list[click.Parameter]:
    """Make the options that every command takes, before its name and after; the help is one of them."""
    return [
        _global("--campaigns", metavar="FILE", help=N_("The campaigns.yaml to use.")),
        _global("--db", metavar="FILE", help=N_("The store to use.")),
        _global("--today", metavar="DAY", help=N_("Take this day as today, and as the as-of day of what is shown.")),
        _global("--known-at", metavar="MOMENT", help=N_("Show figures as they were known then; a day means its end.")),
        _global("--lang", metavar="vi|en", type=Choice(["vi", "en"]), help=N_("Language of the output.")),
        _global("--color", metavar="WHEN", type=Choice(["auto", "always", "never"]), help=N_("auto, always or never.")),
        _global("--by", metavar="NAME", help=N_("Who records.")),
        _global("--quiet", is_flag=True, help=N_("Say nothing beside the answer.")),
        _global("--debug", is_flag=True, help=N_("Show where an error comes from.")),
        Option(
            ["-h", "--help"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_help,
            help=N_("Show this help."),
        ),
    ]


def _help(ctx: click.Context, param: click.Parameter, value: object) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


def _global(name: str, **attributes: Any) -> Option:
    def keep(ctx: click.Context, param: click.Parameter, value: object) -> None:
        if value not in (None, False):
            ctx.meta[META + str(param.name)] = value

    return Option([name], expose_value=False, callback=keep, **attributes)


def given_options(ctx: click.Context) -> dict[str, Any]:
    """Return the global options as given, before the command's name or after it."""
    return {key.removeprefix(META): value for key, value in ctx.meta.items() if key.startswith(META)}


def _warn(problems: "Sequence[Problem]") -> None:
    if problems:
        from tracker.cli.errors import warn  # noqa: PLC0415 most commands have nothing to warn of

        warn(problems)


def _pass_over(problems: "Sequence[Problem]") -> None:
    """Say nothing, as --quiet asks."""


def _with_context(callback: Callable[..., None]) -> Callable[..., None]:
    @click.pass_context
    def run(ctx: click.Context, /, **params: Any) -> None:
        from tracker.cli.context import Context, Options  # noqa: PLC0415 the help needs none of it

        options = Options(**given_options(ctx))
        name = ctx.command_path.partition(" ")[2]
        context = ctx.obj = Context(options, name, _pass_over if options.quiet else _warn)
        try:
            with closing(context):
                callback(context, **params)
        except KeyboardInterrupt:
            if not context.has_recorded:
                raise
            from tracker.errors import TrackerError  # noqa: PLC0415 rare

            click.echo(err=True)  # after the ^C that a terminal shows
            raise TrackerError.of("interrupted-late") from None

    return run
