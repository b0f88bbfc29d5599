"""The parts of a Word file that are the same for every report, and how the parts are packed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from zipfile import ZIP_DEFLATED, ZipInfo

from govinfo_cli.office.repack import Entry, packed, put_together

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OVERRIDES: Final = (
    ("word/document.xml", f"{_WORD}.document.main+xml"),
    ("word/styles.xml", f"{_WORD}.styles+xml"),
    ("word/settings.xml", f"{_WORD}.settings+xml"),
    ("word/footer1.xml", f"{_WORD}.footer+xml"),
    ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    ("docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml"),
)


def types() -> str:
    """The package's list of content types."""
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in _OVERRIDES
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
        f'+xml"/><Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def relations() -> str:
    """The package's own relations."""
    return _relations(
        (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{_OFFICE}/relationships/custom-properties", "docProps/custom.xml"),
    )


def _relations(*targets: tuple[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _fonts(east: str, size: int, *, bold: bool = False) -> str:
    """A run's look; ``size`` in half points."""
    return (
        f'<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"'
        f' w:eastAsia="{east}" w:cs="Times New Roman"/>{"<w:b/>" if bold else ""}'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    )


def _style(name: str, label: str, paragraph: str, run: str, *, base: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{label}"/>'
        f'<w:basedOn w:val="{base}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr>{run}</w:style>'
    )


# GB/T 9704-2012: body 仿宋 三号 (16 pt), 22 lines of 28 characters; headings 黑体, 楷体; title
# 小标宋 二号 (22 pt). Tables are set smaller, so that ten columns fit the width.
_STYLES: Final = (
    f"<w:styles {_W}><w:docDefaults><w:rPrDefault>{_fonts('仿宋_GB2312', 32)}</w:rPrDefault>"
    "<w:pPrDefault/></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    '<w:pPr><w:widowControl w:val="0"/><w:spacing w:before="0" w:after="0" w:line="579"'
    ' w:lineRule="exact"/><w:ind w:firstLine="640" w:firstLineChars="200"/><w:jc w:val="both"/>'
    f"</w:pPr>{_fonts('仿宋_GB2312', 32)}</w:style>"
    + _style(
        "Title", "Title",
        '<w:spacing w:before="0" w:after="579" w:line="640" w:lineRule="exact"/>'
        '<w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/>',
        _fonts("方正小标宋简体", 44),
    )
    + _style(
        "Heading1", "heading 1", '<w:keepNext/><w:outlineLvl w:val="0"/>', _fonts("黑体", 32)
    )
    + _style(
        "Heading2", "heading 2", '<w:keepNext/><w:outlineLvl w:val="1"/>', _fonts("楷体_GB2312", 32)
    )
    + _style(
        "Note", "Note",
        '<w:spacing w:before="60" w:after="60" w:line="400" w:lineRule="exact"/>'
        '<w:ind w:firstLine="480" w:firstLineChars="200"/>',
        _fonts("仿宋_GB2312", 24),
    )
    + _style(
        "TableText", "Table Text",
        '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/>',
        _fonts("宋体", 18),
    )
    + _style("TableLabel", "Table Label", '<w:jc w:val="left"/>', "", base="TableText")
    + '<w:style w:type="table" w:styleId="Form"><w:name w:val="Form"/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr></w:style></w:styles>"
)  # fmt: skip
# The page number of a public document: — 1 —, 宋体 四号 (14 pt).
_FOOTER: Final = (
    (
        f'<w:ftr {_W}><w:p><w:pPr><w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/>'
        f"</w:pPr><w:r>{_fonts('宋体', 28)}<w:t>— </w:t></w:r>"
        '<w:fldSimple w:instr=" PAGE "><w:r>'
        f"{_fonts('宋体', 28)}<w:t>1</w:t></w:r></w:fldSimple><w:r>{_fonts('宋体', 28)}<w:t> —</w:t>"
        "</w:r></w:p></w:ftr>"
    )
    .replace("<w:t>— </w:t>", '<w:t xml:space="preserve">— </w:t>')
    .replace("<w:t> —</w:t>", '<w:t xml:space="preserve"> —</w:t>')
)
FIXED: Final = {
    "word/styles.xml": _STYLES,
    "word/settings.xml": f'<w:settings {_W}><w:characterSpacingControl w:val="doNotCompress"/></w:settings>',
    "word/footer1.xml": _FOOTER,
    "word/_rels/document.xml.rels": _relations(
        (f"{_OFFICE}/relationships/styles", "styles.xml"),
        (f"{_OFFICE}/relationships/settings", "settings.xml"),
        (f"{_OFFICE}/relationships/footer", "footer1.xml"),
    ),
}


def pack(parts: Mapping[str, str]) -> bytes:
    """The package of these parts; the same parts give the same bytes."""
    return put_together(
        _fixed(name) if FIXED.get(name) is text else _entry(name, text)
        for name, text in parts.items()
    )


@lru_cache(maxsize=len(FIXED))
def _fixed(name: str) -> Entry:
    """A part that is the same in every file, packed once."""
    return _entry(name, FIXED[name])


def _entry(name: str, text: str) -> Entry:
    info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = ZIP_DEFLATED
    return packed(info, (_DECLARATION + text).encode())
