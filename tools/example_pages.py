"""Files that offices publish: a whole page of a portal, the same saved, a binary workbook."""

from __future__ import annotations

import struct
from base64 import encodebytes
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from example_data import form
from example_layouts import number, words_of
from govinfo_cli.forms import Table
from govinfo_cli.forms.sheet import official_sheet

_AROUND = """<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{title}_{organ}</title><style>td{{border:1px solid}}</style></head>
<body><div class="top"><p>今天是2026年3月1日 星期日</p><ul><li><a href="/">首页</a></li>
<li><a href="/zwgk">政务公开</a></li></ul></div>
<div class="path">当前位置：首页 &gt; 政府信息公开 &gt; 年度报告</div>
<table class="meta"><tr><td>索引号：</td><td>000001/2025-00018</td><td>发布机构：</td><td>{organ}</td></tr>
<tr><td>名称：</td><td>{title}</td><td>发布日期：</td><td>{published}</td></tr></table>
<div class="article"><div id="zoom">
{body}
</div></div>
<div class="share">分享到： 微信 微博</div>
<div class="footer"><p>主办：{organ}办公室　版权所有</p><p>网站标识码：0000000000</p></div>
<script>document.write("<table><tr><td>1</td></tr></table>")</script></body></html>
"""


def as_page(report: dict[str, Any], charset: str = "utf-8") -> bytes:
    """A page with navigation, a table of particulars and a footer around the report."""
    chosen = form(report["form"])
    title = f"{report['organ']}{report['year']}年政府信息公开工作年度报告"
    parts = [f'<p align="center"><b>{title}</b></p>']
    parts += _paragraphs(report["narrative"]["preface"])
    for section in chosen.sections:
        parts.append(f"<p><strong>{section.label}</strong></p>")
        parts += _paragraphs(report["narrative"][section.key])
        for table in chosen.tables:
            if table.section == section.key:
                parts.append(_table(report, table))
    page = _AROUND.format(
        charset=charset, title=title, organ=report["organ"], published=report["published"],
        body="\n".join(parts),
    )  # fmt: skip
    return page.encode("gb18030" if charset == "gb2312" else charset)


def _paragraphs(text: str) -> list[str]:
    return [
        f'<p class="MsoNormal">&nbsp;&nbsp;<span>{line}</span></p>'
        for line in text.split("\n")
        if line
    ]


def _table(report: dict[str, Any], table: Table) -> str:
    """As Word puts a table into a page: paragraphs and ``o:p`` in the cells."""
    official = official_sheet(form(report["form"]), table.key)
    lines = []
    for line in range(official.height):
        cells = []
        for (at, _), slot in sorted(official.slots.items()):
            if at != line:
                continue
            spans = f' rowspan="{slot.rowspan}"' if slot.rowspan > 1 else ""
            spans += f' colspan="{slot.colspan}"' if slot.colspan > 1 else ""
            text = slot.text
            if slot.index >= 0:
                value = number(report, form(report["form"]).cells[slot.index].path)
                text = "&nbsp;" if value is None else str(value)
            cells.append(f"<td{spans}><p class=MsoNormal>{text}<o:p></o:p></p></td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table border="1" cellspacing="0"><tbody>{"".join(lines)}</tbody></table>'


def as_archive(page: bytes) -> bytes:
    """The page saved whole by a browser."""
    boundary = "----MultipartBoundary--example----"
    head = (
        "From: <Saved by Blink>\r\nSubject: report\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related; type="text/html"; boundary="{boundary}"\r\n\r\n'
        f"--{boundary}\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + encodebytes(page) + f"\r\n--{boundary}--\r\n".encode()


def as_xlsb(report: dict[str, Any]) -> bytes:
    """A binary workbook, one sheet a table. Source: [MS-XLSB], section 2.4."""
    chosen = form(report["form"])
    sheets = {"文字": _binary_words(words_of(report))}
    sheets |= {table.sheet: _binary_sheet(report, table) for table in chosen.tables}
    names = "".join(
        _pack(156, struct.pack("<II", 0, n) + _wide(f"rId{n}") + _wide(name))
        .hex() for n, name in enumerate(sheets, 1)
    )  # fmt: skip
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.bin"/>'
        for n in range(1, len(sheets) + 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="bin" '
        'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
    }
    binary = {
        "xl/workbook.bin": _pack(131) + _pack(143) + bytes.fromhex(names) + _pack(144) + _pack(132),
        **{f"xl/worksheets/sheet{n}.bin": data for n, data in enumerate(sheets.values(), 1)},
    }
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, content in ({k: v.encode() for k, v in parts.items()} | binary).items():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return made.getvalue()


def _pack(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(data), b""
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return head + length + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _binary_words(lines: list[str]) -> bytes:
    made = _pack(129) + _pack(148, struct.pack("<IIII", 0, len(lines) - 1, 0, 0)) + _pack(145)
    for line, text in enumerate(lines):
        made += _pack(0, struct.pack("<IIHBBBI", line, 0, 300, 0, 0, 0, 0))
        made += _pack(6, struct.pack("<II", 0, 0) + _wide(text))
    return made + _pack(146) + _pack(130)


def _binary_sheet(report: dict[str, Any], table: Table) -> bytes:
    official = official_sheet(form(report["form"]), table.key)
    made = _pack(129)
    made += _pack(148, struct.pack("<IIII", 0, official.height - 1, 0, official.width - 1))
    made += _pack(145)
    for line in range(official.height):
        made += _pack(0, struct.pack("<IIHBBBI", line, 0, 300, 0, 0, 0, 0))
        for (at, column), slot in sorted(official.slots.items()):
            if at != line:
                continue
            place = struct.pack("<II", column, 0)
            value: object = slot.text
            if slot.index >= 0:
                value = number(report, form(report["form"]).cells[slot.index].path)
            if isinstance(value, str):
                made += _pack(6, place + _wide(value))
            elif value is not None:
                made += _pack(5, place + struct.pack("<d", float(str(value))))
    return made + _pack(146) + _pack(130)
