"""Workbooks: calamine reads the values; in xlsx the parts say which of them are formulas."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache, partial
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from govinfo_cli.document import Document, Grid, RawCell
from govinfo_cli.errors import UnreadableError
from govinfo_cli.limits import now, reached
from govinfo_cli.number import Raw, from_float
from govinfo_cli.office.package import OLE, Part, inflate_faster, parts_of
from govinfo_cli.office.scan import Scanned, check_entries, scan_workbook
from govinfo_cli.readers.bounds import check_texts
from govinfo_cli.readers.guard import guarded
from govinfo_cli.readers.parts import (
    WORKBOOK,
    Source,
    Special,
    formulas_of,
    metadata_of,
    special_cells,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from govinfo_cli.readers.moulds import Moulds

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def read(data: bytes, name: str) -> Document:
    """Read every sheet, hidden ones too: xlsx, xlsm, xls, xlsb, ods, and et that is an xls.

    What the file is, its content tells and not its name. Raises UnreadableError.
    """
    package = {} if data.startswith(OLE) else parts_of(data)
    if not package:
        return Document(name, [s.grid for s in _sources(data, package) if s.grid.rows])
    check_entries(package)
    moulds = _moulds() if WORKBOOK in package else None
    document = moulds.cast(data, package, name) if moulds else None
    if document is None:
        sources = _sources(data, package)
        if moulds:
            moulds.learn(data, package, sources)
        document = Document(name, [source.grid for source in sources if source.grid.rows])
    document.metadata = metadata_of(data, package)
    _check_amount(document, package)
    return document


def _check_amount(document: Document, package: Mapping[str, Part]) -> None:
    """Hold to the limits what comes of a mould, too: it may have been made under others."""
    shape = document.filled.make.first if document.filled else document
    grids = [block for block in shape.blocks if isinstance(block, Grid)]
    found = sum([len(grid.rows) * len(grid.rows[0]) for grid in grids])
    if found > now().cells:
        raise reached("too-many-cells", "cells", found=found)
    if sum([part.size for part in package.values()]) > now().string:
        check_texts(document)


def _moulds() -> Moulds | None:
    """The moulds of this run; none for its first workbook, which may be the only one."""
    if not _RUN:
        _RUN.append(None)
        return None
    if _RUN[0] is None:
        from govinfo_cli.readers.moulds import Moulds  # not for a single file  # noqa: PLC0415

        inflate_faster()
        _RUN[0] = Moulds(_resolve)
    return _RUN[0]


_RUN: list[Moulds | None] = []


def _sources(data: bytes, package: dict[str, Part]) -> list[Source]:
    """Every sheet by calamine. Raises UnreadableError."""
    import python_calamine as calamine  # a compiled library, only for workbooks  # noqa: PLC0415

    parts, file = _scanned(data, package)
    try:
        with guarded():
            book = calamine.CalamineWorkbook.from_filelike(BytesIO(file))
            if len(book.sheets_metadata) > now().parts:
                raise reached("too-many-parts", "parts", found=len(book.sheets_metadata))
            special = special_cells(data, package, parts) if package else {}
            return list(_each(book, special))
    except calamine.PasswordError as error:
        raise UnreadableError("encrypted") from error
    except calamine.WorksheetNotFound as error:
        raise UnreadableError("package-corrupt", reason=f"{error}: no sheet") from error
    except calamine.CalamineError as error:
        raise UnreadableError("package-corrupt", reason=str(error)) from error


def _each(book: Any, special: Mapping[str, Special]) -> Iterator[Source]:
    """Every sheet. Many may be one and the same part, so what they come to is counted."""
    kind = type(book.sheets_metadata[0].typ).WorkSheet if book.sheets_metadata else None
    cells = texts = 0
    for number, meta in enumerate(book.sheets_metadata):
        if meta.typ != kind:
            continue
        sheet = book.get_sheet_by_index(number)
        cells += sheet.height * sheet.width
        if cells > now().cells:
            raise reached("sheet-too-large", "cells", sheet=meta.name)
        source = _source(sheet, meta, special.get(meta.name, {}))
        if number > _FEW:
            from govinfo_cli.office.amount import check_amount  # seldom so many  # noqa: PLC0415

            texts += sum(len(cell) for row in source.rows for cell in row if isinstance(cell, str))
            check_amount(texts)
        yield source


_FEW: Final = 8  # sheets, each of which was bounded before


def _scanned(data: bytes, package: dict[str, Part]) -> Scanned:
    """The parts that were looked into, once the file is known to be none that kills readers."""
    if package:
        return scan_workbook(data, package)
    from govinfo_cli.office.old_extent import scan_old_workbook  # noqa: PLC0415  seldom needed

    scan_old_workbook(data)
    return Scanned({}, data)


def _source(sheet: Any, meta: Any, special: Special) -> Source:
    start: tuple[int, int] = sheet.start or (0, 0)
    rows: list[list[RawCell]] = sheet.to_python()
    hidden = meta.visible != type(meta.visible).Visible
    grid = Grid(rows, partial(_locate, meta.name, start), meta.name, start, hidden=hidden)
    if not special:
        return Source(grid, rows, special)
    source = Source(grid, [row[:] for row in rows], special)
    _resolve(grid, special)
    return source


def _resolve(grid: Grid, special: Special) -> None:
    """Put in what calamine gives as '': error cells, and formulas without a stored value."""
    from govinfo_cli.formula import Evaluator  # noqa: PLC0415

    down, right = grid.origin
    formulas = formulas_of(special, grid.origin)
    evaluator = Evaluator(grid.rows, formulas, grid.origin)
    worked_out: dict[tuple[int, int], RawCell] = {}
    for (r, c), (formula, error) in special.items():
        at = (r - down, c - right)
        if not (0 <= at[0] < len(grid.rows) and 0 <= at[1] < len(grid.rows[at[0]])):
            continue
        stored = grid.rows[at[0]][at[1]]
        due = evaluator.value(at) if formula else None
        if error:
            worked_out[at] = Raw("error", error)
        elif stored == "":
            worked_out[at] = due if due is not None else Raw("formula", "=" + formula)
        elif (
            due is not None and isinstance(stored, int | float | Decimal) and _differs(due, stored)
        ):
            grid.stale[at] = due
    for (r, c), value in worked_out.items():
        grid.rows[r][c] = value
    grid.formulas = formulas


def _differs(due: object, stored: float | Decimal) -> bool:
    """Whether a stored number is another than the one worked out, as Excel shows them."""
    return due != (from_float(stored) if isinstance(stored, float) else stored)


def _locate(sheet: str, start: tuple[int, int], row: int, column: int) -> str:
    return f"{sheet}!{column_letters(column + start[1])}{row + start[0] + 1}"


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = _LETTERS[digit] + letters
    return letters
