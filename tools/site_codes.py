"""The pages of docs/codes: each check with its reason, source, remedy and a real example."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from govinfo_cli import Finding, Report, read, validate
from govinfo_cli.finding import RULES, Code
from govinfo_cli.messages import entry_of, say, word
from govinfo_cli.number import show
from site_words import WORDS, one_cell, plain

INVALID: Final = Path(__file__).resolve().parent.parent / "examples" / "invalid"
FACT: Final = re.compile(r"\{\w+\}")


def examples() -> dict[str, tuple[str, Report, Finding]]:
    """An example of each code: the file in which it stands for itself, or first."""
    found: dict[str, tuple[int, str, Report, Finding]] = {}
    beside = (".findings.json", ".previous.json")
    for path in sorted(
        p for p in INVALID.glob("*.*") if p.is_file() and not p.name.endswith(beside)
    ):
        last, below = (
            path.with_name(f"{path.stem}.{kind}") for kind in ("previous.json", "children")
        )
        children = [read(child) for child in sorted(below.iterdir())] if below.is_dir() else []
        result = validate(path, previous=read(last) if last.exists() else None, children=children)
        for number, entry in enumerate(result.findings):
            rank = number + 100 * (entry.because is not None)
            if result.report and rank < found.get(entry.code, (1000,))[0]:
                found[entry.code] = rank, path.name, result.report, entry
    return {code: entry[1:] for code, entry in found.items()}


def code_list(lang: str) -> Iterator[str]:
    """All codes by kind."""
    words = WORDS[lang]
    yield f"# {words['codes']}"
    yield words["codes-lead"]
    for letter, name in words["groups"].items():
        yield f"## {name}"
        rows = [
            f"| [{rule.code}]({rule.code}.md) | {entry_of(rule.code, lang)['title']} | {say(lang, rule.severity)} | `{rule.name}` |"
            for rule in RULES if rule.code.startswith(letter)
        ]  # fmt: skip
        yield "\n".join(
            (
                f"| {words['code']} | {words['title']} | {words['severity']} | |",
                "|---|---|---|---|",
                *rows,
            )
        )


def code_page(rule: Code, lang: str, example: tuple[str, Report, Finding] | None) -> Iterator[str]:
    """One code; ``example``: the name of its file, its report and the finding."""
    words, entry = WORDS[lang], entry_of(rule.code, lang)
    yield f"# {rule.code} {entry['title']}"
    yield f"`{rule.name}` · {say(lang, rule.severity)} · {words['all']}"
    for part in ("why", "fix", "source"):
        if entry.get(part):
            yield f"**{words[part]}** {plain(FACT.sub('…', entry[part]))}"
    yield f"## {words['example']}"
    wrong, arrow, right = str(entry["example"]).rpartition("→")
    if arrow:
        yield f"| {words['wrong']} | {words['right']} |\n|---|---|\n| {one_cell(wrong)} | {one_cell(right)} |"
    else:
        yield plain(entry["example"])
    if example:
        yield _real(lang, *example)
    yield f"## {words['says']}"
    texts = dict.fromkeys(entry["message"].values())
    yield "\n".join(f"- {plain(FACT.sub('…', text))}" for text in texts)
    yield words["configure"].format(code=rule.code)


def _real(lang: str, name: str, report: Report, entry: Finding) -> str:
    """What is really said of an example file, and what it should be."""
    words = WORDS[lang]
    lines = [f"| {words['try']} | `examples/invalid/{name}` |", "|---|---|"]
    lines.append(f"| {words['said']} | {one_cell(word(entry, report.form, lang))} |")
    places = [where.source for where in entry.cells if where.source]
    if places:
        lines.append(
            f"| {words['place']} | {(', ' if lang == 'en' else '、').join(f'`{place}`' for place in places[:4])} |"
        )
    changes = entry.suggestions[0].changes if entry.suggestions else ()
    lines += [
        f"| {words['change']} | `{change.where.source}` {show(change.old) or '∅'} → {show(change.new)} |"
        for change in changes[:4]
    ]
    return "\n".join(lines)
