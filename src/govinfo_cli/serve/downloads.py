"""What can be saved of a checked file: one row a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from govinfo_cli.api import convert
from govinfo_cli.errors import GovinfoError, UnwritableError
from govinfo_cli.messages import say, word_error
from govinfo_cli.names import safe_name
from govinfo_cli.serve.shelf import Checked

Maker = Callable[[Checked, str], bytes]


class Download(NamedTuple):
    """A kind of file to be saved.

    ``suffix``: of the new file; "" for that of the original. ``offered``: whether a file has it.
    """

    key: str
    suffix: str
    offered: Callable[[Checked], bool]
    make: Maker


def _marked(checked: Checked, lang: str) -> bytes:
    from govinfo_cli.marking import marked_copy  # needs openpyxl  # noqa: PLC0415

    assert checked.result.report is not None  # else it is not offered
    data = marked_copy(
        checked.data, checked.name, checked.result.report, checked.result.findings, lang
    )
    return checked.data if data is None else data


def _fixed(checked: Checked, _lang: str) -> bytes:
    from govinfo_cli.fixing import fix  # noqa: PLC0415

    return fix(checked.data, name=checked.name).data


def _findings(checked: Checked, lang: str) -> bytes:
    from govinfo_cli.reporters import BY_NAME  # noqa: PLC0415

    return "".join(BY_NAME["html"].report([checked.result], lang)).encode()


def _as(kind: str) -> Maker:
    def made(checked: Checked, _lang: str) -> bytes:
        assert checked.result.report is not None  # else it is not offered
        return convert(checked.result.report, kind)

    return made


def _is_marked(checked: Checked) -> bool:
    from govinfo_cli.marking import can_be_marked  # noqa: PLC0415

    found = checked.result.findings
    return bool(checked.data and found and any(f.cells for f in found)) and can_be_marked(
        checked.name
    )


def _is_fixed(checked: Checked) -> bool:
    from govinfo_cli.fixing import can_be_fixed  # noqa: PLC0415

    return bool(checked.data) and can_be_fixed(checked.name, checked.result.findings)


def _is_read(checked: Checked) -> bool:
    return checked.result.report is not None


DOWNLOADS: Final = (
    Download("marked", "", _is_marked, _marked),
    Download("fixed", "", _is_fixed, _fixed),
    Download("findings", ".html", _is_read, _findings),
    Download("xlsx", ".xlsx", _is_read, _as("xlsx")),
    Download("docx", ".docx", _is_read, _as("docx")),
    Download("md", ".md", _is_read, _as("md")),
    Download("json", ".json", _is_read, _as("json")),
)
BY_KEY: Final = {download.key: download for download in DOWNLOADS}


def file_name(download: Download, checked: Checked, lang: str) -> str:
    """The name under which it is saved: that of the file, and what it is.

    It is one that every system can have: no device of Windows, not too many bytes.
    """
    path = PurePosixPath(checked.name.replace("/", "-"))
    note = say(lang, f"serve.note.{download.key}") if download.key in NOTED else ""
    return safe_name(f"{path.stem}{note}{download.suffix or path.suffix}")


NOTED: Final = ("marked", "fixed", "findings")


def bundle(download: Download, files: Iterable[Checked], lang: str) -> bytes:
    """One zip file of what all files have of a kind; what could not be made is said inside."""
    made, failed, names = BytesIO(), [], set[str]()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for checked in files:
            if not download.offered(checked):
                continue
            name = _free(file_name(download, checked, lang), names)
            try:
                # Each of the same time: the same files give the same bytes.
                archive.writestr(ZipInfo(name), download.make(checked, lang), ZIP_DEFLATED)
            except GovinfoError as error:
                failed.append(f"{checked.name}: {word_error(error, lang)}")
        if failed:
            archive.writestr(ZipInfo(say(lang, "serve.failed-name")), "\n".join(failed))
    if not names:
        raise UnwritableError("nothing-to-save")
    return made.getvalue()


def _free(name: str, taken: set[str]) -> str:
    path, number, free = PurePosixPath(name), 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{path.stem}-{number}{path.suffix}"
    taken.add(free.casefold())
    return free
