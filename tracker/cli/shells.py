"""Completion in a shell: the script that it runs, and what the script is told.

click finds out which value is being typed. The scripts are our own: click's show no names beside the ids in bash, put
the beginning of an id in the place of a name that is being typed, and lose their place where words are missing.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import ClassVar

import click
from click.shell_completion import BashComplete, CompletionItem, FishComplete, ShellComplete, ZshComplete

VARIABLE = "_TRACKER_COMPLETE"

_BASH = """\
_tracker_completion() {
    local answer
    mapfile -t answer < <(
        %(complete_var)s=bash_complete COMP_WORDS="$(printf '%%s\\n' "${COMP_WORDS[@]:0:COMP_CWORD+1}")" \\
            COMP_CWORD=$COMP_CWORD COMP_TYPE=$COMP_TYPE COLUMNS=$COLUMNS "$1" 2>/dev/null
    )
    COMPREPLY=("${answer[@]:1}")
    case ${answer[0]} in
        file) compopt -o default ;;
        dir) compopt -o dirnames ;;
    esac
}
complete -o nosort -F _tracker_completion tracker
"""

_ZSH = """\
#compdef tracker
_tracker_completion() {
    local -a answer values shown others
    local value line
    answer=("${(@f)$(%(complete_var)s=zsh_complete COMP_WORDS="${(F)words[1,CURRENT]}" \\
        COMP_CWORD=$((CURRENT - 1)) COLUMNS=$COLUMNS "${words[1]}" 2>/dev/null)}")
    case $answer[1] in
        file) compset -P '--*='; _files; return ;;
        dir) compset -P '--*='; _files -/; return ;;
    esac
    for value line in "${(@)answer[2,-1]}"; do
        values+=("$value")
        shown+=("$line")
    done
    (( $#values )) || return 1
    # What was found by a word of its name does not begin as typed: the word stays until one is left.
    others=(${values:#(#i)${PREFIX}*})
    (( $#others && $#values > 1 )) && [[ $compstate[insert] == *unambiguous* ]] && compstate[insert]=
    if [[ $answer[1] == named ]]; then
        compadd -U -V tracker -l -d shown -a values
    else
        compadd -U -V tracker -a values
    fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _tracker_completion "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
    compdef _tracker_completion tracker
fi
"""

_FISH = """\
function __tracker_complete
    set -l answer (%(complete_var)s=fish_complete COMP_WORDS=(commandline -cp | string collect) \\
        COMP_CWORD=(commandline -ct) tracker 2>/dev/null)
    switch "$answer[1]"
        case file
            __fish_complete_path (commandline -ct)
        case dir
            __fish_complete_directories (commandline -ct)
        case '*'
            printf '%%s\\n' $answer[2..]
    end
end
complete --command tracker --no-files --keep-order --arguments '(__tracker_complete)'
"""


class _Shell(ShellComplete):
    """A shell: its script prints what follows the first line of an answer; that line says what the others are."""

    typed = ""

    @property
    def option(self) -> str:
        """The option and its sign where `--unit=tho` is typed as one word."""
        return self.typed[: self.typed.find("=") + 1] if self.typed.startswith("--") else ""

    def complete(self) -> str:
        """Return the answer: file, dir, or plain or named values."""
        args, self.typed = self.get_completion_args()
        items = self.get_completions(args, self.typed)
        if items and items[0].type != "plain":
            return f"{items[0].type}\n"
        for item in items:
            item.value = self.option + item.value
        kind = "named" if any(item.help for item in items) else "plain"
        return "".join(f"{line}\n" for line in (kind, *self.lines(items)))

    def lines(self, items: Sequence[CompletionItem]) -> list[str]:
        """Return the lines for values."""
        raise NotImplementedError


def _side_by_side(items: Sequence[CompletionItem]) -> list[str]:
    """Return each value with its name, no wider than the screen."""
    width = max((len(item.value) for item in items), default=0)
    columns = int(os.environ.get("COLUMNS") or 80) - 1
    return [f"{item.value:<{width}}  {item.help}"[:columns] if item.help else item.value for item in items]


class Bash(_Shell, BashComplete):
    """bash puts in what all values have in common; where that is not what was typed, an empty one keeps it."""

    source_template: ClassVar[str] = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one being typed, and that one; bash takes `--unit=tho` apart at the sign."""
        args, incomplete = super().get_completion_args()
        if incomplete == "=" and args:
            return args, ""
        return (args[:-1], incomplete) if args[-1:] == ["="] else (args, incomplete)

    def lines(self, items: Sequence[CompletionItem]) -> list[str]:
        """Return a single value alone, several with their names."""
        values = [item.value for item in items]
        if len(values) < 2 or os.environ.get("COMP_TYPE") in ("37", "42"):  # it puts in one after the other
            return values
        is_kept = all(value.casefold().startswith(self.typed.casefold()) for value in values)
        return _side_by_side(items) + ([] if is_kept else [" "])


class Zsh(_Shell, ZshComplete):
    """zsh is given each value and the line that shows it."""

    source_template: ClassVar[str] = _ZSH

    def lines(self, items: Sequence[CompletionItem]) -> list[str]:
        """Return two lines for each value."""
        shown = zip(items, _side_by_side(items), strict=True)
        return [line for item, together in shown for line in (item.value, together)]


class Fish(_Shell, FishComplete):
    """fish drops values that do not hold what was typed: what was found by a name is offered by its name."""

    source_template: ClassVar[str] = _FISH

    def lines(self, items: Sequence[CompletionItem]) -> list[str]:
        """Return each value with its name after a tab."""
        return [f"{value}\t{name}".rstrip() for value, name in map(self._offer, items)]

    def _offer(self, item: CompletionItem) -> tuple[str, str]:
        if item.spelled and not item.value.casefold().startswith(self.typed.casefold()):
            return self.option + item.spelled, f"{item.help} [{item.value.removeprefix(self.option)}]"
        return item.value, item.help or ""


SHELLS: dict[str, type[_Shell]] = {"bash": Bash, "zsh": Zsh, "fish": Fish}


def write_script(program: click.Command, shell: str) -> str:
    """Return what a shell is to run."""
    return SHELLS[shell](program, {}, "tracker", VARIABLE).source()


def complete(program: click.Command, instruction: str) -> int:
    """Answer a shell; whatever goes wrong, a person who is typing is not interrupted."""
    with suppress(Exception, KeyboardInterrupt):
        asked = SHELLS[instruction.partition("_")[0]](program, {}, "tracker", VARIABLE)
        sys.stdout.buffer.write(asked.complete().encode())
        sys.stdout.flush()
    return 0
