"""What is fuzzed: a function a kind of input, which raises where something is wrong.

A file that was read goes on: it is written in a type and read back, told in a format, corrected,
marked, compared, added up, or filled in. Which of these is done is drawn from the bytes.
"""

from __future__ import annotations

import json
import re
import tempfile
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from shapes import (
    Change,
    in_json,
    in_old_book,
    in_package,
    in_page,
    in_pdf,
    in_saved_page,
    in_settings,
    in_text,
    in_text_at,
    in_upload,
)

EXAMPLES: Final = Path(__file__).resolve().parent.parent / "examples"
COUNTY: Final = EXAMPLES / "valid" / "county_2024.json"
LANGUAGES: Final = ("zh", "en")
# What nobody may obey: of a terminal, or of the order of reading. Tabs and line feeds are none.
_OBEYED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_UNFILLED: Final = re.compile(r"<[a-z_]+>|object at 0x")
Target = Callable[[bytes], None]


def told(error: Any) -> None:
    """An error of ours has its sentence in each language, with all that it speaks of."""
    from govinfo_cli.errors import GovinfoError  # noqa: PLC0415
    from govinfo_cli.messages import catalogue, word_error  # noqa: PLC0415

    assert isinstance(error, GovinfoError), error
    for lang in LANGUAGES:
        assert error.key in catalogue(lang)["errors"], error
        template = catalogue(lang)["errors"][error.key]
        left = re.findall(r"\{(\w+)", template)
        assert all(name in error.facts or name == "path" for name in left), (template, error)
        assert not _OBEYED.search(word_error(error, lang)), error


def _reported(result: Any, data: bytes, name: str) -> None:
    from govinfo_cli.reporters import BY_NAME  # noqa: PLC0415

    for row in BY_NAME.values():
        for lang in LANGUAGES:
            text = "".join(row.report([result], lang))
            assert not _OBEYED.search(text), row.name
            if row.name in ("json", "jsonl", "sarif"):
                json.loads(text)


def _shown(result: Any, data: bytes, name: str) -> None:
    from lxml import html  # noqa: PLC0415

    from govinfo_cli.reporters import BY_NAME  # noqa: PLC0415
    from govinfo_cli.writers import write  # noqa: PLC0415

    for page in (
        "".join(BY_NAME["html"].report([result], "zh")),
        write(result.report, "html").decode(),
    ):
        root = html.document_fromstring(page)
        assert not root.xpath("//script | //img | //iframe | //object | //link | //base")
        assert not root.xpath("//@*[starts-with(name(), 'on')] | //@src")


def _written(kind: str) -> Callable[[Any, bytes, str], None]:
    def write(result: Any, data: bytes, name: str) -> None:
        from govinfo_cli import convert  # noqa: PLC0415

        made = convert(result.report, kind)
        if kind == "csv":
            import csv  # noqa: PLC0415

            rows = csv.reader(made.decode("utf-8-sig").splitlines(keepends=True))
            for row in rows:
                for cell in row:
                    number = re.fullmatch(r"-?[\d.]+", cell)
                    assert number or cell.lstrip()[:1] not in (
                        "=",
                        "+",
                        "-",
                        "@",
                        "＝",
                        "＋",
                        "－",
                        "＠",
                    ), cell

    return write


def _sheet(result: Any, data: bytes, name: str) -> None:
    import zipfile  # noqa: PLC0415

    from govinfo_cli import convert  # noqa: PLC0415
    from govinfo_cli.forms import load_forms  # noqa: PLC0415

    made = convert(result.report, "xlsx")
    with zipfile.ZipFile(BytesIO(made)) as archive:
        parts = {n: archive.read(n) for n in archive.namelist() if "worksheets/sheet" in n}
    form = load_forms().require(result.report.form.name)
    most = len(form.constraints) + len(form.cells)
    found = sum(part.count(b"<f>") + part.count(b"<f ") for part in parts.values())
    assert found <= most, "more formulas than a form has sums"
    for part in parts.values():
        for formula in re.findall(rb"<f[^>]*>([^<]*)</f>", part):
            assert re.fullmatch(rb"(SUM\()?[A-Z$\d+:,\-()IFSUMA=\" ]*\)?", formula), formula


def _fixed(result: Any, data: bytes, name: str) -> None:
    from govinfo_cli import fix  # noqa: PLC0415

    for unsafe in (False, True):
        fix(data, name=name, unsafe=unsafe)


def _marked(result: Any, data: bytes, name: str) -> None:
    from govinfo_cli.errors import UnwritableError  # noqa: PLC0415
    from govinfo_cli.marking import can_be_marked, marked_copy  # noqa: PLC0415

    if can_be_marked(name):
        try:
            marked_copy(data, name, result.report, result.findings, "zh")
        except UnwritableError as error:  # openpyxl may fail, we may not
            assert error.key != "mark-failed" or "openpyxl" in _origins(error), error.__cause__
            raise


def _origins(error: BaseException) -> str:
    import traceback  # noqa: PLC0415

    return "".join(
        frame.filename for frame in traceback.extract_tb((error.__cause__ or error).__traceback__)
    )


def _merged(result: Any, data: bytes, name: str) -> None:
    from govinfo_cli import convert, merge, read  # noqa: PLC0415

    made = merge(
        [result.report, read(COUNTY)], allow_years=True, allow_forms=True, allow_repeated=True
    )
    convert(made.report, "xlsx")


def _compared(result: Any, data: bytes, name: str) -> None:
    from govinfo_cli import diff, read  # noqa: PLC0415
    from govinfo_cli.comparison.tellers import TELLERS  # noqa: PLC0415

    for one, other in ((result.report, read(COUNTY)), (read(COUNTY), result.report)):
        made = diff(one, other)
        for teller in TELLERS:
            assert not _OBEYED.search(teller.tell(made, "zh", every=True)), teller.name


def _trended(result: Any, data: bytes, name: str) -> None:
    from govinfo_cli import read, trend  # noqa: PLC0415
    from govinfo_cli.trends.tellers import TELLERS  # noqa: PLC0415

    other = read(COUNTY)
    other.organ, other.year = result.report.organ, 2018
    made = trend([result.report, other], result.report.organ)
    for teller in TELLERS:
        # A table for programs keeps the marks of direction.
        if not teller.binary and teller.name != "csv":
            assert not _OBEYED.search(teller.tell(made, "en").decode()), teller.name


def _related(result: Any, data: bytes, name: str) -> None:
    from govinfo_cli import check, read  # noqa: PLC0415
    from govinfo_cli.messages import word  # noqa: PLC0415

    county = read(COUNTY)
    county.year = (result.report.year or 2023) + 1
    for found in (check(county, previous=result.report), check(county, children=[result.report])):
        for entry in found:
            word(entry, county.form, "zh")


def _filled(result: Any, data: bytes, name: str) -> None:
    from govinfo_cli import convert  # noqa: PLC0415
    from govinfo_cli.readers import format_of  # noqa: PLC0415

    kind = format_of(name).name
    if kind in ("xlsx", "docx"):
        convert(result.report, kind, template=data)


STEPS: Final = (
    *(_written(kind) for kind in ("json", "md", "docx", "html", "csv", "sqlite")), _sheet, _reported,
    _shown, _fixed, _marked, _merged, _compared, _trended, _related, _filled,
)  # fmt: skip


def file_target(suffix: str) -> Target:
    """A file of a type: read and checked, then one more step."""
    from govinfo_cli import validate  # noqa: PLC0415
    from govinfo_cli.errors import GovinfoError  # noqa: PLC0415

    name = "a" + suffix

    def target(data: bytes) -> None:
        result = validate(data, name=name)
        if result.report is None:
            told(result.error)
            return
        try:
            STEPS[zlib.crc32(data) % len(STEPS)](result, data, name)
        except GovinfoError as error:
            told(error)

    return target


def _in_file(name: str, do: Callable[[Path], object]) -> Target:
    """What takes a path, given a file with the bytes."""
    from govinfo_cli.errors import GovinfoError  # noqa: PLC0415

    folder = Path(tempfile.mkdtemp(prefix="govinfo-fuzz-"))
    path = folder / name

    def target(data: bytes) -> None:
        path.write_bytes(data)
        try:
            do(path)
        except GovinfoError as error:
            told(error)

    return target


def config_target() -> Target:
    """A govinfo.toml: read, and all that stands in it made use of."""

    def do(path: Path) -> None:
        from govinfo_cli.cli import main  # noqa: PLC0415
        from govinfo_cli.config.load import load  # noqa: PLC0415

        load(path)
        _quiet(main, ["validate", str(COUNTY), "--config", str(path)])
        _quiet(main, ["config", "--show", str(COUNTY), "--config", str(path)])

    return _in_file("govinfo.toml", do)


def _quiet(main: Any, line: list[str]) -> None:
    """A command line, nothing of it obeyed, no exit status that is none of ours."""
    import contextlib  # noqa: PLC0415
    import io  # noqa: PLC0415

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(line)
    assert status in (0, 1, 2), status
    said = out.getvalue() + err.getvalue()
    assert not _OBEYED.search(said), said
    assert "Traceback" not in said
    assert "internal" not in said.lower(), said


def baseline_target() -> Target:
    """A baseline file with known findings and waivers."""

    def do(path: Path) -> None:
        from govinfo_cli.cli import main  # noqa: PLC0415

        line = ["validate", str(EXAMPLES / "invalid" / "balance.json"), "--baseline", str(path)]
        _quiet(main, [*line, "--lang", "en"])
        _quiet(main, [*line, "--write-baseline"])

    return _in_file("baseline.json", do)


def form_target() -> Target:
    """A form of the user's own: loaded, and a report held to it."""

    def do(path: Path) -> None:
        from govinfo_cli import convert, validate  # noqa: PLC0415
        from govinfo_cli.forms import load_forms  # noqa: PLC0415

        load_forms.cache_clear()
        forms = load_forms(str(path.parent))
        result = validate(COUNTY, forms=forms)
        if result.report is not None:
            convert(result.report, "md", forms=forms)

    return _in_file("form.json", do)


def upload_target() -> Target:
    """What a browser sends to the window: a form's body, with files in it."""
    from werkzeug.test import Client  # noqa: PLC0415

    from govinfo_cli.api import validate  # noqa: PLC0415
    from govinfo_cli.forms import load_forms  # noqa: PLC0415
    from govinfo_cli.serve.app import Window  # noqa: PLC0415
    from govinfo_cli.serve.downloads import BY_KEY  # noqa: PLC0415
    from govinfo_cli.serve.guard import Guard  # noqa: PLC0415
    from govinfo_cli.serve.means import Means  # noqa: PLC0415
    from govinfo_cli.serve.tasks import TASKS  # noqa: PLC0415
    from govinfo_cli.serve.visits import Visits  # noqa: PLC0415

    def check(files: Any, previous: Any = None) -> list[Any]:
        return [validate(data, name=name, previous=previous) for name, data in files]

    host = "127.0.0.1:8000"
    kinds = list(BY_KEY)

    def target(data: bytes) -> None:
        means = Means("zh", load_forms(), check)
        window = Window(Guard(frozenset({host})), means, Visits(0))
        client, base = Client(window), f"http://{host}"
        draw = zlib.crc32(data)
        task = TASKS[draw % len(TASKS)].key
        answer = client.post(
            f"{window.base}/do/{task}", base_url=base, data=data,
            content_type="multipart/form-data; boundary=govinfo",
        )  # fmt: skip
        assert answer.status_code in (303, 400, 413, 422), (answer.status_code, answer.text)
        if answer.status_code == 303:
            job = answer.headers["Location"]
            kind = kinds[draw // 8 % len(kinds)]
            for path in ("", "/0", f"/0/{kind}", f"/all/{kind}", "/made/0"):
                page = client.get(job + path, base_url=base)
                assert page.status_code in (200, 404, 422), (path, page.status_code, page.text)
                _is_harmless(page)

    return target


def _is_harmless(page: Any) -> None:
    from lxml import html  # noqa: PLC0415

    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    if not page.content_type.startswith("text/html"):
        assert page.headers["Content-Disposition"].isascii()
        return
    root = html.document_fromstring(page.text)
    assert not root.xpath("//@*[starts-with(name(), 'on')] | //iframe | //object | //base")
    assert len(root.xpath("//script")) <= 1
    assert not _OBEYED.search(page.text.replace("\r\n", "\n"))


def words_target() -> Target:
    """A text wherever a report can have one, written in each type and read back."""
    from govinfo_cli import convert, read  # noqa: PLC0415
    from govinfo_cli.errors import GovinfoError  # noqa: PLC0415
    from govinfo_cli.report import Extra  # noqa: PLC0415

    @cache
    def form() -> Any:
        return read(COUNTY)

    def target(data: bytes) -> None:
        text = data.decode("utf-8", "replace")[:2000]
        report = read(COUNTY)
        report.organ = report.title = report.contact = text
        report.narrative["overview"] = f"前\n{text}\n后"
        report.notes["requests"] = text
        report.extra.append(
            Extra("S105", "disclosure", label=text, values=(text, "1"), source=text)
        )
        from govinfo_cli import validate  # noqa: PLC0415

        result = validate(report)
        try:
            STEPS[zlib.crc32(data) % len(STEPS)](result, convert(report, "json"), "a.json")
        except GovinfoError as error:
            told(error)

    return target


def _seeds(*suffixes: str) -> Callable[[], list[bytes]]:
    def found() -> list[bytes]:
        return [
            path.read_bytes() for path in sorted(EXAMPLES.rglob("*"))
            if path.suffix in suffixes and path.is_file() and "findings" not in path.name
        ]  # fmt: skip

    return found


def _config_seeds() -> list[bytes]:
    return [
        '[limits]\ncells = 5000\n[[waive]]\ncode = "A3"\nreason = "等更正"\nuntil = "2030-01-01"\norgan = "某*"\n'.encode(),
        b'select = ["A3"]\nignore = ["S109"]\nstrict = true\n[[per-path]]\npath = "*.json"\nignore = ["N6"]\n',
        b'deadlines = { department = "01-20" }\naliases = { "a" = "b" }\nform = "2021"\nchildren = ["."]\nmax-findings = 3\n',
    ]


def _baseline_seeds() -> list[bytes]:
    entry = {"fingerprint": "a" * 32, "code": "A301", "organ": "清溪县人民政府", "year": 2024, "cell": "requests/received/total"}  # fmt: skip
    waiver = {"reason": "等更正", "until": "2030-01-01"}
    return [
        json.dumps({"version": 1, "findings": entries}, ensure_ascii=False).encode()
        for entries in ([], [entry], [entry, entry | waiver])
    ]


def _form_seeds() -> list[bytes]:
    schemas = EXAMPLES.parent / "schemas"
    own = [path.read_bytes() for path in sorted((EXAMPLES / "forms").rglob("form.json"))]
    return own + [(schemas / name / "form.json").read_bytes() for name in ("2019", "2021")]


def _upload_seeds() -> list[bytes]:
    def part(field: str, name: str, data: bytes) -> bytes:
        head = f'--govinfo\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        return head.encode() + data + b"\r\n"

    swapped = (EXAMPLES / "invalid" / "digits_swapped.xlsx").read_bytes()
    county = COUNTY.read_bytes()
    files = part("files", "a.xlsx", swapped) + part("files", "甲/乙.json", county)
    two = part("old", "a.json", county) + part("new", "b.json", county)
    return [
        body + b"--govinfo--\r\n" for body in (files, two, part("files", "../../x.json", county))
    ]


def _word_seeds() -> list[bytes]:
    return [
        b"=1+1", b"\t@SUM(A1)", "\u202e\x1b[31m".encode(), b"<script>x</script>", b"| a | b |\n# c\n- d",
        b"'=1", b"```\n[a](b)", "共收到申请140件，其中自然人120件。".encode(), b"a\r\nb\x0bc\x85d", b"\\# _a_ **b**",
    ]  # fmt: skip


Kind = tuple[Callable[[], Target], Callable[[], list[bytes]], Change]


def _file(suffix: str, change: Change, *more: str) -> Kind:
    return lambda: file_target(suffix), _seeds(suffix, *more), change


KINDS: Final[dict[str, Kind]] = {
    "workbook": _file(".xlsx", in_package, ".xlsm"),
    "old_workbook": _file(".xls", in_old_book, ".et"),
    "binary": _file(".xlsb", in_package),
    "open_document": _file(".ods", in_package),
    "json": _file(".json", in_text_at(in_json)),
    "html": _file(".html", in_text_at(in_page), ".htm"),
    "docx": _file(".docx", in_package),
    "text": _file(".txt", in_text),
    "markdown": _file(".md", in_text),
    "csv": _file(".csv", in_text),
    "mht": _file(".mht", in_saved_page),
    "pdf": _file(".pdf", in_pdf),
    "config": (config_target, _config_seeds, in_settings),
    "baseline": (baseline_target, _baseline_seeds, in_text_at(in_json)),
    "form": (form_target, _form_seeds, in_text_at(in_json)),
    "upload": (upload_target, _upload_seeds, in_upload),
    "words": (words_target, _word_seeds, in_text),
}
