"""The figures and words of the example reports; all organs but the figures' source are invented."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from govinfo_cli.forms import Form, load_forms

APPLICANTS = ("natural_person", "enterprise", "research", "nonprofit", "legal_service", "other")
RESULTS = ("upheld", "corrected", "other", "pending")

# Table three of an invented county: row, then the six kinds of applicants.
COUNTY: dict[str, tuple[int, ...]] = {
    "received": (128, 9, 0, 1, 2, 0),
    "carried_in": (6, 1, 0, 0, 0, 0),
    "granted": (61, 4, 0, 1, 0, 0),
    "partly_granted": (12, 1, 0, 0, 1, 0),
    "denied_third_party": (3, 0, 0, 0, 0, 0),
    "denied_internal": (2, 0, 0, 0, 0, 0),
    "denied_administrative_query": (4, 1, 0, 0, 0, 0),
    "unavailable_not_held": (31, 2, 0, 0, 1, 0),
    "unavailable_to_be_made": (5, 0, 0, 0, 0, 0),
    "rejected_petition": (7, 0, 0, 0, 0, 0),
    "rejected_repeated": (2, 1, 0, 0, 0, 0),
    "other": (1, 0, 0, 0, 0, 0),
    "carried_out": (6, 1, 0, 0, 0, 0),
}
REMEDIES = {
    "reconsideration": (5, 1, 2, 1),
    "litigation_direct": (2, 0, 0, 1),
    "litigation_after_reconsideration": (1, 0, 0, 0),
}
DISCLOSURE_2021 = {
    "regulations": (0, 0, 0), "normative_documents": (7, 3, 46), "licensing": (21840,),
    "penalties": (3127,), "coercion": (96,), "fees": ("412.65",),
}  # fmt: skip
DISCLOSURE_2019 = {
    "regulations": (0, 0, 0), "normative_documents": (9, 9, 61), "licensing": (120, -8, 18233),
    "other_services": (64, 5, 40211), "penalties": (310, 0, 2715), "coercion": (22, 1, 80),
    "fees": (12, -2), "procurement": (35, "1288.4"),
}  # fmt: skip
WORDS = {
    "preface": "本报告按照《中华人民共和国政府信息公开条例》的规定编制，由六个部分组成。"
    "统计数据的期限自{year}年1月1日起至{year}年12月31日止。",
    "overview": "一年来，全县政务公开工作平稳有序。\n主动公开方面，集中更新了办事指南。"
    "\n依申请公开方面，统一了答复文书样式，答复前都经过审核。",
    "disclosure": "",
    "requests": "",
    "remedies": "",
    "problems": "个别单位目录更新不够及时。下一步将按季度检查，并把结果通报到各单位。",
    "other": "本年度没有收取政府信息公开信息处理费，没有其他需要报告的事项。",
}

# Words of the odd years: a report is not last year's with another number.
OTHER_WORDS = {
    "overview": "本年度全县政务公开着重规范了流程。\n政策发布与解读同步进行，栏目每月核对一次。"
    "\n申请人可以在窗口当面提交，也可以邮寄，登记后由专人跟进。",
    "problems": "部分乡镇的栏目内容偏少。今后将安排专人指导，年中和年末各查一遍。",
}


def form(name: str) -> Form:
    """A shipped form."""
    return load_forms().require(name)


def zeros(name: str) -> dict[str, Any]:
    """Every cell of a form 0, its optional rows left out."""
    return {
        table.key: {
            row.key: dict.fromkeys(row.columns, 0) for row in table.rows.values() if row.required
        }
        for table in form(name).tables
    }


def county(name: str, year: int, organ: str = "清溪县人民政府") -> dict[str, Any]:
    """The invented county's report in a form, in the canonical JSON form."""
    tables = zeros(name)
    figures = DISCLOSURE_2021 if name == "2021" else DISCLOSURE_2019
    for row, numbers in figures.items():
        tables["disclosure"][row] = dict(
            zip(form(name).table("disclosure").rows[row].columns, numbers, strict=True)
        )
    requests = tables["requests"]
    for row, numbers in COUNTY.items():
        requests[row].update(zip(APPLICANTS, numbers, strict=True))
    details = [
        r for r in requests if r not in ("received", "carried_in", "concluded", "carried_out")
    ]
    for column in APPLICANTS:
        requests["concluded"][column] = sum(requests[row][column] for row in details)
    for row in requests.values():
        row["total"] = sum(row[column] for column in APPLICANTS)
    for row, four in REMEDIES.items():
        tables["remedies"][row] = dict(zip((*RESULTS, "total"), (*four, sum(four)), strict=True))
    words = WORDS | (OTHER_WORDS if year % 2 else {})
    words = {key: text.format(year=year) for key, text in words.items()}
    return {
        "form": name, "year": year, "organ": organ, "organ_level": "government",
        "published": f"{year + 1}-03-20", "narrative": words, "tables": deepcopy(tables),
    }  # fmt: skip


def dongxihu() -> dict[str, Any]:
    """The figures of the 2020 report of 武汉市东西湖区司法局 (facts), with words of our own."""
    report = county("2019", 2020, "武汉市东西湖区司法局")
    report["tables"] = zeros("2019")
    disclosure = report["tables"]["disclosure"]
    disclosure["other_documents"] = {"produced": 12, "disclosed": 4, "total_disclosed": 73}
    disclosure["other_services"] = {"prior_items": 8, "change": 0, "decisions": 5921}
    disclosure["fees"]["prior_items"] = 1
    disclosure["procurement"] = {"projects": 26, "amount": "88.19"}
    report |= {"organ_level": "department", "published": "2021-01-20"}
    return report
