"""The amounts of information-processing fees (C703, amount)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from govinfo_cli.checks.fee_statement import OF_PROCESSING, SECTION
from govinfo_cli.checks.tables import MONEY, Tables
from govinfo_cli.context import Context
from govinfo_cli.finding import Finding, finding
from govinfo_cli.prose.read import Sentence

_STEP: Final = 10  # yuan


def check_fee_amounts(
    sentences: Sequence[Sentence], tables: Tables, context: Context
) -> Iterator[Finding]:
    """Information-processing fees are amounts that the rates can give: multiples of 10 yuan.

    Amounts beside the words in section six, and in the list that follows them.
    Source: domain.md 1.6 (rates per case and page; all amounts seen are such).
    """
    del tables, context
    spoken = False
    goes_on = False
    for sentence in sentences:
        first, last = sentence.tokens[0], sentence.tokens[-1]
        listed = spoken and (goes_on or first.kind == "part")
        goes_on = not sentence.closed
        spoken = sentence.section == SECTION and (
            listed or bool(OF_PROCESSING.search(sentence.paragraph.text, first.start, last.end))
        )
        for mention in sentence.mentions if spoken else ():
            figure = mention.figure
            if figure.unit == MONEY and not figure.about and figure.number % _STEP:
                quote = sentence.quote(figure.start, figure.end)
                yield finding(
                    "C703", sentence.where, case="amount", actual=figure.number, quote=quote
                )
