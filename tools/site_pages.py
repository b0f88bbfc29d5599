"""The pages of docs/ that are made of the program: its codes, its commands, its Python API."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from textwrap import dedent

import govinfo_cli
from govinfo_cli import Finding, Report, read, validate
from govinfo_cli.cli.commands import COMMANDS
from govinfo_cli.cli.options import Command, Spec, specs_of
from govinfo_cli.errors import GovinfoError
from govinfo_cli.finding import RULES, Code
from govinfo_cli.messages import LANGUAGES, entry_of, say, word
from govinfo_cli.number import show

ROOT = Path(__file__).resolve().parent.parent
INVALID = ROOT / "examples" / "invalid"
MADE_FROM = {
    "zh": "<!-- 由 python tools/generate.py 生成 -->",
    "en": "<!-- made by python tools/generate.py -->",
}
OTHER = {"zh": ("en", "English"), "en": ("zh", "中文")}
SHORT = 88
FACT = re.compile(r"\{\w+\}")

WORDS = {
    "zh": {
        "codes": "校验规则", "code": "代码", "title": "含义", "severity": "级别",
        "codes-lead": "每条规则一页：为什么、依据、怎么改，错的和对的各一例。`govinfo rule A303` 在终端里给出同样的说明。",
        "says": "怎么提示", "why": "为什么", "source": "依据", "fix": "怎么改", "wrong": "错", "right": "对",
        "example": "例子", "try": "示例文件", "said": "提示", "place": "位置", "change": "改动",
        "configure": "不看这条：`govinfo validate --ignore {code}`；改级别：`--severity {code}=warning`。写进配置文件见[配置](../configuration.md)。",
        "all": "[全部规则](index.md)",
        "commands": "命令参考", "option": "选项", "does": "作用",
        "commands-lead": "由程序的选项表生成，与 `govinfo 命令 --help` 一致。",
        "argument": "参数", "many": "可多次使用", "required": "必需", "default": "默认 `{}`", "range": "{} 至 {}",
        "python": "Python 参考", "python-lead": "由程序的说明（docstring，英文）生成；用法和例子见 [Python](../python.md)。",
        "groups": {"S": "结构", "V": "数字", "A": "勾稽", "Y": "跨年", "L": "上下级", "N": "文字与表格", "C": "期间与内容", "P": "个人信息与文件"},
    },
    "en": {
        "codes": "The checks", "code": "code", "title": "what", "severity": "severity",
        "codes-lead": "One page for each check: why, source, remedy, and an example wrong and right. `govinfo rule A303` says the same in the terminal.",
        "says": "What it says", "why": "Why", "source": "Source", "fix": "What to do", "wrong": "wrong", "right": "right",
        "example": "Example", "try": "example file", "said": "told", "place": "place", "change": "change",
        "configure": "To leave it out: `govinfo validate --ignore {code}`; another severity: `--severity {code}=warning`. In a file: [configuration](../configuration.md).",
        "all": "[All checks](index.md)",
        "commands": "Commands", "option": "option", "does": "does",
        "commands-lead": "Made of the program's table of options; `govinfo COMMAND --help` says the same.",
        "argument": "argument", "many": "may be given several times", "required": "required", "default": "default `{}`", "range": "{} to {}",
        "python": "Python reference", "python-lead": "Made of the docstrings; how to use it: [Python](../python.md).",
        "groups": {"S": "Structure", "V": "Numbers", "A": "Sums", "Y": "Between years", "L": "Between levels", "N": "Words against tables", "C": "Period and content", "P": "Personal data and files"},
    },
}  # fmt: skip

ZH_SUMMARY = {
    "Comparison": "两份报告的对比结果。", "Finding": "一处问题：代码、级别、单元格、应为、现为。",
    "Fix": "改正的结果：新文件、改了什么、还剩什么。", "GovinfoError": "各种错误的共同基类。",
    "Merged": "汇总的结果：合计报告，谁没有给全，谁没有报来。",
    "Report": "一份报告：每一格的值、状态和位置。", "Result": "校验一个文件的结果。",
    "Settings": "校验用的设置。", "Trend": "一个单位历年的数据。",
    "check": "校验已经读入的报告，给出全部问题。", "convert": "转换成另一种类型，给出新文件的字节。",
    "diff": "比较两份报告。", "fix": "改正有把握的错误。", "merge": "逐格精确相加。",
    "paired": "一批结果中，同一单位上下年互相核对。", "read": "读一份报告。",
    "to_pandas": "一份或多份报告变成 pandas 表，一格一行，金额精确。",
    "to_polars": "一份或多份报告变成 polars 表，一格一行，金额精确。",
    "trend": "一个单位历年的主要数据。", "validate": "读入并校验一份报告；读不了的，结果里有原因。",
}  # fmt: skip


def pages() -> dict[str, str]:
    """All generated pages by their paths in ``docs``."""
    found = _examples()
    made: dict[str, str] = {}
    for lang in LANGUAGES:
        made |= {
            f"{lang}/codes/index.md": _finish(lang, "codes/index.md", _code_list(lang)),
            f"{lang}/reference/commands.md": _finish(
                lang, "reference/commands.md", _commands(lang)
            ),
            f"{lang}/reference/python.md": _finish(lang, "reference/python.md", _python(lang)),
        }
        for rule in RULES:
            path = f"codes/{rule.code}.md"
            made[f"{lang}/{path}"] = _finish(lang, path, _code(rule, lang, found.get(rule.code)))
    return made


def _finish(lang: str, path: str, lines: Iterator[str]) -> str:
    title, *rest = lines
    other, name = OTHER[lang]
    head = (title, f"[{name}](../../{other}/{path})", MADE_FROM[lang])
    return "\n\n".join((*head, *rest)) + "\n"


# The codes


def _examples() -> dict[str, tuple[str, Report, Finding]]:
    """An example of each code: the file in which it stands for itself, or first."""
    found: dict[str, tuple[int, str, Report, Finding]] = {}
    beside = (".findings.json", ".previous.json")
    for path in sorted(
        p for p in INVALID.glob("*.*") if p.is_file() and not p.name.endswith(beside)
    ):
        last, below = (
            path.with_name(f"{path.stem}.{kind}") for kind in ("previous.json", "children")
        )
        children = [read(child) for child in sorted(below.iterdir())] if below.is_dir() else []
        result = validate(path, previous=read(last) if last.exists() else None, children=children)
        for number, entry in enumerate(result.findings):
            rank = number + 100 * (entry.because is not None)
            if result.report and rank < found.get(entry.code, (1000,))[0]:
                found[entry.code] = rank, path.name, result.report, entry
    return {code: entry[1:] for code, entry in found.items()}


def _code_list(lang: str) -> Iterator[str]:
    words = WORDS[lang]
    yield f"# {words['codes']}"
    yield str(words["codes-lead"])
    groups = words["groups"]
    assert isinstance(groups, dict)
    for letter, name in groups.items():
        yield f"## {name}"
        rows = [
            f"| [{rule.code}]({rule.code}.md) | {entry_of(rule.code, lang)['title']} | {say(lang, rule.severity)} | `{rule.name}` |"
            for rule in RULES if rule.code.startswith(letter)
        ]  # fmt: skip
        yield "\n".join(
            (
                f"| {words['code']} | {words['title']} | {words['severity']} | |",
                "|---|---|---|---|",
                *rows,
            )
        )


def _code(rule: Code, lang: str, example: tuple[str, Report, Finding] | None) -> Iterator[str]:
    words, entry = WORDS[lang], entry_of(rule.code, lang)
    yield f"# {rule.code} {entry['title']}"
    yield f"`{rule.name}` · {say(lang, rule.severity)} · {words['all']}"
    for part in ("why", "fix", "source"):
        if entry.get(part):
            yield f"**{words[part]}** {_plain(FACT.sub('…', entry[part]))}"
    yield f"## {words['example']}"
    wrong, arrow, right = str(entry["example"]).rpartition("→")
    if arrow:
        yield f"| {words['wrong']} | {words['right']} |\n|---|---|\n| {_cell(wrong)} | {_cell(right)} |"
    else:
        yield _plain(entry["example"])
    if example:
        yield _real(lang, *example)
    yield f"## {words['says']}"
    texts = dict.fromkeys(entry["message"].values())
    yield "\n".join(f"- {_plain(FACT.sub('…', text))}" for text in texts)
    yield str(words["configure"]).format(code=rule.code)


def _real(lang: str, name: str, report: Report, entry: Finding) -> str:
    """What is really said of an example file, and what it should be."""
    words = WORDS[lang]
    lines = [f"| {words['try']} | `examples/invalid/{name}` |", "|---|---|"]
    lines.append(f"| {words['said']} | {_cell(word(entry, report.form, lang))} |")
    places = [where.source for where in entry.cells if where.source]
    if places:
        lines.append(
            f"| {words['place']} | {(', ' if lang == 'en' else '、').join(f'`{place}`' for place in places[:4])} |"
        )
    changes = entry.suggestions[0].changes if entry.suggestions else ()
    for change in changes[:4]:
        lines.append(
            f"| {words['change']} | `{change.where.source}` {show(change.old) or '∅'} → {show(change.new)} |"
        )
    return "\n".join(lines)


def _plain(text: str) -> str:
    """A text that Markdown shows as it stands."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text.strip())


def _cell(text: str) -> str:
    return " ".join(_plain(text).split())


# The commands


def _commands(lang: str) -> Iterator[str]:
    yield f"# {WORDS[lang]['commands']}"
    yield str(WORDS[lang]["commands-lead"])
    for command in COMMANDS:
        yield f"## govinfo {command.name}"
        yield _plain(say(lang, f"help.{command.name}"))
        yield from _command(command, lang)


def _command(command: Command, lang: str) -> Iterator[str]:
    options = getattr(import_module(f"govinfo_cli.cli.{command.module}"), command.options)
    specs = specs_of(options).values()
    loose = " ".join(_argument(spec) for spec in specs if not spec.flags)
    yield f"```sh\ngovinfo {command.name} {loose}\n```".replace(" \n", "\n")
    rows = [_row(spec, lang) for spec in sorted(specs, key=lambda spec: bool(spec.flags))]
    yield "\n".join((f"| {WORDS[lang]['option']} | {WORDS[lang]['does']} |", "|---|---|", *rows))


def _argument(spec: Spec) -> str:
    return f"{spec.metavar or ''}{'...' if spec.many and '...' not in str(spec.metavar) else ''}"


def _row(spec: Spec, lang: str) -> str:
    words = WORDS[lang]
    name = ", ".join(f"`{flag}`" for flag in spec.flags) or f"`{_argument(spec)}`"
    text = _cell(say(lang, spec.help, formats=spec.facts(lang) if spec.facts else ""))
    more = [str(words["required"])] if spec.required else []
    if spec.default not in (None, "", (), False) and not spec.required:
        more.append(str(words["default"]).format(spec.default))
    if spec.low is not None and spec.high is not None:
        more.append(str(words["range"]).format(spec.low, spec.high))
    if spec.many and spec.flags and "多次" not in text and "several times" not in text:
        more.append(str(words["many"]))
    joiner = "；" if lang == "zh" else "; "
    return f"| {name} | {joiner.join((text.rstrip('。.'), *more))} |"


# The Python API


def _python(lang: str) -> Iterator[str]:
    yield f"# {WORDS[lang]['python']}"
    yield str(WORDS[lang]["python-lead"])
    names = [name for name in govinfo_cli.__all__ if not name.startswith("_")]
    for name in sorted(names, key=lambda name: (name[0].isupper(), name)):
        found = getattr(govinfo_cli, name)
        yield f"## {name}"
        if lang == "zh":
            yield ZH_SUMMARY[name]
        yield from _described(found)


def _described(found: object) -> Iterator[str]:
    called = inspect.isclass(found) and issubclass(found, GovinfoError)
    if not called:  # nobody makes one
        yield f"```python\n{_signature(found)}\n```"
    yield _docstring(found)
    if inspect.isclass(found):
        for name, member in vars(found).items():
            if not name.startswith("_") and member.__doc__:
                if isinstance(member, property):
                    yield f"`{name}`: {_docstring(member)}"
                elif inspect.isfunction(member):
                    yield f"`{name}({_inside(member)})`: {_docstring(member)}"


def _inside(method: Callable[..., object]) -> str:
    """The parameters of a method, without itself."""
    return ", ".join(list(_parameters(inspect.signature(method)))[1:])


def _signature(found: object) -> str:
    """How it is called, one parameter a line where it is long."""
    assert callable(found)
    signature = inspect.signature(found)
    parts = list(_parameters(signature))
    after = f" -> {signature.return_annotation}" if not inspect.isclass(found) else ""
    name = getattr(found, "__name__", "")
    short = f"{name}({', '.join(parts)}){after}"
    if len(short) <= SHORT:
        return short
    return "\n".join((f"{name}(", *(f"    {part}," for part in parts), f"){after}"))


def _parameters(signature: inspect.Signature) -> Iterator[str]:
    named_only = False
    for one in signature.parameters.values():
        if one.kind is one.KEYWORD_ONLY and not named_only:
            named_only = True
            yield "*"
        yield f"{one.name}: {one.annotation}{_default(one)}"


def _default(one: inspect.Parameter) -> str:
    """The default as one would write it; what is made anew each time as three points."""
    if one.default is one.empty:
        return ""
    plain = isinstance(one.default, str | int | tuple | None)
    return f" = {one.default!r}" if plain else " = ..."


def _docstring(found: object) -> str:
    """A docstring as Markdown: its examples are fenced."""
    text = inspect.cleandoc(found.__doc__ or "").replace("``", "`")
    before, mark, example = text.partition("\n>>> ")
    return before.rstrip() + (f"\n\n```python\n>>> {dedent(example).rstrip()}\n```" if mark else "")
