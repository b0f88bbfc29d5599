"""A report told from what a file of a known make has of its own is the report told from all of it."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest
from conftest import EXAMPLES
from hypothesis import given
from hypothesis import strategies as st

from govinfo_cli.api import convert
from govinfo_cli.document import Document, Grid
from govinfo_cli.errors import UnreadableError
from govinfo_cli.forms import load_forms
from govinfo_cli.makes import At, Filled, Make
from govinfo_cli.marks import EXTRA_HEADER, TIDY_HEADER
from govinfo_cli.number import Number, from_float
from govinfo_cli.readers import xlsx
from govinfo_cli.recognise import again, recognise
from govinfo_cli.recognise.settings import KEYS
from govinfo_cli.report import Report

FORMS = load_forms()
WORKBOOKS = [
    path
    for folder in ("valid", "invalid")
    for path in sorted((EXAMPLES / folder).glob("*.xls[xm]"))
]
LABELS = [
    label.label
    for form in FORMS for table in form.tables
    for label in (*table.columns.values(), *table.rows.values(), *table.blocks)
] + [section.label for form in FORMS for section in form.sections]  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(LABELS),
    st.sampled_from([*KEYS, EXTRA_HEADER[0], TIDY_HEADER[0], "前言", "—", "－", "/", "0", "12", "3.5万元"]),
    st.sampled_from(["甲县人民政府", "2023年", "2024年3月1日", "《乙局2022年政府信息公开工作年度报告》"]),
    st.sampled_from(["丙局2021年政府信息公开工作年度报告", "发布日期：2025年1月9日", "注：以件计。"]),
    st.sampled_from(["本年度收到申请12件，办结12件，没有收费。", "本年度公开工作有序推进。" * 3, "办结"]),
    st.text(min_size=1, max_size=30).filter(lambda text: text.strip()),
)  # fmt: skip
NUMBERS = st.one_of(
    st.integers(0, 30),
    st.integers(-5, 10**12),
    st.sampled_from([2019, 2020, 2023, 2024, Decimal("3.5"), Decimal("0.01"), Decimal("-2.25")]),
)


FILLED = "with a list of particulars"  # as govinfo's own blank is filled


@lru_cache(maxsize=64)
def make_of(path: Path | str) -> tuple[Make, tuple[At, ...]]:
    """The make of a workbook, and where its texts stand."""
    xlsx._RUN.clear()  # noqa: SLF001
    report = EXAMPLES / "valid" / "county_2024.json"
    data = path.read_bytes() if isinstance(path, Path) else convert(report, "xlsx")
    document = xlsx.read(data, "xlsx")
    numbers, texts = [], []
    for block, grid in enumerate(document.blocks):
        assert isinstance(grid, Grid)
        for row, cells in enumerate(grid.rows):
            for column, cell in enumerate(cells):
                if type(cell) in (int, float, Decimal):
                    cells[column] = from_float(float(str(cell)))
                    numbers.append((block, row, column))
                elif type(cell) is str and cell:
                    texts.append((block, row, column))
    make = Make(document, numbers)
    seen = again._seen(make, FORMS, "auto")  # noqa: SLF001
    free = [at for at in texts if seen and at in seen.free]
    return make, tuple(texts + free * 50)  # those that are in question come often


def numbers_of(make: Make) -> list[Number]:
    return [make.first.blocks[b].rows[r][c] for b, r, c in make.numbers]  # type: ignore[union-attr, misc]


def state(report: Report) -> list[object]:
    """All that a report holds."""
    return [
        report.to_dict(), report.remarks, report.absent, report.unread, report.covered,
        report.text_places, [report.source(index) for index in range(len(report.values))],
        [place[0].name for place in report.places if isinstance(place, tuple)],
    ]  # fmt: skip


def told(document: Document, form: str = "auto") -> list[object]:
    try:
        return state(recognise(document, FORMS, form))
    except UnreadableError as error:
        return [str(error), error.facts]


def is_known(filled: Filled) -> bool:
    return again.recognise_again(filled, {}, FORMS, "auto") is not None


@given(
    path=st.sampled_from([*WORKBOOKS, FILLED]),
    form=st.sampled_from(["auto", "auto", "2019"]),
    data=st.data(),
)
def test_what_is_told_of_a_make_is_told_of_the_whole(
    path: Path | str, form: str, data: st.DataObject
) -> None:
    make, texts = make_of(path)
    numbers = numbers_of(make)
    if numbers:
        for at, number in data.draw(
            st.dictionaries(st.integers(0, len(numbers) - 1), NUMBERS, max_size=6)
        ).items():
            numbers[at] = number
    words = data.draw(st.dictionaries(st.sampled_from(texts), WORDS, max_size=3))
    filled = Filled(make, numbers, words)
    metadata = {"author": "甲"}
    due = told(Document("xlsx", filled.blocks(), {**metadata}), form)
    assert told(Document("xlsx", metadata=metadata, filled=filled), form) == due


@pytest.mark.parametrize("name", [FILLED, "sheets.xlsx", "one_sheet.xlsx", "dongxihu_sheets.xlsx"])
def test_a_word_that_says_more_is_not_taken_for_one_that_fills_a_line(name: str) -> None:
    """Every label of any form, as it is and not quite so, in each place that may have words."""
    make, texts = make_of(name if name == FILLED else EXAMPLES / "valid" / name)
    numbers, free = numbers_of(make), sorted({at for at in texts if texts.count(at) > 1})
    words = [word for label in LABELS for word in (label, label + "数", "1." + label)]
    for number, word in enumerate(
        [*words, *KEYS, EXTRA_HEADER[0], *TIDY_HEADER, "前言", "12", "—"]
    ):
        filled = Filled(make, numbers, {free[number % len(free)]: word})
        assert told(Document("xlsx", filled=filled)) == told(Document("xlsx", filled.blocks())), (
            word
        )


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_the_first_itself(path: Path) -> None:
    make, _ = make_of(path)
    filled = Filled(make, numbers_of(make), {})
    assert told(Document("xlsx", filled=filled)) == told(Document("xlsx", filled.blocks()))


@pytest.mark.parametrize(
    "name", ["sheets.xlsx", "one_sheet.xlsx", "formulas.xlsx", "unmerged.xlsx"]
)
def test_makes_are_used(name: str) -> None:
    make, _ = make_of(EXAMPLES / "valid" / name)
    assert is_known(Filled(make, [7] * len(make.numbers), {}))


def test_a_word_of_its_own_is_read_and_a_label_is_looked_at_as_a_whole() -> None:
    make, texts = make_of(FILLED)
    numbers = numbers_of(make)
    organ = next(
        at for at in texts if make.first.blocks[at[0]].rows[at[1]][0] == "单位名称" and at[2]
    )  # type: ignore[union-attr]
    filled = Filled(make, numbers, {organ: "丁县水务局"})
    found = again.recognise_again(filled, {}, FORMS, "auto")
    assert found is not None
    assert found.organ == "丁县水务局"
    assert not is_known(Filled(make, numbers, {organ: LABELS[0]}))


def test_another_year_as_a_number_is_read() -> None:
    make, _ = make_of(FILLED)
    numbers = numbers_of(make)
    [year] = [n for n, number in enumerate(numbers) if number == 2024]
    numbers[year] = 2022
    found = again.recognise_again(Filled(make, numbers, {}), {}, FORMS, "auto")
    assert found is not None
    assert found.year == 2022
