"""Completion for zsh, each word with its description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from govinfo_cli.cli.completion import Entry, Flag, Values

_HEAD: Final = """\
#compdef govinfo
# govinfo, zsh: put this into a folder of $fpath as _govinfo, or eval "$(govinfo completion zsh)"
_govinfo() {
    local context state line ret=1
    local -a commands
    commands=(
%(commands)s
    )
    _arguments -C '--lang[%(lang)s]:lang:(zh en)' '--version' '(- *)'{-h,--help}'[%(help)s]' \\
        '1: :->command' '*:: :->rest' && ret=0
    case $state in
        command) _describe -t commands govinfo commands && ret=0 ;;
        rest)
            case $words[1] in
"""
_TAIL: Final = """\
            esac ;;
    esac
    return ret
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _govinfo "$@"
else
    compdef _govinfo govinfo
fi
"""


def script(entries: Iterable[Entry]) -> str:
    """The script, for ``eval`` or a folder of ``$fpath``."""
    entries = list(entries)
    flags = {flag: option for option in entries[0].flags for flag in option.flags}
    commands = "\n".join(
        f"        {_quote(f'{_plain(entry.name)}:{entry.words}')}" for entry in entries
    )
    facts = {name: _words(flags[f"--{name}"].words) for name in ("lang", "help")}
    lines = [_HEAD % {"commands": commands, **facts}]
    for entry in entries:
        lines.append(f"                {entry.name}) _arguments \\\n")
        lines += [f"                    {line} \\\n" for o in entry.flags for line in _option(o)]
        lines.append(f"                    {_quote(f'*: :{_action(entry.values)}')} && ret=0 ;;\n")
    return "".join([*lines, _TAIL])


def _option(option: Flag) -> Iterator[str]:
    for flag in option.flags:
        long = flag.startswith("--") and option.takes
        value = f": :{_action(option.values)}" if option.takes else ""
        yield _quote(f"*{flag}{'=' if long else ''}[{_escaped(option.words)}]{value}")


def _action(values: Values) -> str:
    """What may stand there: words with descriptions, words, or files."""
    if not values:
        return "_files"
    if not any(words for _, words in values):
        return f"({' '.join(value for value, _ in values)})"
    inside = " ".join(f"{value}\\:{_word(words)}" for value, words in values)
    return f"(({inside}))"


def _word(text: str) -> str:
    """A description inside ((…)): white space, brackets and the like would end it."""
    return "".join(f"\\{c}" if c in " \\:()[]'\"`$&|;<>*?!#~" else c for c in text)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")


def _words(text: str) -> str:
    return _escaped(text).replace("'", "'\\''")


def _plain(name: str) -> str:
    return name.replace(":", "\\:")


def _quote(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
