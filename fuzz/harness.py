"""Coverage-guided fuzzing of what reads files: one function a kind of input.

``python fuzz/harness.py html`` runs until it is stopped or finds something; see README.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

# What libFuzzer reports as a crash is any exception that is not ours.
KINDS = {
    "workbook": (".xlsx", ".xlsm"),
    "old_workbook": (".xls", ".et"),
    "binary": (".xlsb",),
    "open_document": (".ods",),
    "json": (".json",),
    "html": (".html", ".htm"),
    "docx": (".docx",),
    "text": (".txt", ".md"),
    "csv": (".csv",),
    "mht": (".mht",),
}


def target_of(kind: str) -> Callable[[bytes], None]:
    """The function under test: read, check and write one file, whatever its bytes."""
    from govinfo_cli import convert, validate  # noqa: PLC0415
    from govinfo_cli.errors import GovinfoError  # noqa: PLC0415

    name = "a" + KINDS[kind][0]

    def target(data: bytes) -> None:
        result = validate(data, name=name)
        if result.report is None:
            assert isinstance(result.error, GovinfoError)
            return
        try:
            convert(result.report, "json")
        except GovinfoError as error:
            assert error.key in ALLOWED, error

    return target


# A report that was read may still be one that cannot be written so that it reads back.
ALLOWED = ("read-back", "number-too-large", "cell-too-long")


def seeds_of(kind: str) -> list[Path]:
    """The examples of a kind."""
    examples = sorted((ROOT / "examples").rglob("*"))
    return [
        p for p in examples if p.suffix in KINDS[kind] and p.is_file() and "findings" not in p.name
    ]


def fuzz(kind: str, arguments: list[str]) -> None:
    """Hand the target to libFuzzer, with the examples as its first corpus."""
    import atheris  # not a dependency of ours  # noqa: PLC0415

    with atheris.instrument_imports(include=["govinfo_cli"]):
        target = target_of(kind)
        for path in seeds_of(kind):
            target(path.read_bytes())  # imports what is imported late
    corpus = ROOT / "fuzz" / "corpus" / kind
    corpus.mkdir(parents=True, exist_ok=True)
    for path in seeds_of(kind):
        (corpus / path.name).write_bytes(path.read_bytes())
    packages = kind in ("workbook", "docx", "open_document", "binary")
    options: dict[str, object] = {}
    if packages:
        options["custom_mutator"] = package_mutator(atheris)
    # Packages cut to the few bytes that libFuzzer begins with would all be refused as torn.
    whole = ["-len_control=0"] if packages else []
    atheris.Setup([sys.argv[0], *whole, *arguments, str(corpus)], target, **options)
    atheris.Fuzz()


def package_mutator(atheris: object) -> Callable[[bytes, int, int], bytes]:
    """Changes a part inside its package: flipped bits of deflated data would teach nothing."""
    from mutants import mutant  # noqa: PLC0415

    def change(data: bytes, size: int, seed: int) -> bytes:
        if seed % 8 == 0:
            found: bytes = atheris.Mutate(data, len(data))  # type: ignore[attr-defined]
            return found
        made = mutant("fuzz.xlsx", data, seed)
        return made if len(made) <= size else data

    return change


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in KINDS:
        sys.exit(f"usage: python fuzz/harness.py {{{','.join(KINDS)}}} [libFuzzer options]")
    fuzz(sys.argv[1], sys.argv[2:])
