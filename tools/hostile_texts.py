"""Text files, pages and PDFs made to hurt whoever reads them, each with the sentence that is due.

"" stands for a report that is read all the same.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "valid"
COUNTY: dict[str, Any] = json.loads((EXAMPLES / "county_2024.json").read_bytes())
CELL = '"natural_person": '


def county(**changes: object) -> bytes:
    """The good report as JSON, with entries changed at the top."""
    return json.dumps(COUNTY | changes, ensure_ascii=False).encode()


def number(written: str) -> bytes:
    """The good report with one number written in an odd way."""
    text = json.dumps(COUNTY, ensure_ascii=False)
    at = text.index(CELL) + len(CELL)
    end = min(text.index(mark, at) for mark in ",}")
    return (text[:at] + written + text[end:]).encode()


def page(body: str) -> bytes:
    """The good page with something before the report."""
    text = (EXAMPLES / "page.html").read_text("utf-8")
    at = text.index("<body")
    at = text.index(">", at) + 1
    return (text[:at] + body + text[at:]).encode()


def markdown(body: str) -> bytes:
    """The good Markdown file with something behind it."""
    return (EXAMPLES / "pipes.md").read_bytes() + b"\n" + body.encode() + b"\n"


def pdf(content: bytes, filters: str = "", pages: int = 1, extra: bytes = b"") -> bytes:
    """A PDF whose pages share one stream."""
    kids = " ".join(f"{number} 0 R" for number in range(5, 5 + pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>".encode(),
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filters.encode(), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    one = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << /Font << /F 4 0 R >> >> >>"
    made = b"%PDF-1.5\n"
    places = []
    for at, content_ in enumerate([*objects, *[one] * pages], 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (at, content_)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    root = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    return made + root % (len(places) + 1, extra, start)


def font(more: bytes, content: bytes = b"BT /F 9 Tf (ab) Tj ET") -> bytes:
    """A PDF whose only font says more of itself."""
    plain = b"/Subtype /Type1 /BaseFont /Helvetica"
    return pdf(content).replace(
        plain, b"/Subtype /Type0 /BaseFont /X /Encoding /Identity-H " + more
    )


def squeezed(data: bytes, times: int = 1) -> bytes:
    """Data packed several times over."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


def codes(cycles: int) -> bytes:
    """Very many spaces as LZW writes them: each code stands for one more than the one before."""
    bits = ""
    for _ in range(cycles):
        bits += f"{256:012b}"[3 if not bits else 0 :] + f"{32:09b}"
        bits += "".join(
            f"{code:0{min(max((code + 1).bit_length(), 9), 12)}b}" for code in range(258, 4095)
        )
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


LOCK = (
    b"/ID [<00><00>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 "
    b"/O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>"
)
HUGE_SPANS = '<table><tr><td rowspan="1000000000" colspan="1000000000">1</td></tr><tr><td>2</td></tr></table>'
ODD_SPANS = '<table><tr><td rowspan="0" colspan="-5">1</td><td rowspan="x" colspan="1e9">2</td></tr></table>'
SCRIPTS = (
    "<script>document.write('<p>一、总体情况</p>')</script><img src=x onerror=alert(1)>"
    "<p onclick='alert(1)'>好</p><a href='javascript:alert(1)'>链接</a><svg onload=alert(1)></svg>"
)
MANY = "<table>" + "<tr>" + "<td colspan=1000></td>" * 50 + "</tr>" + "<tr></tr>" * 60 + "</table>"
PARTS = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a%d\n\n--a%d\n"

TEXTS = {
    "twice.json": lambda: (b'{"year": 1, "year": 2, "tables": {}}', "json-repeated-key"),
    "nan.json": lambda: (number("NaN"), "json-constant"),
    "infinity.json": lambda: (number("-Infinity"), "json-constant"),
    "1e400.json": lambda: (number("1e400"), ""),
    "1e-400.json": lambda: (number("1e-400"), ""),
    "1E999999.json": lambda: (number("1E999999"), ""),
    "1E999999999999.json": lambda: (number("1E999999999999"), ""),
    "exponent.json": lambda: (number("1E99999999999999999999999"), ""),
    "4300.json": lambda: (number("9" * 4300), ""),
    "5000.json": lambda: (number("-" + "9" * 5000), ""),
    "million.json": lambda: (number("9" * 1_000_000), ""),
    "fraction.json": lambda: (number("0." + "3" * 100_000), ""),
    "deep.json": lambda: (b"[" * 100_000, "json-too-deep"),
    "deep_cell.json": lambda: (number("[" * 900 + "]" * 900), None),
    "deep_object.json": lambda: (b'{"tables":' * 100_000, "json-too-deep"),
    "bom.json": lambda: (b"\xef\xbb\xbf" + county(), ""),
    "utf16.json": lambda: (county().decode().encode("utf-16"), ""),
    "utf16_bare.json": lambda: (county().decode().encode("utf-16-le"), ""),
    "utf32.json": lambda: (county().decode().encode("utf-32"), None),
    "surrogate.json": lambda: (
        json.dumps(COUNTY | {"organ": "某\ud800局", "contact": "\udfff"}).encode(), "",
    ),
    "trailing.json": lambda: (county() + b" {}", "json-syntax"),
    "list.json": lambda: (b"[1, 2]", "json-no-report"),
    "string.json": lambda: (b'"report"', "json-no-report"),
    "null.json": lambda: (b"null", "json-no-report"),
    "narrative.json": lambda: (county(narrative={"overview": "字" * 1_100_000}), "text-too-long"),
    "nul.json": lambda: (county(organ="a\x00b"), ""),
    "tables.json": lambda: (county(tables=[]), "json-no-report"),
    "entries.json": lambda: (county(extra={"a": 1}, notes=[], narrative="x"), ""),
    "latin.json": lambda: (b'{"tables": {}, "organ": "\xff\xff\xff"}', "encoding-unknown"),
    "open.md": lambda: (markdown("<table><tr><td>1<td>2"), ""),
    "bold.md": lambda: (markdown("**a " * 200_000), ""),
    "under.md": lambda: (markdown("__a ** " * 100_000), ""),
    "heading.md": lambda: (markdown("# a" + " " * 100_000 + "x"), ""),
    "rule.md": lambda: (markdown("| " + " " * 100_000 + "- x"), ""),
    "hashes.md": lambda: (markdown("# " + "# " * 100_000 + "x"), ""),
    "brackets.md": lambda: (markdown("(" * 200_000 + ")" * 200_000), ""),
    "years.md": lambda: (markdown("2020年" * 100_000 + "报告"), ""),
    "entity.md": lambda: (markdown("&#" + "9" * 10_000 + ";"), ""),
    "pipes.md": lambda: (markdown("|" * 1_000_000), ""),
    "spans.md": lambda: (markdown(HUGE_SPANS), ""),
    "tables.md": lambda: (markdown((MANY + "\n") * 700), "table-too-large"),
    "cells.md": lambda: (markdown("\n".join(["|" + "1|" * 1000] * 1000)), ""),
    "nul.md": lambda: (markdown("a\0b"), "not-text"),
    "latin.md": lambda: (b"\xff\xff\xff abc", "encoding-unknown"),
    "spans.html": lambda: (page(HUGE_SPANS), ""),
    "odd_spans.html": lambda: (page(ODD_SPANS), ""),
    "many.html": lambda: (page(MANY * 700), "table-too-large"),
    "deep.html": lambda: (page("<div>" * 10_000), "too-deep"),
    "nested.html": lambda: (page("<table><tr><td>" * 10_000), "too-deep"),
    "open.html": lambda: (page("<table><tr><td>1"), ""),
    "scripts.html": lambda: (page(SCRIPTS), ""),
    "breaks.html": lambda: (page("<table><tr><td>" + "<br>" * 100_000 + "</td></tr></table>"), ""),
    "long.html": lambda: (page("<p>" + "字" * 1_100_000), "text-too-long"),
    "longer.html": lambda: (page("<p>" + "字" * 4_000_000), "text-too-long"),
    "nul.html": lambda: (page("a\0b"), "not-text"),
    "laughs.html": lambda: (b'<!DOCTYPE html [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>' + page("&b;"), ""),
    "latin.html": lambda: (b"<html>\xff\xff\xff", "encoding-unknown"),
    "wide.csv": lambda: (b"," * 3000 + b"\n" + b"a\n" * 3000, "table-too-large"),
    "field.csv": lambda: (b'"' + b"a" * 1_100_000, "text-too-long"),
    "nul.csv": lambda: (b"a,b\0,c\n1,2,3", "not-text"),
    "deep.mht": lambda: (b"".join(PARTS % (n, n) for n in range(3000)), None),
    "header.mht": lambda: (b"MIME-Version: 1.0\nContent-Type: " + b"a/b; " * 200_000 + b"\n\n", "mht-empty"),
    "bomb.pdf": lambda: (pdf(squeezed(b" " * 40_000_000), "/Filter /FlateDecode"), "pdf-stream"),
    "chain.pdf": lambda: (
        pdf(squeezed(b" " * 40_000_000, 3), "/Filter [/FlateDecode /FlateDecode /FlateDecode]"), "pdf-stream",
    ),
    "pages.pdf": lambda: (pdf(b"BT ET", pages=400), "pdf-too-long"),
    "deep.pdf": lambda: (pdf(b"[" * 100_000 + b"]" * 100_000), None),
    "tree.pdf": lambda: (pdf(b"BT ET").replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"), None),
    "password.pdf": lambda: (pdf(b"BT ET", extra=LOCK), "encrypted"),
    "runs.pdf": lambda: (
        pdf(squeezed(b"\x81 " * 1_000_000), "/Filter [/FlateDecode /RunLengthDecode]"), "pdf-stream",
    ),
    "codes_of_runs.pdf": lambda: (pdf(codes(6), "/Filter /LZWDecode"), "pdf-stream"),
    "letters.pdf": lambda: (pdf(squeezed(b"z" * 9_000_000), "/Filter [/FlateDecode /ASCII85Decode]"), "pdf-stream"),
    "line.pdf": lambda: (
        pdf(squeezed(b"\2"), "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 2000000000 >>"), "pdf-stream",
    ),
    "widths.pdf": lambda: (font(b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /X /W [0 2000000000 500] >>]"), "pdf-too-full"),
    "codes.pdf": lambda: (
        font(b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /X >>] /ToUnicode 3 0 R",
             b"begincmap 1 beginbfrange <00000000> <7FFFFFFF> <0041> endbfrange endcmap BT /F 9 Tf (ab) Tj ET"),
        "pdf-too-full",
    ),
    "again.pdf": lambda: (
        pdf(b"BT /F 9 Tf (" + b"a" * 1000 + b") Tj ET").replace(b"/Contents 3 0 R", b"/Contents [" + b"3 0 R " * 200 + b"]"),
        "pdf-too-full",
    ),
    "forms.pdf": lambda: (
        pdf(b"/X Do /X Do", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 3 0 R >> >>")
        .replace(b"/Resources << /Font", b"/Resources << /XObject << /X 3 0 R >> /Font"),
        "pdf-scanned",
    ),
    "text.pdf": lambda: (b"%PDF-1.7\n" + b"x" * 1000, "pdf-broken"),
}  # fmt: skip
