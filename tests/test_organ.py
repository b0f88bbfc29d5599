"""Organs by their names: what is one organ, and what must never be taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo_cli.organ import Organs, find_organ, organ_key, same_organ, tails

PLACES = st.text("甲乙丙丁东西湖溪", min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("武汉市东西湖区司法局", "东西湖区司法局"),
        ("湖北省武汉市东西湖区司法局", "东西湖区司法局"),
        ("东西湖区司法局", "司法局"),
        ("清溪县 司法局", "清溪县司法局"),
        ("清溪县司法局（本级）", "清溪县司法局(本级)"),
        ("江苏省淮安市", "淮安市人民政府"),
        ("淮安市政府", "淮安市人民政府"),
        ("清溪县政府办公室", "清溪县人民政府办公室"),
        ("清溪县柳河镇", "柳河镇人民政府"),
        ("东西湖区吴家山街道", "吴家山街道办事处"),
        ("乌鲁木齐市沙依巴克区市场监督管理局", "沙依巴克区市场监督管理局"),
    ],
)
def test_names_of_one_organ(one: str, other: str) -> None:
    assert same_organ(one, other)
    assert same_organ(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲区司法局", "乙区司法局"),
        ("北京市朝阳区司法局", "长春市朝阳区司法局"),
        ("武汉市司法局", "武汉市东西湖区司法局"),
        ("武汉市公安局东西湖区分局", "东西湖区分局"),
        ("大通湖区司法局", "湖区司法局"),
        ("清溪县民政局", "清溪县司法局"),
        ("淮安市", "淮安区"),
        ("清溪县人民政府", "清溪县人民政府办公室"),
        ("", ""),
        ("", "清溪县司法局"),
    ],
)
def test_names_of_two(one: str, other: str) -> None:
    assert not same_organ(one, other)
    assert not same_organ(other, one)


def test_an_alias_is_the_name_that_is_meant() -> None:
    aliases = {"清溪县国土资源局": "清溪县自然资源局", "清溪县土地局": "清溪县国土资源局"}
    assert organ_key("清溪县土地局", aliases) == "清溪县自然资源局"
    assert same_organ("清溪县国土资源局", "南平市清溪县自然资源局", aliases)
    assert not same_organ("清溪县国土资源局", "清溪县自然资源局")
    assert organ_key("甲局", {"甲局": "乙局", "乙局": "甲局"}) in ("甲局", "乙局")


def test_a_short_name_may_be_several_organs() -> None:
    names = ["甲区司法局", "乙区司法局", "丙区民政局"]
    assert find_organ("司法局", names) == names[:2]
    assert find_organ("丁市甲区司法局", names) == names[:1]
    assert find_organ("司法局", [*names, "司法局"]) == ["司法局"]


@given(PLACES, PLACES)
def test_two_districts_are_never_one(one: str, other: str) -> None:
    apart = one != other
    assert same_organ(f"{one}区司法局", f"{other}区司法局") is not apart
    assert same_organ(f"某市{one}区司法局", f"{one}区司法局")


def test_many_names_are_joined_to_organs() -> None:
    organs = Organs({"东西湖区司法所": "司法局"})
    for name in ("司法局", "东西湖区司法局", "武汉市东西湖区司法局", "武汉市东西湖区民政局"):
        organs.add(name)
    long = "武汉市东西湖区司法局"
    assert {organs.organ(name) for name in ("司法局", "东西湖区司法局", long)} == {long}
    assert set(organs.keys("司法局")) == {"司法局", "东西湖区司法局", long}
    assert organs.add("东西湖区司法所") == "司法局"
    organs.add("江岸区司法局")
    assert organs.organ("司法局") == "司法局"  # now it may be either
    assert organs.organ("东西湖区司法局") == long
    assert organs.keys("司法局") == ["司法局"]
    assert "司法局" not in organs.keys(long)


@given(st.lists(st.sampled_from(["甲县", "乙市", "丙区", "丁自治州"]), max_size=3), PLACES)
def test_tails_are_the_names_of_one_organ(places: list[str], name: str) -> None:
    key = organ_key("".join(places) + name + "局")
    assert all(same_organ(key, tail) for tail in tails(key))
    assert len(set(tails(key))) > len(places)
