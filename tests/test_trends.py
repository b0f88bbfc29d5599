"""An organ's figures over the years: gaps, forms, organs, the chart and its fonts."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from example_data import county
from example_layouts import as_json
from govinfo_cli import read, trend
from govinfo_cli.cli import main
from govinfo_cli.errors import UnwritableError, UsageError
from govinfo_cli.report import Report
from govinfo_cli.trends import Trend
from govinfo_cli.trends import png as png_module
from govinfo_cli.trends.figures import FIGURES
from govinfo_cli.trends.png import render
from govinfo_cli.trends.svg import draw, px
from govinfo_cli.trends.tellers import TELLERS, Teller

CHAIN = Path(__file__).resolve().parent.parent / "examples" / "batches" / "chain"
SVG = "{http://www.w3.org/2000/svg}"


def report(year: int, organ: str = "清溪县人民政府", **cells: object) -> Report:
    made = read(as_json(county("2019" if year < 2021 else "2021", year, organ)), format="json")
    for name, value in cells.items():
        made.values[made.form.index[name.replace("__", "/")]] = value  # type: ignore[call-overload]
    return made


def values(found: Trend, key: str) -> list[object]:
    (series,) = [s for s in found.series if s.figure.key == key]
    return [series.values[year] for year in found.years]


def test_a_missing_year_is_a_gap_and_a_blank_is_no_zero() -> None:
    blank = {"requests__received__total": None}
    found = trend([report(2024), report(2021), report(2023, **blank)])
    assert found.years == (2021, 2022, 2023, 2024)
    assert values(found, "received") == [140, None, None, 140]
    assert [found.forms[year] for year in found.years] == ["2021", "", "2021", "2021"]


def test_forms_are_joined_only_where_cells_mean_the_same() -> None:
    words = ["licensing", "in_force", "requests/other/total", "disclosure/licensing/change"]
    parts = {"requests__other_fee_unpaid__total": 3}
    found = trend([report(2020), report(2021, **parts)], figures=words)
    assert values(found, "licensing") == [18233, 21840]
    assert values(found, "in_force") == [None, 46]
    assert values(found, "requests/other/total") == [None, 1]  # 2020 has only the whole of them
    assert values(found, "disclosure/licensing/change") == [-8, None]


def test_shares_and_sums() -> None:
    found = trend([report(2024), report(2023, requests__concluded__total=0)])
    assert values(found, "granted_share") == [None, Decimal("47.1")]  # 66 of 140
    assert values(found, "disclosed_share") == [None, Decimal("57.1")]
    assert values(found, "litigation") == [4, 4]


def test_the_organ_is_found_by_its_names() -> None:
    reports = [report(2023, "江北市清溪县司法局"), report(2024, "清溪县司法局"),
               report(2024, "清溪县民政局")]  # fmt: skip
    for name in ("清溪县司法局", "江北市清溪县司法局", "司法局"):
        assert trend(reports, name).years == (2023, 2024)
    assert trend(reports, "清溪县司法所", aliases={"清溪县司法所": "清溪县司法局"}).years == (
        2023,
        2024,
    )
    with pytest.raises(UsageError, match="trend-organs") as several:
        trend(reports)
    assert "民政局" in str(several.value.facts["organs"])
    with pytest.raises(UsageError, match="trend-no-organ"):
        trend(reports, "清溪县教育局")
    with pytest.raises(UsageError, match="trend-nothing"):
        trend([report(2024, "")])
    with pytest.raises(UsageError, match="figure-unknown"):
        trend([report(2024)], figures=["receive"])


def test_two_reports_of_a_year_that_differ_are_both_left_out() -> None:
    other = report(2024, requests__received__total=999)
    assert values(trend([report(2024), report(2024)]), "received") == [140]
    found = trend([report(2023), report(2024), other])
    assert values(found, "received") == [140, None]
    assert list(found.doubtful) == [2024]


def test_a_year_far_off_makes_no_empty_columns() -> None:
    assert trend([report(2024), report(1924)]).years == (1924, 2024)


@pytest.mark.parametrize("teller", TELLERS, ids=lambda t: t.name)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_way_of_telling(teller: Teller, lang: str) -> None:
    if teller.binary:
        return
    text = teller.tell(trend([report(2020, "甲<乙>&县"), report(2023)][:1]), lang).decode()
    assert "140" in text
    assert "甲<乙>&县" in text or "甲&lt;乙&gt;&amp;县" in text or r"甲&lt;乙&gt;&amp;县" in text


def test_the_chart_is_true_to_the_numbers() -> None:
    found = trend([report(2021), report(2023, requests__received__total=70)], figures=["received"])
    root = ET.fromstring(draw(found, "zh"))  # noqa: S314  our own text
    bars = [r for r in root.iter(f"{SVG}rect") if r.find(f"{SVG}title") is not None]
    tall, short = (Decimal(bar.attrib["height"]) for bar in bars)  # 2022 has no bar
    assert tall == 2 * short
    assert [t.text for t in root.iter(f"{SVG}text") if t.text in ("140", "70", "缺")] == [
        "140", "缺", "70",
    ]  # fmt: skip


def test_bars_go_below_the_line_for_negative_numbers() -> None:
    reports = [report(2019, disclosure__licensing__change=6), report(2020)]
    root = ET.fromstring(  # noqa: S314  our own text
        draw(trend(reports, figures=["disclosure/licensing/change"]), "zh")
    )
    up, down = (r for r in root.iter(f"{SVG}rect") if r.find(f"{SVG}title") is not None)
    assert Decimal(up.attrib["y"]) + Decimal(up.attrib["height"]) == Decimal(down.attrib["y"])


@given(st.fractions())
def test_lengths_are_written_in_plain_digits(value: Fraction) -> None:
    assert re.fullmatch(r"-?\d+(\.\d{1,2})?", px(value))
    assert abs(Fraction(px(value)) - value) <= Fraction(1, 200)


def test_a_picture_needs_a_font_that_has_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    svg = draw(trend([report(2024)]), "zh")
    monkeypatch.setattr(png_module, "_folders", lambda: [tmp_path])
    with pytest.raises(UnwritableError, match="font-missing"):
        render(svg)
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    with pytest.raises(UnwritableError, match="font-missing"):
        render(svg)
    with pytest.raises(UnwritableError, match="font-lacks"):
        render(svg, tmp_path / "broken.ttf")


def test_a_picture_is_drawn_with_a_font_of_the_machine() -> None:
    svg = draw(trend([report(2024)]), "zh")
    try:
        made = render(svg)
    except UnwritableError as error:
        if error.key != "font-missing":
            raise
        pytest.skip("no font with Chinese characters on this machine")
    assert made.startswith(b"\x89PNG")


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trend", str(CHAIN)]) == 0
    assert "2019–2024" in capsys.readouterr().out
    for name in ("t.csv", "t.json", "t.html", "t.svg", "t.md"):
        assert main(["trend", str(CHAIN), "-o", str(tmp_path / name)]) == 0
    rows = list(csv.reader(io.StringIO((tmp_path / "t.csv").read_text("utf-8-sig"))))
    assert rows[0][2:] == ["2019", "2020", "2021", "2022", "2023", "2024"]
    assert len(rows) == len(FIGURES) + 1
    found = json.loads((tmp_path / "t.json").read_text("utf-8"))
    assert found["figures"][-1]["values"]["2020"] is None
    page = (tmp_path / "t.html").read_text("utf-8")
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert main(["trend", str(CHAIN), "--format", "png"]) == 2
    (tmp_path / "bad.json").write_text("{", "utf-8")
    assert main(["trend", str(CHAIN), str(tmp_path / "bad.json")]) == 2
    printed = capsys.readouterr()
    assert "bad.json" in printed.err
    assert "2024" in printed.out


def test_the_terminal_shows_the_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("govinfo_cli.cli.trend.draws", lambda: True)
    monkeypatch.setenv("COLUMNS", "140")
    assert main(["trend", str(CHAIN), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "18233" in out
    assert "From 2021 on" in out
