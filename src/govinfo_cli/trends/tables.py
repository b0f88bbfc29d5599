"""A trend as a table: plain text, Markdown, CSV and JSON."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from govinfo_cli.jsonout import dumps
from govinfo_cli.marks import guarded
from govinfo_cli.messages import catalogue, say
from govinfo_cli.messages.labels import cell_label
from govinfo_cli.number import show
from govinfo_cli.reporters.plain import aligned
from govinfo_cli.text import printable, visible
from govinfo_cli.trends import Series, Trend
from govinfo_cli.writers.markdown import escape
from govinfo_cli.writers.pipes import pipes

GAP = "–"  # no number can be given


def title_of(trend: Trend, lang: str) -> str:
    """The organ and the years."""
    years = str(trend.years[0])
    if len(trend.years) > 1:
        years += f"–{trend.years[-1]}"
    return say(lang, "trend-title", organ=trend.organ, years=years)


def label_of(series: Series, lang: str, *, unit: bool = True) -> str:
    """What a figure is called, with its unit; the label of a cell has its own."""
    name = catalogue(lang)["ui"].get(f"figure.{series.figure.key}")
    if name is None:
        return cell_label(series.figure.cells[0], series.form, lang)
    return f"{name} ({series.unit})" if series.unit and unit else str(name)


def remarks(trend: Trend, lang: str) -> Iterator[str]:
    """Years without a report, years with several, and the years of another form."""
    missing = [year for year in trend.years if not trend.forms[year] and year not in trend.doubtful]
    if missing:
        yield say(lang, "trend-missing", years="、".join(map(str, missing)))
    for year, paths in trend.doubtful.items():
        yield say(lang, "trend-doubtful", year=year, paths="、".join(paths))
    for year, form in trend.changes:
        yield say(lang, "trend-forms", year=year, form=form)


def rows_of(trend: Trend, lang: str) -> list[list[str]]:
    """A header with the years, then a line a figure."""
    lines = [[say(lang, "item"), *(say(lang, "year", year=year) for year in trend.years)]]
    for series in trend.series:
        values = [series.values[year] for year in trend.years]
        cells = [GAP if value is None else show(value) for value in values]
        lines.append([label_of(series, lang), *cells])
    return lines


def plain(trend: Trend, lang: str) -> bytes:
    """Aligned text."""
    lines = [*aligned(rows_of(trend, lang)), *remarks(trend, lang)]
    return visible("".join(f"{line}\n" for line in (title_of(trend, lang), *lines))).encode()


def markdown(trend: Trend, lang: str) -> bytes:
    """A pipe table below a heading."""
    rows = [[escape(row[0]), *row[1:]] for row in rows_of(trend, lang)]
    parts = [f"# {escape(title_of(trend, lang))}", pipes(rows, numbers=True)]
    parts += [f"- {escape(line)}" for line in remarks(trend, lang)]
    return visible("\n\n".join(parts) + "\n").encode()


def as_csv(trend: Trend, lang: str) -> bytes:
    """A line a figure, a column a year; a gap is empty."""
    made = StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow([say(lang, "organ"), say(lang, "item"), *trend.years])
    for series in trend.series:
        words = [guarded(printable(w)) for w in (trend.organ, label_of(series, lang))]
        writer.writerow([*words, *(show(series.values[year]) for year in trend.years)])
    return made.getvalue().encode("utf-8-sig")


def as_json(trend: Trend, lang: str) -> bytes:
    """One object; a gap is null."""
    figures = [
        {
            "figure": series.figure.key,
            "label": label_of(series, lang, unit=False),
            "unit": series.unit,
            "cells": list(series.figure.cells),
            "of": list(series.figure.whole),
            "values": {str(year): series.values[year] for year in trend.years},
        }
        for series in trend.series
    ]
    made = {
        "organ": trend.organ,
        "years": list(trend.years),
        "figures": figures,
        "reports": [
            {"year": year, "form": trend.forms[year], "path": path}
            for year, path in trend.paths.items()
        ],
        "remarks": list(remarks(trend, lang)),
    }
    return (dumps(made, indent=2) + "\n").encode()
