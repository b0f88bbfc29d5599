"""What may stand in a configuration, one row a key; the JSON Schema is made of the same rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from govinfo_cli.finding import CODES, SEVERITIES
from govinfo_cli.limits import LEAST, MOST, NAMES, Limits, amount_of
from govinfo_cli.settings import DEADLINES


class Kind(NamedTuple):
    """A kind of value: whether one is of it, and the JSON Schema that says the same."""

    holds: Callable[[Any], bool]
    schema: Mapping[str, object]


class Key(NamedTuple):
    """A key. ``option`` and ``environment`` say the same on the command line and outside.

    ``path``: a file or folder, relative to the configuration. ``words``: title and description.
    """

    name: str
    kind: str
    title: str
    option: str = ""
    environment: str = ""
    path: bool = False
    default: object = None


_CODE: Final = r"^[A-Z][A-Z0-9]{0,6}$"
_DAY: Final = r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
_AMOUNT: Final = r"^0*[1-9]\d{0,14}[KMGkmg]?$"
_OR_NONE: Final = _AMOUNT[:-1] + r"$|^0+$"
_DATE: Final = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"


def is_code(value: object) -> bool:
    """Whether a text is a code or the beginning of one; those of one's own begin with X."""
    if not isinstance(value, str) or not re.fullmatch(_CODE, value):
        return False
    return value.startswith("X") or any(code.startswith(value) for code in CODES)


def _is_amount(name: object, value: object) -> bool:
    """Whether a limit may be set so: a number, or a text such as ``1G``."""
    return type(value) in (int, str) and amount_of(str(name), str(value)) is not None


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(_text(entry) for entry in value)


def _map(keys: Callable[[str], bool], values: Callable[[Any], bool]) -> Callable[[Any], bool]:
    def holds(value: Any) -> bool:
        return isinstance(value, dict) and all(keys(k) and values(v) for k, v in value.items())

    return holds


def _matches(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


_CODES: Final = {
    "type": "array", "items": {"type": "string", "pattern": _CODE, "examples": ["A3", "S107"]},
}  # fmt: skip

KINDS: Final[Mapping[str, Kind]] = {
    "codes": Kind(lambda v: isinstance(v, list) and all(map(is_code, v)), _CODES),
    "code": Kind(is_code, {"type": "string", "pattern": _CODE}),
    "severities": Kind(
        _map(is_code, lambda v: v in SEVERITIES),
        {
            "type": "object",
            "propertyNames": {"pattern": _CODE},
            "additionalProperties": {"enum": list(SEVERITIES)},
        },
    ),
    "deadlines": Kind(
        _map(DEADLINES.__contains__, _matches(_DAY)),
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {k: {"type": "string", "pattern": _DAY} for k in DEADLINES},
        },
    ),
    "limits": Kind(
        lambda v: isinstance(v, dict) and all(_is_amount(k, n) for k, n in v.items()),
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                name: {
                    "anyOf": [
                        {"type": "integer", "minimum": LEAST.get(name, 1)}
                        | ({"maximum": MOST[name]} if name in MOST else {}),
                        {"type": "string", "pattern": _AMOUNT if name not in LEAST else _OR_NONE},
                    ]
                }
                for name in NAMES
            },
        },
    ),
    "names": Kind(
        _map(_text, _text),
        {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}},
    ),
    "text": Kind(_text, {"type": "string", "minLength": 1}),
    "texts": Kind(_texts, {"type": "array", "items": {"type": "string", "minLength": 1}}),
    "flag": Kind(lambda v: isinstance(v, bool), {"type": "boolean"}),
    "count": Kind(lambda v: type(v) is int and v > 0, {"type": "integer", "minimum": 1}),
    "date": Kind(_matches(_DATE), {"type": "string", "pattern": _DATE, "examples": ["2026-12-31"]}),
}

_SELECT: Final = Key("select", "codes", "只看这些代码", "--select", default=[])
_IGNORE: Final = Key("ignore", "codes", "不看这些代码", "--ignore", default=[])
_SEVERITY: Final = Key(
    "severity", "severities", "代码的级别：error、warning、info", "--severity", default={}
)
_DEADLINES: Final = Key(
    "deadlines", "deadlines", "公布期限，次年的月-日", "--deadline", default=dict(DEADLINES)
)
_LIMITS: Final = Key(
    "limits", "limits", '读取一个文件的上限，如 cells = 5000000、size = "1G"',
    "--limit", "GOVINFO_LIMITS",
    default={name: getattr(Limits(), name) for name in NAMES},
)  # fmt: skip
_FORM: Final = Key(
    "form", "text", "报告格式：auto、2019、2021 或自有格式", "--form", default="auto"
)

_CHILDREN: Final = Key(
    "children", "texts", "下级单位的报告：文件、文件夹", "--children", path=True, default=[]
)

KEYS: Final = (
    _SELECT,
    _IGNORE,
    _SEVERITY,
    _DEADLINES,
    _CHILDREN,
    Key("aliases", "names", "单位的其他名称 = 它所指的名称", default={}),
    _FORM,
    Key(
        "forms", "texts", "自有格式所在的文件夹", "--forms", "GOVINFO_FORMS", path=True, default=[]
    ),
    Key("strict", "flag", "有警告也算不通过", "--strict", default=False),
    Key("baseline", "text", "基线文件", "--baseline", path=True, default=""),
    Key("max-findings", "count", "最多列出几处", "--max-findings"),
    Key("plugins", "texts", "启用的插件规则", "--plugins", "GOVINFO_PLUGINS", default=[]),
    _LIMITS,
)
PER_PATH: Final = (
    Key("path", "text", "文件，可用 * 与 ?，相对于配置文件所在的文件夹"),
    _SELECT,
    _IGNORE,
    _SEVERITY,
    _DEADLINES,
    _FORM,
    _CHILDREN,
    _LIMITS,
)
WAIVE: Final = (
    Key("code", "code", "代码或其开头"),
    Key("organ", "text", "单位名称，可用 * 与 ?"),
    Key("path", "text", "文件，可用 * 与 ?"),
    Key("cell", "text", "格，如 requests/received/total，可用 * 与 ?"),
    Key("reason", "text", "原因"),
    Key("until", "date", "截止日期（含当日）"),
)


class Group(NamedTuple):
    """A repeated table, ``[[per-path]]`` or ``[[waive]]``, and the keys that it must have."""

    keys: tuple[Key, ...]
    required: tuple[str, ...]
    title: str


GROUPS: Final = {
    "per-path": Group(PER_PATH, ("path",), "只对部分文件有效的配置"),
    "waive": Group(WAIVE, ("code", "reason", "until"), "豁免：已核实、暂不计的问题"),
}
