"""An invented district and its organs: their reports, in several file types, and their sum."""

from __future__ import annotations

import random
from collections.abc import Sequence
from copy import deepcopy
from decimal import Decimal
from typing import Any

from example_data import APPLICANTS, RESULTS, county, form, zeros
from example_layouts import as_json, as_lines, workbook
from example_pages import as_page
from govinfo_cli import Report as Read
from govinfo_cli import read
from govinfo_cli.number import total

YEAR = 2024
DISTRICT = "云溪区人民政府"
Report = dict[str, Any]

# Table three by row and applicants; table four as upheld, corrected, other, pending; table two.
OFFICE: Report = {
    "organ": "云溪区人民政府办公室", "level": "department",
    "requests": {
        "received": (41, 3, 0, 1, 2, 0), "carried_in": (2, 0, 0, 0, 0, 0),
        "granted": (19, 1, 0, 1, 1, 0), "partly_granted": (4, 0, 0, 0, 0, 0),
        "unavailable_not_held": (14, 2, 0, 0, 1, 0), "rejected_repeated": (3, 0, 0, 0, 0, 0),
        "carried_out": (3, 0, 0, 0, 0, 0),
    },
    "remedies": {"reconsideration": (3, 1, 0, 1), "litigation_direct": (1, 0, 0, 0)},
    "disclosure": {"normative_documents": (4, 1, 23)},
}  # fmt: skip
CIVIL_AFFAIRS: Report = {
    "organ": "云溪区民政局", "level": "department",
    "requests": {
        "received": (12, 1, 0, 0, 0, 0), "carried_in": (0, 1, 0, 0, 0, 0),
        "granted": (7, 1, 0, 0, 0, 0), "denied_third_party": (2, 0, 0, 0, 0, 0),
        "unavailable_to_be_made": (2, 1, 0, 0, 0, 0), "carried_out": (1, 0, 0, 0, 0, 0),
    },
    "remedies": {"reconsideration": (0, 0, 1, 0)},
    "disclosure": {"normative_documents": (1, 0, 6), "licensing": (58,), "penalties": (3,)},
}  # fmt: skip
MARKET: Report = {
    "organ": "云溪区市场监督管理局", "level": "department",
    "requests": {
        "received": (63, 7, 0, 0, 4, 1), "carried_in": (5, 1, 0, 0, 0, 0),
        "granted": (24, 3, 0, 0, 2, 0), "denied_enforcement_file": (17, 2, 0, 0, 1, 1),
        "rejected_petition": (21, 1, 0, 0, 0, 0), "other": (2, 0, 0, 0, 1, 0),
        "carried_out": (4, 2, 0, 0, 0, 0),
    },
    "remedies": {"reconsideration": (6, 2, 1, 2), "litigation_after_reconsideration": (2, 0, 0, 1)},
    "disclosure": {"normative_documents": (2, 1, 9), "licensing": (13406,), "penalties": (872,),
                   "coercion": (31,), "fees": ("128.4",)},
}  # fmt: skip
STREET: Report = {
    "organ": "云溪区柳河街道办事处", "level": "township",
    "requests": {
        "received": (9, 0, 0, 0, 0, 0), "granted": (5, 0, 0, 0, 0, 0),
        "unavailable_not_held": (3, 0, 0, 0, 0, 0), "rejected_confirmation": (1, 0, 0, 0, 0, 0),
    },
    "remedies": {},
    "disclosure": {"licensing": (214,), "penalties": (46,), "coercion": (2,), "fees": ("3.65",)},
}  # fmt: skip
ORGANS = (OFFICE, CIVIL_AFFAIRS, MARKET, STREET)
CHANNELS = {
    "department": "本机关的政府信息在区门户网站统一公开，依申请公开由专人登记、审核和答复。",
    "township": "街道在政务公开栏和区门户网站公开信息，申请由党政办公室统一受理。",
    "government": "全区各单位按季度核对公开目录，依申请公开的登记、审核和答复流程已经统一。",
}  # fmt: skip


def report_of(figures: Report) -> Report:
    """The report of one organ, in the canonical JSON form."""
    tables = zeros("2021")
    for row, numbers in figures["disclosure"].items():
        columns = form("2021").table("disclosure").rows[row].columns
        tables["disclosure"][row] = dict(zip(columns, numbers, strict=True))
    for row, numbers in figures["requests"].items():
        tables["requests"][row].update(zip(APPLICANTS, numbers, strict=True))
    _totals(tables["requests"])
    for row, four in figures["remedies"].items():
        tables["remedies"][row] = dict(zip((*RESULTS, "total"), (*four, sum(four)), strict=True))
    return _report(figures["organ"], figures["level"], tables)


def _totals(requests: Report) -> None:
    outside = ("received", "carried_in", "concluded", "carried_out")
    for column in APPLICANTS:
        details = (row[column] for key, row in requests.items() if key not in outside)
        requests["concluded"][column] = sum(details)
    for row in requests.values():
        row["total"] = sum(row[column] for column in APPLICANTS)


def _report(organ: str, level: str, tables: Report) -> Report:
    month = "03-18" if level == "government" else "01-16"
    return {
        "form": "2021", "year": YEAR, "organ": organ, "organ_level": level,
        "published": f"{YEAR + 1}-{month}",
        "narrative": {
            "preface": f"统计数据的期限自{YEAR}年1月1日起至{YEAR}年12月31日止。",
            "overview": CHANNELS[level], "disclosure": "", "requests": "", "remedies": "",
            "problems": "公开目录的更新还不够及时，下一年度按月检查。",
            "other": "本年度没有收取政府信息公开信息处理费。",
        },
        "tables": tables,
    }  # fmt: skip


def sum_of(reports: list[Report], organ: str = DISTRICT) -> Report:
    """The report of the district: cell by cell the sum of its organs' reports."""
    tables = deepcopy(reports[0]["tables"])
    for name, rows in tables.items():
        for row, cells in rows.items():
            for column in cells:
                parts = [Decimal(str(r["tables"][name][row][column])) for r in reports]
                whole = sum(parts, Decimal(0))
                cells[column] = str(whole) if whole % 1 else int(whole)
    return _report(organ, "government", tables)


def district() -> dict[str, bytes]:
    """The district's report and, in a folder, those of its organs, each of another file type."""
    reports = [report_of(figures) for figures in ORGANS]
    office, civil_affairs, market, street = reports
    names = "\n".join(figures["organ"] for figures in ORGANS)
    return {
        "district.xlsx": workbook(sum_of(reports)),
        "organs/office.json": as_json(office),
        "organs/civil_affairs.xlsx": workbook(civil_affairs),
        "organs/market.md": as_lines(market, "|"),
        "organs/street.html": as_page(street),
        "organs.list": f"# 应报送的单位\n{names}\n".encode(),
    }


def roll_up() -> tuple[Report, list[Report]]:
    """A district that left one of its organs out."""
    reports = [report_of(figures) for figures in ORGANS]
    return sum_of([report for report in reports if report["organ"] != MARKET["organ"]]), reports


def organ(seed: int) -> Read:
    """A balanced report with figures of its own."""
    chance = random.Random(seed)  # noqa: S311  not for secrets
    made = county("2021", 2024, f"云溪区{chr(0x4E00 + 9 * seed)}局")
    requests = made["tables"]["requests"]
    outside = ("received", "carried_in", "concluded", "carried_out")
    details = [row for row in requests if row not in outside]
    for row in requests.values():
        row.update(dict.fromkeys(row, 0))
    for _ in range(chance.randint(4, 10)):
        requests[chance.choice(details)][chance.choice(APPLICANTS)] += chance.randint(1, 99)
    for column in APPLICANTS:
        requests["concluded"][column] = sum(requests[row][column] for row in details)
        requests["received"][column] = requests["concluded"][column]
    for row in requests.values():
        row["total"] = sum(row[column] for column in APPLICANTS)
    for row in made["tables"]["remedies"].values():
        row.update({result: chance.randint(0, 40) for result in RESULTS})
        row["total"] = sum(row[result] for result in RESULTS)
    disclosure = made["tables"]["disclosure"]
    for row in ("licensing", "penalties", "coercion"):
        disclosure[row]["decisions"] = chance.randint(0, 30000)
    disclosure["fees"]["amount"] = f"{chance.randint(1, 99999) / 100:.2f}"
    made["narrative"]["overview"] = "一年来工作平稳。"
    return read(as_json(made), format="json")


def above(children: Sequence[Read]) -> Read:
    """The district that is the sum of these organs."""
    made = organ(0)
    made.organ, made.path = "云溪区人民政府", ""
    for index in range(len(made.values)):
        made.values[index] = total(child.values[index] or 0 for child in children)
    return made
