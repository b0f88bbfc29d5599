"""The words of the generated pages of docs/, by language, and how a text is put into Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

WORDS: Final[Mapping[str, Mapping[str, Any]]] = {
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

# What stands before the English docstrings on the Chinese page.
ZH_SUMMARY: Final = {
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


def plain(text: str) -> str:
    """A text that Markdown shows as it stands."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text.strip())


def one_cell(text: str) -> str:
    """A text in one cell of a table."""
    return " ".join(plain(text).split())
