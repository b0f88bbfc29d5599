"""Completion for bash: words without descriptions, which bash does not show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from govinfo_cli.cli.completion import Entry

_HEAD: Final = """\
# govinfo, bash: eval "$(govinfo completion bash)"
_govinfo() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= word words= i
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        case $word in
            %(commands)s) command=$word; break ;;
        esac
    done
    [[ $prev == = ]] && prev=${COMP_WORDS[COMP_CWORD-2]}
    [[ $cur == = ]] && cur=
    COMPREPLY=()
    case $command:$prev in
"""
_MIDDLE: Final = """\
    esac
    case $command in
"""
_TAIL: Final = """\
    esac
    [[ -n $words ]] && COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o bashdefault -o default -F _govinfo govinfo
"""


def script(entries: Iterable[Entry]) -> str:
    """The script, for ``eval`` or a file that is sourced."""
    entries = list(entries)
    names = [entry.name for entry in entries]
    lines = [_HEAD % {"commands": "|".join(names)}]
    for entry in entries:
        lines += _after_flags(entry)
    lines.append(_MIDDLE)
    lines.append(f"        '') words='{' '.join(names)} --lang --version --help' ;;\n")
    for entry in entries:
        flags = " ".join(flag for option in entry.flags for flag in option.flags)
        loose = " ".join(value for value, _ in entry.values)
        lines.append(
            f"        {entry.name}) if [[ $cur == -* ]]; then words='{flags}'; "
            f"else words='{loose}'; fi ;;\n"
        )
    return "".join([*lines, _TAIL])


def _after_flags(entry: Entry) -> Iterator[str]:
    """After an option with a value come its words, or files."""
    for option in entry.flags:
        if option.takes:
            pattern = "|".join(f"{entry.name}:{flag}" for flag in option.flags)
            words = " ".join(value for value, _ in option.values)
            yield f"        {pattern}) words='{words}'; "
            yield '[[ -n $words ]] && COMPREPLY=($(compgen -W "$words" -- "$cur")); return ;;\n'
