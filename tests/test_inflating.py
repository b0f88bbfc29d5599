"""Parts inflated by libdeflate: the same as by zlib alone."""

from __future__ import annotations

import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govinfo_cli.errors import GovinfoError
from govinfo_cli.office import package
from govinfo_cli.office.package import DEFLATED, Part, part_bytes, parts_of

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PACKAGES = sorted(
    path for path in EXAMPLES.rglob("*") if path.suffix in {".xlsx", ".xlsm", ".docx", ".xlsb", ".ods"}
)  # fmt: skip
LOCAL = b"PK\x03\x04" + bytes(26)


@pytest.fixture(autouse=True, scope="module")
def _fast() -> Iterator[None]:
    before = package.QUICK[:]
    package.inflate_faster()
    yield
    package.QUICK[:] = before


def outcome(data: bytes, part: Part, libraries: list[object]) -> object:
    before = package.QUICK[:]
    package.QUICK[:] = libraries
    try:
        return part_bytes(data, part)
    except GovinfoError as error:
        return error.key, error.facts
    finally:
        package.QUICK[:] = before


class _NoZlib:
    """In place of zlib: every stream is broken."""

    error = zlib.error
    crc32 = staticmethod(zlib.crc32)

    @staticmethod
    def decompressobj(_bits: int) -> object:
        raise zlib.error


def alone(data: bytes, part: Part) -> object:
    """What libdeflate makes of a part without zlib's help."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package, "zlib", _NoZlib)
        return outcome(data, part, package.QUICK[:])


def assert_same(data: bytes, part: Part) -> object:
    found = outcome(data, part, package.QUICK[:])
    assert found == outcome(data, part, [])
    return found


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.name)
def test_the_parts_of_examples(path: Path) -> None:
    data = path.read_bytes()
    for part in parts_of(data).values():
        found = assert_same(data, part)
        if part.method == DEFLATED:  # and zlib had no need to look at it
            assert alone(data, part) == found


@given(
    st.binary(max_size=300) | st.sampled_from([b"<c><v>12</v></c>" * 400, b"\0" * 70_000]),
    st.sampled_from([0, 1, 6, 9]), st.integers(0, 4),
    st.lists(st.tuples(st.sampled_from(["flip", "cut", "add", "drop"]), st.integers(0, 400), st.integers(0, 255)), max_size=3),
    st.sampled_from([0, 0, 0, 1, -1, 7]), st.sampled_from([0, 0, 0, 1]),
)  # fmt: skip
@settings(max_examples=400, deadline=None)
def test_spoilt_streams_sizes_and_checksums(
    content: bytes, level: int, strategy: int, spoilt: list[tuple[str, int, int]], longer: int, odd: int
) -> None:  # fmt: skip
    packer = zlib.compressobj(level, zlib.DEFLATED, -15, 8, strategy)
    packed = bytearray(packer.compress(content) + packer.flush())
    for kind, place, sign in spoilt:
        at = place % (len(packed) + 1)
        packed[at : at + (kind != "add")] = b"" if kind == "drop" else bytes([sign])
        if kind == "cut":
            del packed[at:]
    size = max(0, len(content) + longer)
    crc = zlib.crc32(content) ^ odd
    part = Part("sheet1.xml", 0, len(packed), size, DEFLATED, 0, crc)
    assert_same(LOCAL + packed, part)


def test_a_stream_without_an_end_is_zlibs() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b"12345" * 100) + packer.flush(zlib.Z_SYNC_FLUSH)
    part = Part("sheet1.xml", 0, len(packed), 500, DEFLATED, 0, zlib.crc32(b"12345" * 100))
    broken = "package-corrupt", {"reason": "sheet1.xml"}
    assert alone(LOCAL + packed, part) == broken
    assert assert_same(LOCAL + packed, part) == b"12345" * 100


def test_a_single_workbook_does_not_import_it() -> None:
    code = (
        "import sys; from govinfo_cli import validate\n"
        "for _ in range(2): validate(sys.argv[1]); print('deflate' in sys.modules)"
    )
    book = str(EXAMPLES / "valid" / "sheets.xlsx")
    done = subprocess.run(
        [sys.executable, "-c", code, book], check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == ["False", "True"]
