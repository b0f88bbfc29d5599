"""Reports of one organ over the years, each in a file of its own type, and what is wrong between."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from example_data import APPLICANTS, county
from example_layouts import as_json, as_lines, workbook
from example_pages import as_page
from govinfo_cli import convert

Files = dict[str, bytes]
ORGAN = "清溪县人民政府"
WITH_CITY = "江北市清溪县人民政府"  # the same organ
NOTE = "注：上年结转的 1 件因申请人要求并入另一件办理，本年结转数相应减少。"

# Each year has its own words, so that no year's text is another's.
WORDS: dict[int, tuple[str, str]] = {
    2019: ("新修订的条例施行后，县里先后办了三期学习班，各单位的受理窗口重新挂牌，公开指南同步换成了新版。县档案馆和图书馆设了查阅点。", "少数乡镇还不熟悉新的答复格式，明年逐个上门辅导。"),
    2020: ("疫情防控期间每天发布情况通报，复工复产、稳岗补贴一类政策随时解读。门户网站完成集约化改版，旧栏目全部迁移。", "政策解读形式单一，今后多用图表和问答。"),
    2021: ("按照新的年度报告格式重新梳理了台账，规范性文件集中清理后统一公布文本。便民热线与申请窗口实现了信息互通。", "个别答复超过承诺时限，已建立逐件提醒。"),
    2022: ("围绕项目建设公布审批进度，惠农补贴到村到户公示。各单位法制人员参与疑难申请会商，答复质量有所提高。", "数据更新快慢不一，拟纳入季度考核。"),
    2023: ("政务新媒体清理关停了一批僵尸号，保留的账号实行专人值守。公共企事业单位的公开目录覆盖到供水供气和公交。", "基层公开专区内容偏少，将补充村务财务信息。"),
    2024: ("办事大厅设立公开体验区，群众可以自助查询补贴发放。县政府常务会议议题会后三日内公布，并附背景说明。", "解读材料不够通俗，准备请群众代表试读。"),
}  # fmt: skip


def _report(year: int) -> dict[str, Any]:
    """The year's report, in which all follows from the year before."""
    organ = WITH_CITY if year == 2022 else ORGAN
    report = county("2019" if year < 2021 else "2021", year, organ)
    overview, problems = WORDS[year]
    report["narrative"] |= {"overview": overview, "problems": problems}
    for row, cells in report["tables"]["disclosure"].items():
        if "in_force" in cells:
            cells["in_force"] += (cells["made"] - cells["repealed"]) * (year - 2021)
        if "prior_items" in cells:
            start = county("2019", 2019)["tables"]["disclosure"][row]["prior_items"]
            cells["prior_items"] = start + cells["change"] * (year - 2019)
    return report


def _one_less(report: dict[str, Any]) -> None:
    """One case of last year does not arrive; it counts as newly received."""
    requests = report["tables"]["requests"]
    for column in (APPLICANTS[0], "total"):
        requests["carried_in"][column] -= 1
        requests["received"][column] += 1


def _chain_2020(report: dict[str, Any]) -> None:
    report["tables"]["disclosure"]["penalties"]["prior_items"] = 99


def _chain_2022(report: dict[str, Any]) -> None:
    report["tables"]["disclosure"]["normative_documents"]["in_force"] += 1


def _chain_2023(report: dict[str, Any]) -> None:
    report["tables"]["disclosure"]["normative_documents"]["in_force"] += 1
    report["tables"]["disclosure"]["coercion"]["decisions"] = 960


def _chain_2024(report: dict[str, Any]) -> None:
    _one_less(report)
    report["tables"]["disclosure"]["normative_documents"]["in_force"] += 1
    report["tables"]["disclosure"]["coercion"]["decisions"] = 970
    report["notes"] = {"requests": NOTE}


Layout = tuple[str, Callable[[dict[str, Any]], bytes], Callable[[dict[str, Any]], None]]
# File, how it is laid out, what is changed: one break of each kind, across all file types.
CHAIN: dict[int, Layout] = {
    2019: ("z-2019.txt", lambda r: as_lines(r, "\t"), lambda _: None),
    2020: ("2020.htm", lambda r: as_page(r, "gb2312"), _chain_2020),
    2021: ("a-2021.docx", lambda r: convert(as_json(r), "docx", format="json"), _one_less),
    2022: ("2022.xlsx", workbook, _chain_2022),
    2023: ("2023.md", lambda r: as_lines(r, "|"), _chain_2023),
    2024: ("0-newest.json", as_json, _chain_2024),
}
CARRIED = ("requests/carried_in/natural_person", "requests/carried_in/total")
IN_FORCE = "disclosure/normative_documents/in_force"


def _found(*entries: tuple[str, str, str]) -> list[dict[str, object]]:
    return [{"code": c, "severity": s, "cells": [cell]} for c, s, cell in entries]


def chain() -> Files:
    """Six years over both forms; the newest stands first and the oldest last in the folder."""
    files = {}
    for year, (name, lay_out, change) in CHAIN.items():
        report = _report(year)
        change(report)
        files[f"chain/{name}"] = lay_out(report)
    findings = dict.fromkeys((name for name, _, _ in CHAIN.values()), _found()) | {
        "2020.htm": _found(("Y403", "warning", "disclosure/penalties/prior_items")),
        "a-2021.docx": _found(("Y401", "warning", CARRIED[0]), ("Y401", "error", CARRIED[1])),
        "2022.xlsx": _found(("Y402", "warning", IN_FORCE)),
        "2023.md": _found(("Y404", "info", "disclosure/coercion/decisions")),
        "0-newest.json": _found(("Y401", "info", CARRIED[0]), ("Y401", "info", CARRIED[1])),
    }
    return files | _expected("chain", findings)


def unclear() -> Files:
    """Two drafts of 2023 that differ: the report of 2024 is compared with neither."""
    drafts = [_report(2023), _report(2023)]
    drafts[1]["tables"]["disclosure"]["licensing"]["decisions"] += 1
    files = {f"unclear/2023-{n}.json": as_json(draft) for n, draft in enumerate(drafts, 1)}
    files["unclear/2024.json"] = as_json(_report(2024))
    findings = {"2023-1.json": _found(), "2023-2.json": _found()}
    return files | _expected("unclear", findings | {"2024.json": _found(("Y405", "info", ""))})


def _expected(name: str, findings: dict[str, list[dict[str, object]]]) -> Files:
    text = json.dumps(findings, ensure_ascii=False, indent=1) + "\n"
    return {f"{name}.findings.json": text.encode()}


BATCHES: dict[str, Callable[[], Files]] = {"chain": chain, "unclear": unclear}
