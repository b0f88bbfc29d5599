"""Find the form folders and load them, with clear errors for a user's own ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from govinfo_cli.errors import FormError
from govinfo_cli.forms.model import (
    Block,
    CellSpec,
    Constraint,
    Form,
    Label,
    OwnConstraint,
    Section,
    Table,
)
from govinfo_cli.forms.readings import reading, sides

FORM_FILE: Final = "form.json"
META_SCHEMA: Final = "form.schema.json"
_PACKAGE: Final = Path(__file__).resolve().parent.parent


@lru_cache(maxsize=1)
def schemas_folder() -> Path:
    """The shipped ``schemas/``: inside the wheel, or beside ``src/`` in a checkout."""
    for folder in (_PACKAGE / "schemas", _PACKAGE.parent.parent / "schemas"):
        if (folder / META_SCHEMA).is_file():
            return folder
    raise FormError("forms-missing", path=str(_PACKAGE / "schemas"))


class FormSet:
    """The forms that can be told apart in one run, newest first."""

    def __init__(self, forms: Iterable[Form], home: tuple[str, ...] = ()) -> None:
        self.home = home
        self.forms: tuple[Form, ...] = tuple(sorted(forms, key=lambda f: -f.first_year))
        self._by_name = {form.name: form for form in self.forms}

    def __reduce__(self) -> tuple[object, ...]:
        """In another process they are loaded there, and once: caches go by their identity."""
        return load_forms, self.home

    def __iter__(self) -> Iterator[Form]:
        return iter(self.forms)

    def get(self, name: str) -> Form | None:
        """The form of that name, such as ``2021``, or None."""
        return self._by_name.get(name)

    def require(self, name: str) -> Form:
        """The form of that name; a FormError that lists the known ones otherwise."""
        form = self.get(name)
        if form is None:
            raise FormError("form-unknown", name=name, known=", ".join(sorted(self._by_name)))
        return form

    def for_year(self, year: int) -> Form | None:
        """The form that is due for reports about ``year``, or None before the first."""
        return next((form for form in self.forms if form.covers(year)), None)


@lru_cache(maxsize=8)
def load_forms(*folders: str) -> FormSet:
    """The shipped forms and those of the user's own folders.

    A folder holds a ``form.json``, or folders that do. A user's form replaces a shipped form
    of the same name. Shipped forms are held to the meta-schema by the tests; a user's own are
    checked here. Raises FormError with the file and the place in it.
    """
    shipped = sorted(schemas_folder().glob(f"*/{FORM_FILE}"))
    own = [path for folder in folders for path in _form_files(Path(folder))]
    read = [(json.loads(path.read_bytes()), path) for path in shipped]
    read += [(_whole(_checked(path), path), path) for path in own]
    forms = {}
    for data, path in read:
        form = forms[str(data["form"])] = _make(data, path, folders)
        if path in own:
            _check_sheets(form, path)
            _check_mentions(form, path)
    return FormSet(forms.values(), folders)


def _form_files(folder: Path) -> list[Path]:
    if (folder / FORM_FILE).is_file():
        return [folder / FORM_FILE]
    found = sorted(folder.glob(f"*/{FORM_FILE}"))
    if not found:
        raise FormError("forms-none", path=str(folder), file=FORM_FILE)
    return found


def _checked(path: Path) -> dict[str, Any]:
    from govinfo_cli.jsonin import loads, text_of  # only for a user's own forms  # noqa: PLC0415

    try:
        data: object = loads(text_of(path))
    except OSError as error:
        raise FormError("form-unreadable", path=str(path), reason=str(error)) from error
    except ValueError as error:
        raise FormError("form-not-json", path=str(path), reason=str(error)) from error
    from jsonschema import Draft202012Validator  # slow to import, seldom needed  # noqa: PLC0415

    schema = json.loads((schemas_folder() / META_SCHEMA).read_bytes())
    for problem in Draft202012Validator(schema).iter_errors(data):
        raise FormError(
            "form-invalid", path=str(path), pointer=problem.json_path, reason=problem.message
        )
    assert isinstance(data, dict)  # the meta-schema says so
    return data


def _whole(data: dict[str, Any], path: Path) -> dict[str, Any]:
    """The data of a form file, put upon those of the shipped form that it extends."""
    if "extends" not in data:
        return data
    from govinfo_cli.forms.extend import extended  # seldom needed  # noqa: PLC0415

    base = schemas_folder() / data["extends"] / FORM_FILE
    return extended(data, json.loads(base.read_bytes()), path)


def _make(data: Mapping[str, Any], path: Path, home: tuple[str, ...]) -> Form:
    tables = tuple(_table(entry) for entry in data["tables"])
    cells = tuple(_cells(tables, path))
    index = {cell.path: number for number, cell in enumerate(cells)}
    constraints = tuple(
        constraint
        for entry in data.get("constraints", ())
        if not entry["code"].startswith("X")
        for constraint in _constraints(entry, tables, index, path)
    )
    sections = tuple(
        Section(
            s["key"], s["label"], s["en"], tuple(s.get("aliases", ())), s.get("text", "optional")
        )
        for s in data["sections"]
    )
    return Form(
        data["form"], data["title"], data["en"], data["source"],
        data["years"]["first"], data["years"].get("last"),
        data["report_title"], data["preface"], sections, tables, cells, constraints, index, home,
        _own(data, tables, index, path),
        tuple(reading(entry) for entry in data.get("mentions", ())),
        ("preface", *(section.key for section in sections)),
    )  # fmt: skip


def _own(
    data: Mapping[str, Any], tables: tuple[Table, ...], index: Mapping[str, int], path: Path
) -> tuple[OwnConstraint, ...]:
    entries = [entry for entry in data.get("constraints", ()) if entry["code"].startswith("X")]
    if not entries:
        return ()
    from govinfo_cli.forms.own import own_constraints  # seldom needed  # noqa: PLC0415

    return tuple(c for entry in entries for c in own_constraints(entry, tables, index, path))


def _check_sheets(form: Form, path: Path) -> None:
    """The tables of a user's own form have the cells that their arrangement is made of."""
    from govinfo_cli.forms.sheet import official_sheet  # seldom needed  # noqa: PLC0415

    for table in form.tables:
        try:
            official_sheet(form, table.key)
        except (KeyError, ValueError, IndexError) as error:
            raise FormError(
                "form-no-layout", path=str(path), table=table.key,
                arrangement=table.arrangement, cell=str(error.args[0] if error.args else ""),
            ) from error  # fmt: skip


def _check_mentions(form: Form, path: Path) -> None:
    """The cells that a user's own form names for words of the prose are cells of the form."""
    for entry in form.mentions:
        for ways in (entry.cells, *entry.within.values()):
            try:
                sides(ways, form.index)
            except KeyError as error:
                raise FormError(
                    "form-no-mention", path=str(path), mention=entry.key, cell=str(error.args[0])
                ) from error


def _label(entry: Mapping[str, Any]) -> Label:
    return Label(
        entry["key"], entry["label"], entry["en"],
        tuple(entry.get("aliases", ())), tuple(entry.get("under", ())),
        tuple(entry.get("columns", ())), entry.get("kind", ""), entry.get("unit", ""),
        entry.get("required", True),
    )  # fmt: skip


def _table(entry: Mapping[str, Any]) -> Table:
    return Table(
        entry["key"], entry["label"], entry["short"], entry["en"], entry["short_en"],
        entry["sheet"], entry["section"], entry["arrangement"],
        {row["key"]: _label(row) for row in entry["rows"]},
        {column["key"]: _label(column) for column in entry["columns"]},
        tuple(
            Block(b["label"], b["en"], tuple(b["rows"]), tuple(b["columns"]))
            for b in entry.get("blocks", ())
        ),
        entry.get("corner", ""), entry.get("stub", ""), entry.get("hint", ""),
    )  # fmt: skip


def _cells(tables: Iterable[Table], path: Path) -> Iterator[CellSpec]:
    for table in tables:
        for row in table.rows.values():
            for key in row.columns:
                column = table.columns.get(key)
                if column is None:
                    raise FormError(
                        "form-no-column", path=str(path), table=table.key, row=row.key, column=key
                    )
                place = f"{table.key}/{row.key}/{key}"
                yield CellSpec(place, table.key, row.key, key, column.kind, column.unit)


def _constraints(
    entry: Mapping[str, Any], tables: Iterable[Table], index: Mapping[str, int], path: Path
) -> Iterator[Constraint]:
    """Spread one rule of the form file over the rows or columns that have all its cells."""
    named = [name.lstrip("-") for name in (*entry["left"], *entry["right"])]
    table = next((t for t in tables if t.key == entry["table"]), None)
    if table is None:
        raise FormError("form-no-table", path=str(path), code=entry["code"], table=entry["table"])
    by_row = entry["each"] == "row"
    known = table.columns if by_row else table.rows
    if strange := [name for name in named if name not in known]:
        raise FormError("form-no-term", path=str(path), code=entry["code"], term=strange[0])
    for line in table.rows if by_row else table.columns:
        pattern = f"{table.key}/{line}/%s" if by_row else f"{table.key}/%s/{line}"
        if all(pattern % name in index for name in named):
            left = tuple(_term(name, pattern, index) for name in entry["left"])
            right = tuple(_term(name, pattern, index) for name in entry["right"])
            single = entry["relation"] == "=" and len(left) == 1 and left[0][1] == 1
            yield Constraint(
                entry["code"], left, entry["relation"], right,
                left[0][0] if single else -1, tuple(i for i, _ in (*left, *right)),
            )  # fmt: skip


def _term(name: str, pattern: str, index: Mapping[str, int]) -> tuple[int, int]:
    return index[pattern % name.lstrip("-")], -1 if name.startswith("-") else 1
