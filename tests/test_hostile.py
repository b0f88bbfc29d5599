"""Files made to hurt: each ends in its own sentence, at once, and no other file suffers."""

from __future__ import annotations

import contextlib
import json
import os
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from govinfo_cli import read, validate
from govinfo_cli.accept import withhold
from govinfo_cli.baseline import read_baseline
from govinfo_cli.cli import main
from govinfo_cli.config.load import load
from govinfo_cli.errors import FormError, UnreadableError, UnwritableError, UsageError
from govinfo_cli.finding import Finding
from govinfo_cli.forms import load_forms
from govinfo_cli.limits import NAMES, Limits, carried, limits_from, limits_of, now, using
from govinfo_cli.messages import LANGUAGES, catalogue, word_error
from govinfo_cli.reporters import BY_NAME as REPORTERS
from hostile_packages import FAR, PACKAGES, book, cells, packed
from hostile_texts import COUNTY, TEXTS, number

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "valid"
Make = Callable[[], tuple[bytes, str | None]]
CASES: dict[str, Make] = {**PACKAGES, **TEXTS}
# A million cells take seconds to read, as they must: the long run has them.
SLOW = {"cells.md", "pipes.md", "sheets.xlsx", "codes.pdf"}
LOWER = dict.fromkeys(
    ("bomb.xlsx", "bomb_beside.xlsx", "nested.xlsx", "codes_of_runs.pdf"),
    Limits(unpacked=1_000_000),
) | {"parts.xlsx": Limits(parts=4)}


@pytest.mark.parametrize("name", sorted(CASES.keys() - SLOW))
def test_each_ends_in_its_sentence(name: str) -> None:
    if name.endswith(".pdf"):
        pytest.importorskip("pdfplumber")
    data, key = CASES[name]()
    with using(LOWER.get(name, Limits())):
        result = validate(data, name=name)
    assert key is None or (result.error.key if result.error else "") == key
    for lang in LANGUAGES if result.error else ():
        words = word_error(result.error, lang)
        assert "<" not in words.replace("<!", "")
        assert not words.startswith(result.error.key)  # so an unknown key is shown


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(SLOW))
def test_the_large_ones(name: str) -> None:
    test_each_ends_in_its_sentence(name)


def test_a_hostile_file_is_named_and_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [name for name in PACKAGES if name not in SLOW | LOWER.keys()]
    for name in names:
        (tmp_path / name).write_bytes(PACKAGES[name]()[0])
    (tmp_path / "zz.json").write_text(json.dumps(COUNTY), "utf-8")
    assert main(["validate", str(tmp_path), "--format", "json"]) == 2
    told = json.loads(capsys.readouterr().out)["files"]
    assert [Path(entry["path"]).name for entry in told] == [*sorted(names), "zz.json"]
    assert [entry["status"] for entry in told] == ["unreadable"] * len(names) + ["valid"]


@pytest.mark.parametrize("name", ["sheets.xlsx", "word.docx", "old_excel.xls", "binary.xlsb",
                                  "open_document.ods", "saved_page.mht", "county_2024.json"])  # fmt: skip
def test_truncated_at_every_length(name: str) -> None:
    data = (EXAMPLES / name).read_bytes()
    for length in {
        *range(0, len(data), max(len(data) // 60, 1)),
        *range(len(data) - 40, len(data)),
    }:
        result = validate(data[:length], name=name)
        assert result.error is None or isinstance(result.error, UnreadableError)


def test_a_limit_is_named_and_can_be_raised(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "far.xlsx"
    path.write_bytes(packed(book(cells("A1", "Z9999"))))
    monkeypatch.setenv("GOVINFO_LIMITS", "cells=1000")
    assert main(["validate", str(path), "--lang", "en"]) == 2
    assert "--limit cells=" in capsys.readouterr().out
    assert main(["validate", str(path), "--limit", "cells=1M", "--lang", "en"]) == 2
    assert "No table or heading" in capsys.readouterr().out
    assert main(["validate", str(path), "--limit", "size=10"]) == 2
    assert "size" in capsys.readouterr().out


def test_limits_are_written_by_name() -> None:
    assert limits_of(["cells=5M,size=1g", "depth=300"]) == Limits(
        cells=5 * 1024**2, size=1024**3, depth=300
    )
    assert limits_from({"pages": 9}).pages == 9
    assert limits_of(["time=0"]).time == 0
    assert now() == Limits()
    for wrong in (
        "cells",
        "cells=",
        "cells=0",
        "cells=-1",
        "cells=x",
        "cell=5",
        "cells=1.5",
        "cells=9T",
        "time=86401",
    ):
        with pytest.raises(UsageError):
            limits_of([wrong])
    with pytest.raises(UsageError):
        limits_of(["cells=99999999999"])  # no machine has the memory: calamine would abort


def test_limits_go_along_into_other_processes() -> None:
    import pickle

    with using(Limits(cells=7)):
        work = pickle.dumps(carried(now))
    assert pickle.loads(work)() == Limits(cells=7)  # noqa: S301  our own
    assert now() == Limits()


def test_limits_hold_in_worker_processes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in "ab":
        (tmp_path / f"{name}.xlsx").write_bytes(packed(book(cells("A1", "Z9999"))))
    line = ["validate", str(tmp_path), "--jobs", "2", "--limit", "cells=999", "--lang", "en"]
    assert main(line) == 2
    assert capsys.readouterr().out.count("limit 999") == 2


def test_every_limit_has_a_sentence() -> None:
    source = "\n".join(
        path.read_text("utf-8")
        for path in (EXAMPLES.parent.parent / "src" / "govinfo_cli").rglob("*.py")
    )
    for name in NAMES:
        assert f'"{name}"' in source
    for lang in LANGUAGES:
        words = catalogue(lang)["errors"]
        assert sum("--limit {name}=" in sentence for sentence in words.values()) >= 10


def test_no_entity_is_expanded_and_nothing_outside_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim", "utf-8")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><p>&x;</p>' * 2
    result = validate(page.encode(), format="html")
    assert "geheim" not in str(result.error)


def test_deep_pages_are_refused_and_not_cut() -> None:
    page = (EXAMPLES / "page.html").read_text("utf-8")
    at = page.index("<body")
    at = page.index(">", at) + 1
    deep = page[:at] + "<div>" * 300 + page[at:]
    assert validate(deep.encode(), format="html").error is not None
    with using(Limits(depth=1000)):
        found = validate(deep.encode(), format="html").report
    assert found is not None
    assert (
        found["requests/received/total"] == read(EXAMPLES / "page.html")["requests/received/total"]
    )


@pytest.mark.parametrize("written", ["1e400", "1E999999999999", "9" * 4300, "-" + "9" * 5000])
def test_no_number_of_json_is_lost(written: str) -> None:
    report = read(number(written), format="json")
    value = report["requests/received/natural_person"]
    kept = [entry.values for entry in report.extra if entry.code == "V202"]
    assert value == 10**400 or kept == [(written,)]


def test_long_decimals_stay_exact() -> None:
    written = "0." + "123456789" * 6
    report = read(number(written), format="json")
    assert format(report["requests/received/natural_person"], "f") == written


def test_a_panic_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import python_calamine

    class PanicException(BaseException):
        """As pyo3 raises it: no Exception."""

    class Panicking:
        def from_filelike(self, _: object) -> None:
            os.write(2, b"thread panicked at src/xls.rs")
            raise PanicException

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Panicking())
    # a sheet like no other here: one that was read before may need no calamine
    result = validate(packed(book(cells("C5"))), format="xlsx")
    assert result.error is not None
    assert result.error.key == "package-corrupt"
    assert capfd.readouterr().err == ""


def test_openpyxl_is_never_given_a_far_merge() -> None:
    from govinfo_cli.office.scan import scan_for_openpyxl

    merged = f'<mergeCells><mergeCell ref="A1:{FAR}"/></mergeCells>'
    with pytest.raises(UnreadableError) as caught:
        scan_for_openpyxl(packed(book(cells("A1") + merged)))
    assert caught.value.key == "merged-cells"


@pytest.mark.parametrize("ref", [f"A1:{FAR}", "A:XFD", "1:1048576"])
@pytest.mark.parametrize("name", ["hyperlink", "comment", "x:mergeCell"])
def test_openpyxl_is_given_no_link_or_comment_of_a_whole_sheet(name: str, ref: str) -> None:
    from govinfo_cli.office.scan import scan_for_openpyxl

    far = f"<a><{name} tooltip='>' ref=\"{ref}\"/></a>"
    with pytest.raises(UnreadableError, match="merged-cells"):
        scan_for_openpyxl(packed(book(cells("A1") + far)))


def test_a_formula_of_a_whole_sheet_is_no_work() -> None:
    from govinfo_cli.writers.xlsx.part import covers

    assert covers(f"A1:{FAR}", {(9, 9)})
    assert not covers(f"B2:{FAR}", {(0, 0), (5, 0)})


def test_a_device_is_read_up_to_the_limit() -> None:
    device = Path("/dev/zero")
    if not device.exists():
        pytest.skip("no device to read")
    with using(Limits(size=5_000_000, text=100_000)):
        result = validate(device, format="json")
        assert result.error is not None
        assert result.error.key == "file-too-large"
        with pytest.raises(UsageError, match="config-syntax"):
            load(device)
        with pytest.raises(UsageError, match="baseline-invalid"):
            read_baseline(device)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes there")
def test_a_pipe_is_read_up_to_the_limit(tmp_path: Path) -> None:
    pipe = tmp_path / "a.json"
    os.mkfifo(pipe)

    def fill() -> None:
        with contextlib.suppress(BrokenPipeError), pipe.open("wb", buffering=0) as file:
            for _ in range(40):
                file.write(bytes(1_000_000))

    writer = threading.Thread(target=fill)
    writer.start()
    with using(Limits(size=5_000_000)):
        result = validate(pipe)
    writer.join(20)
    assert not writer.is_alive()
    assert result.error is not None
    assert result.error.key == "file-too-large"


@pytest.mark.parametrize("text", ["[" * 100_000, '{"version": 1, "findings": 5}', '{"version": 1, "version": 1}',
                                  '{"version": 1, "findings": [NaN]}', "\xff"])  # fmt: skip
def test_a_hostile_baseline_is_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    path.write_text(text, "latin-1")
    with pytest.raises(UsageError, match="baseline-invalid") as caught:
        read_baseline(path)
    assert caught.value.facts["path"] == str(path)


def test_a_hostile_configuration_is_named(tmp_path: Path) -> None:
    path = tmp_path / "govinfo.toml"
    path.write_text("a = " + "[" * 100_000)
    with pytest.raises(UsageError, match="config-syntax"):
        load(path)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"id": "a", "id": "b"}', '{"id": NaN}', "\xff", "5"]
)
def test_a_hostile_form_is_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "form.json"
    path.write_text(text, "latin-1")
    with pytest.raises(FormError, match="form-") as caught:
        load_forms(str(tmp_path))
    assert caught.value.facts["path"] == str(path)


def test_a_form_without_a_cell_of_its_table_is_refused(tmp_path: Path) -> None:
    shipped = EXAMPLES.parent.parent / "schemas" / "2021" / "form.json"
    form = json.loads(shipped.read_text("utf-8"))
    table = next(table for table in form["tables"] if table["key"] == "requests")
    table["rows"][4]["columns"].remove("total")
    form["constraints"] = form["mentions"] = []
    (tmp_path / "form.json").write_text(json.dumps(form), "utf-8")
    with pytest.raises(FormError, match="form-no-layout"):
        load_forms(str(tmp_path))


@pytest.mark.parametrize("cut", ["</w:tc></w:tr>", "<w:p>"])
def test_a_word_file_that_lacks_cells_is_said(cut: str) -> None:
    """Rows that end before their table does, and cells without a paragraph."""
    from lxml import etree

    from govinfo_cli import convert
    from govinfo_cli.marking import marked_copy
    from govinfo_cli.office.wordml import W

    name = "word/document.xml"
    with zipfile.ZipFile(EXAMPLES / "word.docx") as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    root = etree.fromstring(parts[name])
    for row in root.iter(W + "tr"):
        last = row.findall(W + "tc")[-1]
        if cut.startswith("</"):
            row.remove(last)
        else:
            for paragraph in last.findall(W + "p"):
                last.remove(paragraph)
    data = packed(parts | {name: etree.tostring(root)})
    result = validate(data, name="a.docx")
    assert result.report is not None
    marked_copy(data, "a.docx", result.report, result.findings, "zh")
    try:
        convert(read(EXAMPLES / "county_2024.json"), "docx", template=data)
    except UnwritableError as error:
        assert error.key in ("no-cell", "template-lacks", "read-back")


def test_numbers_that_no_cell_can_hold_stand_in_a_sum_as_text() -> None:
    from govinfo_cli import convert, merge

    one, other = read(number("9" * 390), format="json"), read(EXAMPLES / "county_2024.json")
    other.organ = "另一局"
    made = merge([one, other]).report
    again = read(convert(made, "xlsx"), format="xlsx")
    cell = "requests/received/natural_person"
    assert again.contributions[0].cells[cell] == int("9" * 390)


def test_text_too_long_for_a_cell_is_said_and_not_cut(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "long.json"
    narrative = COUNTY["narrative"] | {"overview": "字" * 40_000}
    path.write_text(json.dumps(COUNTY | {"narrative": narrative}), "utf-8")
    out = tmp_path / "long.xlsx"
    assert main(["convert", str(path), "--to", "xlsx", "-o", str(out)]) == 2
    assert "32767" in capsys.readouterr().err
    assert not out.exists()
    assert main(["convert", str(path), "--to", "docx", "-o", str(tmp_path / "long.docx")]) == 0
    assert read(tmp_path / "long.docx").narrative["overview"] == "字" * 40_000


class Counted(list[Finding]):
    """Findings that count how often they are gone through."""

    times = 0

    def __iter__(self) -> Iterator[Finding]:
        self.times += 1
        return super().__iter__()


def test_very_many_findings_are_told_in_as_many_steps() -> None:
    # A key that the form does not know is a finding, and a small file can have 200,000 of them.
    odd = json.dumps(COUNTY | {f"k{number}": 1 for number in range(300)})
    result = validate(odd.encode(), name="a.json")
    for format_ in REPORTERS:
        result.findings = counted = Counted(result.findings)
        assert len(counted) >= 300
        told = "".join(REPORTERS[format_].report([result], "zh"))
        assert "k299" in told
        assert counted.times < 20, format_
    result.findings = counted = Counted(result.findings)
    assert next(iter(withhold([result], 5))).counts()["error"] >= 300
    assert counted.times < 20
