"""Changes that leave a file's shape whole, so that they reach what stands behind the parsers.

Flipped bits end at the checksum, the XML or the encoding. These keep packages packed, markup
well-formed, JSON syntax right and text in its encoding, and change what stands inside. One seed
makes one change, always the same.
"""

from __future__ import annotations

import io
import json
import quopri
import random
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from itertools import islice
from typing import Any

from lxml import etree, html

from mutants import MAGIC, mutant

Change = Callable[[random.Random, bytes], bytes]
_TOKEN = re.compile(r"\d+|[A-Za-z_]+|[\u4e00-\u9fff]+|\s+|.", re.DOTALL)
_SHEETS = ("worksheets/", "document.xml", "content.xml", "sharedStrings", "footnotes", "numbering")
_STREAM = re.compile(rb"<<([^<>]*)>>\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


@cache
def words() -> tuple[str, ...]:
    """What a report is made of: labels of the forms, and odd things beside them."""
    from govinfo_cli.forms import load_forms  # after it was instrumented  # noqa: PLC0415

    found = [m.decode("utf-8", "ignore") for m in MAGIC if len(m) < 500]
    for form in load_forms():
        found += [form.report_title, form.preface, *(s.label for s in form.sections)]
        for table in form.tables:
            labels = (*table.rows.values(), *table.columns.values())
            found += [table.label, table.corner, table.stub, *(label.label for label in labels)]
            found += [alias for label in labels for alias in label.aliases]
    found += ["2019", "2021", "2024年", "１２", "1,234", "减4", "22（其中 3 件）", "/", "-", "无", "251000元", "5.5万元",
              "同比增长50%", "共收到申请140件，其中自然人120件，法人20件。", "未收到申请", "均获维持", "110101199003070003",
              "13800138000", "=SUM(A1:A9)", "=1+1", "@x", "\t=1", "\u202e", "\x1b[31m", "|a|b|", "<td>", "**", "# ", "* "]  # fmt: skip
    return tuple(dict.fromkeys(word for word in found if word))


def in_text(rng: random.Random, data: bytes) -> bytes:
    """Words, numbers or lines of a text replaced, moved, repeated or dropped; in its encoding."""
    coding = "utf-8"
    try:
        text = data.decode(coding)
    except UnicodeDecodeError:
        coding = "gb18030"
        text = data.decode(coding, "replace")
    parts = text.splitlines(keepends=True) if rng.random() < 0.4 else _TOKEN.findall(text)
    return "".join(_among(rng, parts)).encode(coding, "replace")


def _among(rng: random.Random, parts: list[str]) -> list[str]:
    for _ in range(rng.choice((1, 1, 2, 5))):
        if not parts:
            return [rng.choice(words())]
        at, other = rng.randrange(len(parts)), rng.randrange(len(parts))
        kind = rng.randrange(7)
        if kind == 0:
            del parts[at : at + rng.choice((1, 1, 3, 30))]
        elif kind == 1:
            parts[at:at] = parts[other : other + rng.choice((1, 3, 30))]
        elif kind == 2:
            parts[at], parts[other] = parts[other], parts[at]
        elif kind == 3:
            parts[at] = parts[at] * rng.choice((2, 10, 300))
        elif kind == 4:
            parts.insert(at, rng.choice(words()))
        else:
            parts[at] = rng.choice(words()) + ("\n" if parts[at].endswith("\n") else "")
    return parts


def _edit(rng: random.Random, root: Any) -> None:
    """One change of a tree: an element, a text or an attribute."""
    found = [element for element in root.iter() if isinstance(element.tag, str)]
    one, other = rng.choice(found), rng.choice(found)
    parent = one.getparent()
    kind = rng.randrange(12)
    try:
        if kind <= 1 and parent is not None:
            parent.remove(one)
        elif kind <= 3 and parent is not None:
            text = etree.tostring(one, with_tail=False)
            for _ in range(rng.choice((1, 1, 3, 60))):
                one.addnext(etree.fromstring(text))
        elif kind == 4 and not (one in other.iterancestors() or one is other):
            other.append(one)
        elif kind == 5:
            one.tag = other.tag
        elif kind <= 8:
            one.text = rng.choice((rng.choice(words()), other.text or ""))
        else:
            names = list(one.attrib) or list(other.attrib)
            name = rng.choice(names) if names else "a"
            values = [v for e in rng.sample(found, min(8, len(found))) for v in e.attrib.values()]
            new = rng.choice((rng.choice(words()), rng.choice(values or [""])))
            if rng.random() < 0.15 and name in one.attrib:
                del one.attrib[name]
            else:
                one.set(name, new)
    except ValueError:  # control characters, or a name that is none
        one.text = "1"


def in_xml(rng: random.Random, data: bytes) -> bytes:
    """A well-formed part with its tree changed; one that is none by its words."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except (etree.XMLSyntaxError, ValueError):
        return in_text(rng, data)
    for _ in range(rng.choice((1, 1, 2, 4))):
        _edit(rng, root)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def in_page(rng: random.Random, data: bytes) -> bytes:
    """A page with its tree changed."""
    coding = "gb18030" if b"gb2312" in data[:600].lower() else "utf-8"
    try:
        root = html.document_fromstring(data.decode(coding, "replace").replace("\0", ""))
        for _ in range(rng.choice((1, 2, 4))):
            _edit(rng, root)
        made: bytes = html.tostring(root, encoding=coding)
    except (etree.LxmlError, ValueError, AssertionError, UnicodeError):
        return in_text(rng, data)
    return made


def in_saved_page(rng: random.Random, data: bytes) -> bytes:
    """A saved page with another page in it, packed in one of the ways of mail."""
    page = re.search(rb"base64\s+([A-Za-z0-9+/=\s]+)", data)
    if page is None or rng.random() < 0.2:
        return in_text(rng, data)
    import base64  # noqa: PLC0415

    try:
        inner = in_page(rng, base64.b64decode(page[1], validate=False))
    except ValueError:
        return in_text(rng, data)
    if rng.random() < 0.3:
        start = page.start()
        return (
            data[:start] + b"quoted-printable\n\n" + quopri.encodestring(inner) + data[page.end() :]
        )
    return data[: page.start(1)] + base64.encodebytes(inner) + data[page.end(1) :]


def in_json(rng: random.Random, data: bytes) -> bytes:
    """A value of a JSON text replaced, moved, repeated or dropped."""
    try:
        whole = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return in_text(rng, data)
    for _ in range(rng.choice((1, 1, 2, 4))):
        places = list(islice(_places(whole), 5000))  # what is put in twice may be put in again
        if not places:
            break
        holder, key = rng.choice(places)
        other, from_ = rng.choice(places)
        kind = rng.randrange(7)
        if kind == 0:
            del holder[key]
        elif kind == 1:
            holder[key] = other[from_] if other is not holder else [holder[key]]
        elif kind == 2 and isinstance(holder, dict):
            holder[rng.choice((str(from_), rng.choice(words())))] = holder.pop(key)
        elif kind == 3 and isinstance(holder, list) and len(holder) < 50:
            holder *= rng.choice((2, 20))
        elif kind == 4:  # what stands elsewhere under the same name
            same = [h[k] for h, k in places if k == key and type(h) is type(holder)]
            holder[key] = rng.choice(same)
        else:
            holder[key] = rng.choice(
                (0, -1, 1.5, 10**30, True, None, [], {}, "", [[]], {"": {}}, rng.choice(words()))
            )
    try:
        return json.dumps(whole, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):  # something was put into itself
        return in_text(rng, data)


def _places(value: Any, depth: int = 0) -> Any:
    if depth > 60 or not isinstance(value, dict | list):
        return
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(inside):
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner, depth + 1)


def in_records(rng: random.Random, data: bytes) -> bytes:
    """A part of a binary workbook: records changed inside, dropped, repeated or exchanged."""
    records, at = [], 0
    while at < len(data):
        start = at
        at += 1 + (data[at] >> 7)
        size = shift = 0
        while at < len(data):
            size |= (data[at] & 0x7F) << shift
            shift += 7
            at += 1
            if data[at - 1] < 0x80 or shift > 21:
                break
        head, body = data[start:at], data[at : at + size]
        at += size
        records.append((head, body))
    for _ in range(rng.choice((1, 1, 2, 4))):
        if not records:
            break
        one, other = rng.randrange(len(records)), rng.randrange(len(records))
        kind = rng.randrange(6)
        if kind == 0:
            del records[one]
        elif kind == 1:
            records.insert(one, records[other])
        elif kind == 2:
            records[one], records[other] = records[other], records[one]
        elif records[one][1]:
            records[one] = records[one][0], _in_body(rng, records[one][1])
    return b"".join(head + body for head, body in records)


def _in_body(rng: random.Random, body: bytes) -> bytes:
    made = bytearray(body)
    at = rng.randrange(len(made))
    new = rng.choice((b"\xff", b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x80", struct.pack("<I", rng.getrandbits(32)),
                      struct.pack("<H", rng.getrandbits(16)), bytes([rng.getrandbits(8)])))  # fmt: skip
    made[at : at + len(new)] = new
    return bytes(made[: len(body)])


def in_old_book(rng: random.Random, data: bytes) -> bytes:
    """An old workbook: bodies or kinds of its records, its container left whole."""
    at = data.find(b"\x09\x08\x10\x00")
    if at < 0 or rng.random() < 0.1:
        return mutant("a.xls", data, rng.getrandbits(30))
    made, spans = bytearray(data), []
    while at + 4 <= len(data) and len(spans) < 4000:
        kind, size = struct.unpack_from("<HH", data, at)
        if size > 8224 or kind == 0:
            break
        spans.append((at, size))
        at += 4 + size
    for _ in range(rng.choice((1, 1, 2, 5))):
        at, size = rng.choice(spans)
        other, most = rng.choice(spans)
        if rng.random() < 0.2:
            made[at : at + 2] = data[other : other + 2]
        elif rng.random() < 0.1:
            struct.pack_into("<H", made, at + 2, rng.choice((0, size + 1, max(size - 1, 0), 8224)))
        elif rng.random() < 0.2:
            most = min(size, most)
            made[at + 4 : at + 4 + most] = data[other + 4 : other + 4 + most]
        elif size:
            made[at + 4 : at + 4 + size] = _in_body(rng, bytes(made[at + 4 : at + 4 + size]))
    return bytes(made)


def in_pdf(rng: random.Random, data: bytes) -> bytes:
    """A PDF with a stream's operators or an object's words changed; its table no longer fits."""
    found = list(_STREAM.finditer(data))
    if not found or rng.random() < 0.4:
        cut = rng.random() < 0.3
        return mutant("a.md" if cut else "a.pdf", data, rng.getrandbits(30))
    stream = rng.choice(found)
    inner = stream[2]
    if b"FlateDecode" in stream[1]:
        try:
            inner = zlib.decompress(inner)
        except zlib.error:
            return mutant("a.pdf", data, rng.getrandbits(30))
    lines = inner.split(b"\n")
    for _ in range(rng.choice((1, 3, 10))):
        at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        kind = rng.randrange(4)
        if kind == 0:
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == 1:
            lines[at] = re.sub(rb"-?\d[\d.]*", rng.choice((b"0", b"-1", b"1e9", b"99999999999", b"nan", b"3")), lines[at], count=1)  # fmt: skip
        elif kind == 2:
            lines[at : at + 1] = [lines[at]] * rng.choice((0, 2, 50))
        else:
            lines[at] = rng.choice(
                (
                    b"BT",
                    b"ET",
                    b"q",
                    b"Q",
                    b"[" * 50,
                    b"/F9 1 Tf",
                    b"0 0 0 0 0 0 cm",
                    b"<",
                    b"(a",
                    b"re S",
                )
            )
    body = b"\n".join(lines)
    return data[: stream.start()] + b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body) + data[stream.end() :]  # fmt: skip


def in_package(rng: random.Random, data: bytes) -> bytes:
    """A package with one or two of its parts changed, the sheets and texts most of all."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
    except Exception:  # noqa: BLE001  broken by an earlier change
        return mutant("a.xlsx", data, rng.getrandbits(30))
    names = [n for n in parts if any(m in n for m in _SHEETS)]
    for _ in range(rng.choice((1, 1, 2))):
        name = rng.choice(names if names and rng.random() < 0.7 else list(parts) or ["a"])
        if name not in parts:
            continue
        kind = rng.random()
        if kind < 0.03:
            del parts[name]
        elif kind < 0.06:
            parts[rng.choice(list(parts))] = parts[name]
        else:
            change = in_records if name.endswith(".bin") else in_xml
            parts[name] = change(rng, parts[name])
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w") as archive:
        warnings.simplefilter("ignore")
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED)
    return made.getvalue()


def in_settings(rng: random.Random, data: bytes) -> bytes:
    """A configuration with lines added that are right or nearly so, or taken away."""
    lines = data.decode("utf-8", "replace").splitlines()
    for _ in range(rng.choice((1, 2, 3))):
        kind = rng.randrange(6)
        if kind == 0 and lines:
            del lines[rng.randrange(len(lines))]
        elif kind == 1:
            lines += _of_group(rng)
        elif kind == 2 and rng.random() < 0.4:
            text = in_text(rng, "\n".join(lines).encode()).decode("utf-8", "replace")
            lines = text.splitlines()
        else:
            key, line = _setting(rng)
            before = next((n for n, old in enumerate(lines) if old.startswith("[")), len(lines))
            lines = [old for n, old in enumerate(lines) if n >= before or not old.startswith(key)]
            lines.insert(0, line)
    return "\n".join(lines).encode()


def _setting(rng: random.Random) -> tuple[str, str]:
    from govinfo_cli.config.keys import KEYS  # noqa: PLC0415

    key = rng.choice(KEYS)
    return key.name, f"{key.name} = {_value(rng, key.kind)}"


def _of_group(rng: random.Random) -> list[str]:
    from govinfo_cli.config.keys import GROUPS  # noqa: PLC0415

    name = rng.choice(list(GROUPS))
    group = GROUPS[name]
    chosen = [key for key in group.keys if key.name in group.required or rng.random() < 0.4]
    return [f"[[{name}]]", *(f"{key.name} = {_value(rng, key.kind)}" for key in chosen)]


def _value(rng: random.Random, kind: str) -> str:
    return rng.choice(_VALUES[kind] if rng.random() < 0.95 else _ODD)


_WORDS = (
    '"*"',
    '"auto"',
    '"2021"',
    '"某*"',
    '"[a-"',
    '"**/*.json"',
    '"a\\u202eb\\u001b"',
    '"=1"',
    '"/"',
    '"~/x"',
    '"?"',
)
_VALUES = {
    "codes": ('["A3"]', "[]", '["A301", "N6", "S"]', '["X1"]'), "code": ('"A3"', '"A301"', '"X1"', '"N"'),
    "severities": ('{ A3 = "info" }', "{}", '{ N6 = "error", A301 = "warning" }'),
    "deadlines": ('{ department = "01-20" }', '{ township = "02-29" }', "{}"),
    "limits": ("{ cells = 9 }", '{ size = "1G", depth = 2000 }', '{ string = "1K" }', "{ text = 100 }", "{}"),
    "names": ('{ "甲" = "清溪县人民政府" }', '{ "清溪县人民政府" = "甲" }', '{ a = "b", b = "a" }', "{}"),
    "text": _WORDS, "texts": ("[]", '["."]', '["a", "b"]', '["../../etc"]', '["\\u0000"]'),
    "flag": ("true", "false"), "count": ("1", "3", "9223372036854775807"),
    "date": ('"2030-01-01"', '"2020-12-31"', '"2026-02-30"'),
}  # fmt: skip
_ODD = ("1e999", "2030-01-01", "nan", "-1", '""', "[[]]", "{ a = {} }", "0x7fffffffffffffff")


def in_upload(rng: random.Random, data: bytes) -> bytes:
    """A form's body with one of its files changed by the file's own kind, or its headers."""
    parts = data.split(b"--govinfo")
    at = rng.randrange(len(parts))
    head, gap, body = parts[at].partition(b"\r\n\r\n")
    if not gap or rng.random() < 0.3:
        parts[at] = in_text(rng, head) + gap + body
    else:
        tail = b"\r\n" if body.endswith(b"\r\n") else b""
        change = in_package if body[:2] == b"PK" else in_json
        parts[at] = head + gap + change(rng, body.removesuffix(tail) if tail else body) + tail
    if rng.random() < 0.2:
        parts.insert(at, rng.choice(parts))
    return b"--govinfo".join(parts)


def in_text_at(change: Change) -> Change:
    """The change of a kind, or now and then one of words alone."""
    return lambda rng, data: (in_text if rng.random() < 0.25 else change)(rng, data)


def changed(change: Change, data: bytes, seed: int) -> bytes:
    """One change of a whole shape; one in ten is torn as a bad disk or mail would tear it."""
    rng = random.Random(seed)  # noqa: S311  no secret
    if not data or rng.random() < 0.1:
        return mutant("a.xlsx" if data[:2] == b"PK" else "a.md", data, seed) if data else b"0"
    return change(rng, data)
