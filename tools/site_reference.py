"""The pages of docs/reference: the commands from their options, Python from its docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from textwrap import dedent
from typing import Final

import govinfo_cli
from govinfo_cli.cli.commands import COMMANDS
from govinfo_cli.cli.options import Command, Spec, specs_of
from govinfo_cli.errors import GovinfoError
from govinfo_cli.messages import say
from site_words import WORDS, ZH_SUMMARY, one_cell, plain

SHORT: Final = 88  # a call that fits into a line


def commands(lang: str) -> Iterator[str]:
    """All commands with their options."""
    yield f"# {WORDS[lang]['commands']}"
    yield WORDS[lang]["commands-lead"]
    for command in COMMANDS:
        yield f"## govinfo {command.name}"
        yield plain(say(lang, f"help.{command.name}"))
        yield from _command(command, lang)


def _command(command: Command, lang: str) -> Iterator[str]:
    options = getattr(import_module(f"govinfo_cli.cli.{command.module}"), command.options)
    specs = specs_of(options).values()
    loose = " ".join(_argument(spec) for spec in specs if not spec.flags)
    yield f"```sh\ngovinfo {command.name} {loose}\n```".replace(" \n", "\n")
    rows = [_row(spec, lang) for spec in sorted(specs, key=lambda spec: bool(spec.flags))]
    yield "\n".join((f"| {WORDS[lang]['option']} | {WORDS[lang]['does']} |", "|---|---|", *rows))


def _argument(spec: Spec) -> str:
    return f"{spec.metavar or ''}{'...' if spec.many and '...' not in str(spec.metavar) else ''}"


def _row(spec: Spec, lang: str) -> str:
    words = WORDS[lang]
    name = ", ".join(f"`{flag}`" for flag in spec.flags) or f"`{_argument(spec)}`"
    text = one_cell(say(lang, spec.help, formats=spec.facts(lang) if spec.facts else ""))
    more = [words["required"]] if spec.required else []
    if spec.default not in (None, "", (), False) and not spec.required:
        more.append(words["default"].format(spec.default))
    if spec.low is not None and spec.high is not None:
        more.append(words["range"].format(spec.low, spec.high))
    if spec.many and spec.flags and "多次" not in text and "several times" not in text:
        more.append(words["many"])
    joiner = "；" if lang == "zh" else "; "
    return f"| {name} | {joiner.join((text.rstrip('。.'), *more))} |"


def python(lang: str) -> Iterator[str]:
    """All that the package gives, functions first."""
    yield f"# {WORDS[lang]['python']}"
    yield WORDS[lang]["python-lead"]
    names = [name for name in govinfo_cli.__all__ if not name.startswith("_")]
    for name in sorted(names, key=lambda name: (name[0].isupper(), name)):
        found = getattr(govinfo_cli, name)
        yield f"## {name}"
        if lang == "zh":
            yield ZH_SUMMARY[name]
        yield from _described(found)


def _described(found: object) -> Iterator[str]:
    called = inspect.isclass(found) and issubclass(found, GovinfoError)
    if not called:  # nobody makes one
        yield f"```python\n{_signature(found)}\n```"
    yield _docstring(found)
    if inspect.isclass(found):
        for name, member in vars(found).items():
            if not name.startswith("_") and member.__doc__:
                if isinstance(member, property):
                    yield f"`{name}`: {_docstring(member)}"
                elif inspect.isfunction(member):
                    yield f"`{name}({_inside(member)})`: {_docstring(member)}"


def _inside(method: Callable[..., object]) -> str:
    """The parameters of a method, without itself."""
    return ", ".join(list(_parameters(inspect.signature(method)))[1:])


def _signature(found: object) -> str:
    """How it is called, one parameter a line where it is long."""
    assert callable(found)
    signature = inspect.signature(found)
    parts = list(_parameters(signature))
    after = f" -> {signature.return_annotation}" if not inspect.isclass(found) else ""
    name = getattr(found, "__name__", "")
    short = f"{name}({', '.join(parts)}){after}"
    if len(short) <= SHORT:
        return short
    return "\n".join((f"{name}(", *(f"    {part}," for part in parts), f"){after}"))


def _parameters(signature: inspect.Signature) -> Iterator[str]:
    named_only = False
    for one in signature.parameters.values():
        if one.kind is one.KEYWORD_ONLY and not named_only:
            named_only = True
            yield "*"
        yield f"{one.name}: {_type(one.annotation)}{_default(one)}"


def _type(annotation: object) -> str:
    """A type as the module writes it, whether it is kept as text or made."""
    annotation = getattr(annotation, "__forward_arg__", annotation)
    if isinstance(annotation, str):
        return annotation
    return re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Za-z])", "", inspect.formatannotation(annotation))


def _default(one: inspect.Parameter) -> str:
    """The default as one would write it; what is made anew each time as three points."""
    if one.default is one.empty:
        return ""
    plain = isinstance(one.default, str | int | tuple | None)
    return f" = {one.default!r}" if plain else " = ..."


def _docstring(found: object) -> str:
    """A docstring as Markdown: its examples are fenced."""
    text = inspect.cleandoc(found.__doc__ or "").replace("``", "`")
    before, mark, example = text.partition("\n>>> ")
    return before.rstrip() + (f"\n\n```python\n>>> {dedent(example).rstrip()}\n```" if mark else "")
