"""Coverage-guided fuzzing: ``python fuzz/harness.py html`` runs until it is stopped or finds something.

``python fuzz/harness.py html --reach 2000`` says how many of so many changed files are read, and
why the others are not. See README.md.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tools")]

from targets import KINDS  # noqa: E402  its folder is put on the path first


def seeds_of(kind: str) -> list[bytes]:
    """The files that the first corpus of a kind is made of."""
    return KINDS[kind][1]()


def fuzz(kind: str, arguments: list[str]) -> None:
    """Hand the target to libFuzzer, with the seeds as its first corpus."""
    import atheris  # not a dependency of ours  # noqa: PLC0415

    make, _, change = KINDS[kind]
    corpus = HERE / "corpus" / kind
    corpus.mkdir(parents=True, exist_ok=True)
    with atheris.instrument_imports(include=["govinfo_cli"]):
        target = make()
        for number, data in enumerate(seeds_of(kind)):
            (corpus / f"seed-{number}").write_bytes(data)
            for again in range(6):  # imports what is imported late
                target(data if not again else changed(change, data, again))

    def custom(data: bytes, size: int, seed: int) -> bytes:
        if seed % 16 == 0:  # libFuzzer's own changes, which know what was compared
            found: bytes = atheris.Mutate(data, len(data))
            return found
        made = changed(change, data, seed)
        return made if len(made) <= size else data

    # Files cut to the few bytes that libFuzzer begins with would all be refused as torn.
    options = ["-len_control=0", "-max_len=300000", "-timeout=60", "-rss_limit_mb=3000"]
    words = [sys.argv[0], *options, *arguments, str(corpus)]
    atheris.Setup(words, target, custom_mutator=custom)
    atheris.Fuzz()


def reach(kind: str, count: int) -> None:
    """Say what became of changed files: how many were read, and what stopped the others."""
    from govinfo_cli import api, validate  # noqa: PLC0415

    make, seeds, change = KINDS[kind]
    target, known = make(), seeds()
    known += [path.read_bytes() for path in sorted((HERE / "corpus" / kind).glob("*"))]
    seen: Counter[str] = Counter()

    def counting(*given: object, **named: object) -> object:
        result = validate(*given, **named)  # type: ignore[arg-type]
        seen["" if result.error is None else result.error.key] += 1
        return result

    api.validate = counting  # type: ignore[assignment]
    import govinfo_cli  # noqa: PLC0415

    govinfo_cli.validate = counting  # type: ignore[attr-defined]
    target = make()
    for number in range(count):
        target(changed(change, known[number % len(known)], number))
    total = sum(seen.values()) or 1
    print(f"{kind}: {count} changed files, {seen.pop('', 0) / total:.0%} of {total} read")
    print(", ".join(f"{key} {found}" for key, found in seen.most_common()))


from shapes import changed  # noqa: E402

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in KINDS:
        sys.exit(
            f"usage: python fuzz/harness.py {{{','.join(KINDS)}}} [--reach N | libFuzzer options]"
        )
    if sys.argv[2:3] == ["--reach"]:
        reach(sys.argv[1], int(sys.argv[3]))
    else:
        fuzz(sys.argv[1], sys.argv[2:])
