"""How commands are declared: the global options on each of them, help in the reader's language, examples first."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import click
import click.parser

from tracker.error_table import N_
from tracker.i18n import _

Callback = TypeVar("Callback", bound=Callable[..., Any])

META = "tracker.options."
SETTINGS = {"max_content_width": 100}


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


class Option(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's line of the help."""
        source, self.help = self.help, _(self.help or "")
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
            formatter.write_text(_(self.help or ""))

    def get_short_help_str(self, limit: int = 80) -> str:
        """Return the line that lists of commands show."""
        return _(self.short_help or "")


class Command(Help):
    """A command of tracker."""


def command(
    name: str, *, summary: str, examples: Sequence[str], more: str = ""
) -> Callable[[Callable[..., None]], Command]:
    """Declare a command; it takes every global option beside its own.

    The callback gets a `Context` first, made from the options given before and after the command's name.
    """

    def declare(callback: Callable[..., None]) -> Command:
        params = list(reversed(getattr(callback, "__click_params__", [])))
        made = Command(
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


def option(*names: str, help: str, **attributes: Any) -> Callable[[Callback], Callback]:  # noqa: A002 click's own name
    """Declare an option with a help that is translated."""
    return click.option(*names, cls=Option, help=help, **attributes)


def global_options() -> list[click.Parameter]:
    """Make the options that every command takes, before its name and after; the help is one of them."""
    return [
        _global("--campaigns", metavar="FILE", help=N_("The campaigns.yaml to use.")),
        _global("--db", metavar="FILE", help=N_("The store to use.")),
        _global("--today", metavar="DAY", help=N_("Take this day as today, and as the as-of day of what is shown.")),
        _global("--lang", metavar="vi|en", type=click.Choice(["vi", "en"]), help=N_("Language of the output.")),
        _global(
            "--color", metavar="WHEN", type=click.Choice(["auto", "always", "never"]), help=N_("auto, always or never.")
        ),
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


def _with_context(callback: Callable[..., None]) -> Callable[..., None]:
    @click.pass_context
    def run(ctx: click.Context, /, **params: Any) -> None:
        from tracker.cli.context import Context, Options  # noqa: PLC0415 the help needs none of it
        from tracker.cli.errors import warn  # noqa: PLC0415

        given = {key.removeprefix(META): value for key, value in ctx.meta.items() if key.startswith(META)}
        options = Options(**given)
        name = ctx.command_path.partition(" ")[2]
        context = Context(options, name, lambda problems: None if options.quiet else warn(problems))
        try:
            callback(context, **params)
        finally:
            context.close()

    return run
