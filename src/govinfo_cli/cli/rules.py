"""``govinfo rules``, ``rule`` and ``schema``: what is only looked up."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass

from govinfo_cli.cli.common import forms_of
from govinfo_cli.cli.options import Options, argument, many
from govinfo_cli.errors import EXIT_OK, UsageError
from govinfo_cli.messages import catalogue, say

_FACT = re.compile(r"\{\w+\}")


def rules(options: Options) -> int:
    """List all checks."""
    from govinfo_cli.finding import RULES  # noqa: PLC0415

    for rule in RULES:
        title = catalogue(options.lang)["findings"][rule.code]["title"]
        mark = say(options.lang, rule.severity)
        sys.stdout.write(f"{rule.code}  {mark:　<2}  {rule.name:<24}{title}\n")
    return EXIT_OK


@dataclass(frozen=True, kw_only=True)
class RuleOptions(Options):
    """What ``govinfo rule`` takes."""

    code: str = argument("CODE", help="help.code")


def rule(options: RuleOptions) -> int:
    """Explain one check."""
    from govinfo_cli.finding import CODES  # noqa: PLC0415

    code, lang = options.code.upper(), options.lang
    if code not in CODES:
        raise UsageError("rule-unknown", code=code)
    entry = catalogue(lang)["findings"][code]
    known = CODES[code]
    title = f"{code} {known.name}  {entry['title']}  [{say(lang, known.severity)}]"
    sys.stdout.write(f"{title}\n\n")
    for template in entry["message"].values():
        sys.stdout.write(f"  {_FACT.sub('…', template)}\n")
    sys.stdout.write("\n")
    for part in ("why", "source", "fix", "example"):
        sys.stdout.write(f"{say(lang, part)}：{entry[part]}\n" if entry.get(part) else "")
    return EXIT_OK


@dataclass(frozen=True, kw_only=True)
class SchemaOptions(Options):
    """What ``govinfo schema`` takes."""

    form: str = argument("[FORM]", help="help.form-name", default="2021")
    forms: tuple[str, ...] = many("--forms", help="help.forms")


def schema(options: SchemaOptions) -> int:
    """Write a form's JSON Schema."""
    from govinfo_cli.forms.json_schema import report_schema  # noqa: PLC0415
    from govinfo_cli.jsonout import dumps  # noqa: PLC0415

    form = forms_of(options.forms).require(options.form)
    sys.stdout.write(dumps(report_schema(form), indent=2) + "\n")
    return EXIT_OK
