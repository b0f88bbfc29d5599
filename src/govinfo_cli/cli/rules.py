"""``govinfo rules``, ``rule`` and ``schema``: what is only looked up."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from govinfo_cli.cli.common import forms_of
from govinfo_cli.cli.options import Options, argument, flag, many
from govinfo_cli.errors import EXIT_OK, UsageError
from govinfo_cli.late import late
from govinfo_cli.messages import entry_of, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govinfo_cli.finding import Code, OwnRule

_FACT = late(r"\{\w+\}")


@dataclass(frozen=True, kw_only=True)
class RulesOptions(Options):
    """What ``govinfo rules`` takes."""

    forms: tuple[str, ...] = many("--forms", help="help.forms")
    plugins: tuple[str, ...] = many("--plugins", help="help.plugins-rule")


@dataclass(frozen=True, kw_only=True)
class RuleOptions(RulesOptions):
    """What ``govinfo rule`` takes."""

    code: str = argument("CODE", help="help.code")


def _known(options: RulesOptions) -> dict[str, Code | OwnRule]:
    """All rules by code: the built-in ones, those of the user's forms, those of plug-ins."""
    from govinfo_cli.finding import CODES  # noqa: PLC0415

    own = {
        constraint.rule.code: constraint.rule
        for form in forms_of(options.forms) for constraint in form.own
    }  # fmt: skip
    if options.plugins:
        from govinfo_cli.plugins import rules_of  # noqa: PLC0415

        own |= rules_of(name for word in options.plugins for name in word.split(","))
    return {**CODES, **own}


def rules(options: RulesOptions) -> int:
    """List all checks."""
    for rule in _known(options).values():
        title = _entry(rule, options.lang)["title"]
        mark = say(options.lang, rule.severity)
        sys.stdout.write(f"{rule.code}  {mark:　<2}  {rule.name:<24}{title}\n")
    return EXIT_OK


def rule(options: RuleOptions) -> int:
    """Explain one check."""
    code, lang = options.code.upper(), options.lang
    known = _known(options).get(code)
    if known is None:
        raise UsageError("rule-unknown", code=code)
    entry = _entry(known, lang)
    title = f"{code} {known.name}  {entry['title']}  [{say(lang, known.severity)}]"
    sys.stdout.write(f"{title}\n\n")
    for template in entry["message"].values():
        sys.stdout.write(f"  {_FACT.sub('…', template)}\n")
    sys.stdout.write("\n")
    for part in ("why", "source", "fix", "example"):
        sys.stdout.write(f"{say(lang, part)}：{entry[part]}\n" if entry.get(part) else "")
    return EXIT_OK


def _entry(rule: Code | OwnRule, lang: str) -> Mapping[str, Any]:
    from govinfo_cli.finding import OwnRule  # noqa: PLC0415

    return entry_of(rule if isinstance(rule, OwnRule) else rule.code, lang)


@dataclass(frozen=True, kw_only=True)
class SchemaOptions(Options):
    """What ``govinfo schema`` takes."""

    form: str = argument("[FORM]", help="help.schema-name", default="2021")
    forms: tuple[str, ...] = many("--forms", help="help.forms")
    vscode: bool = flag("--vscode", help="help.vscode")


def schema(options: SchemaOptions) -> int:
    """Write the JSON Schema of a form, or of another file of ours; or all, for an editor."""
    from govinfo_cli.jsonout import dumps  # noqa: PLC0415

    made = _for_editor(options) if options.vscode else _schema(options)
    sys.stdout.write(dumps(made, indent=2) + "\n")
    return EXIT_OK


OTHERS: Final = ("config", "form", "findings", "baseline")


def _schema(options: SchemaOptions) -> Mapping[str, Any]:
    import json  # noqa: PLC0415

    from govinfo_cli.forms.json_schema import report_schema  # noqa: PLC0415
    from govinfo_cli.forms.load import schemas_folder  # noqa: PLC0415

    if options.form in OTHERS:
        text = (schemas_folder() / f"{options.form}.schema.json").read_text(encoding="utf-8")
        found: Mapping[str, Any] = json.loads(text, parse_float=Decimal)
        return found
    return report_schema(forms_of(options.forms).require(options.form))


def _for_editor(options: SchemaOptions) -> Mapping[str, Any]:
    """The setting of VS Code that knows our files by their ``$schema``, without any network."""
    names = [form.name for form in forms_of(options.forms)]
    schemas = [_schema(replace(options, form=name)) for name in (*names, *OTHERS[1:])]
    return {"json.schemas": [{"url": entry["$id"], "schema": entry} for entry in schemas]}
