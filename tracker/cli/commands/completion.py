"""tracker completion."""

import sys

from tracker.cli.command import Choice, argument, command
from tracker.cli.context import Context
from tracker.cli.shells import SHELLS, write_script
from tracker.i18n import N_


@command(
    "completion",
    summary=N_("Print the script that completes names in a shell."),
    examples=(
        "tracker completion bash >> ~/.bashrc",
        "tracker completion fish > ~/.config/fish/completions/tracker.fish",
    ),
    more=N_(
        "Prints a script for bash, zsh or fish (zsh: add it to ~/.zshrc). In the next shell, Tab completes commands, options "
        "and their values, and the units, criteria, campaigns and phases of your campaigns.yaml; the beginning of a word of "
        "a name is enough, without accents or spaces: thoxu for Thọ Xuân."
    ),
)
@argument("shell", metavar="bash|zsh|fish", type=Choice(list(SHELLS)))
def COMMAND(ctx: Context, shell: str) -> None:  # noqa: N802
    """Print a script."""
    from tracker.cli.main import build_program  # noqa: PLC0415 it loads the commands

    sys.stdout.write(write_script(build_program(), shell))
