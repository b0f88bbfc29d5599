from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from govinfo_cli import read
from govinfo_cli.errors import FormError
from govinfo_cli.forms import load_forms
from govinfo_cli.forms.json_schema import report_schema

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "schemas"


def own_form(folder: Path, change: dict[str, object]) -> Path:
    data = json.loads((SCHEMAS / "2021" / "form.json").read_text("utf-8"))
    data |= {"form": "own"} | change
    (folder / "own").mkdir()
    (folder / "own" / "form.json").write_text(json.dumps(data), "utf-8")
    return folder


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_a_shipped_form_keeps_the_meta_schema(name: str) -> None:
    schema = json.loads((SCHEMAS / "form.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(
        json.loads((SCHEMAS / name / "form.json").read_text("utf-8"))
    )


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_an_example_keeps_the_generated_schema(name: str) -> None:
    schema = report_schema(load_forms().require(name))
    Draft202012Validator.check_schema(schema)
    example = (
        ROOT / "examples" / "valid" / ("county_2024.json" if name == "2021" else "county_2020.json")
    )
    Draft202012Validator(schema).validate(json.loads(example.read_text("utf-8")))


def test_the_generated_files_are_up_to_date() -> None:
    subprocess.run([sys.executable, str(ROOT / "tools" / "generate.py"), "--check"], check=True)


def test_sizes_of_the_forms() -> None:
    sizes = {form.name: (len(form.cells), len(form.constraints)) for form in load_forms()}
    assert sizes == {"2019": (201, 52), "2021": (200, 44)}


def test_a_form_of_ones_own_needs_no_python(tmp_path: Path) -> None:
    data = json.loads((SCHEMAS / "2021" / "form.json").read_text("utf-8"))
    rows = data["tables"][0]["rows"]
    rows.append({"key": "guides", "label": "办事指南", "en": "Guides", "columns": ["decisions"]})
    folder = own_form(tmp_path, {"tables": data["tables"]})
    report = read(
        "第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t5\n办事指南\t9\n".encode(),
        format="txt", forms=load_forms(str(folder)), form="own",
    )  # fmt: skip
    assert report["disclosure/guides/decisions"] == 9


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"sections": 3}, "form-invalid"),
        ({"unknown": 1}, "form-invalid"),
        ({"constraints": [{"code": "A303", "table": "nowhere", "each": "row", "left": ["total"], "relation": "=", "right": []}]}, "form-no-table"),
        ({"constraints": [{"code": "A303", "table": "requests", "each": "row", "left": ["totally"], "relation": "=", "right": []}]}, "form-no-term"),
    ],
)  # fmt: skip
def test_a_wrong_form_is_told_with_its_place(
    tmp_path: Path, change: dict[str, object], key: str
) -> None:
    folder = own_form(tmp_path, change)
    with pytest.raises(FormError) as told:
        load_forms(str(folder))
    assert told.value.key == key
    assert str(folder) in str(told.value.facts["path"])


def test_a_folder_without_forms(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="forms-none"):
        load_forms(str(tmp_path))


def test_a_form_crosses_processes_as_itself() -> None:
    import pickle

    for form in load_forms():
        assert pickle.loads(pickle.dumps(form)) is form  # noqa: S301  our own bytes


def test_of_forms_made_again_and_again_only_the_last_are_kept(tmp_path: Path) -> None:
    from govinfo_cli.checks import sums
    from govinfo_cli.forms.load import FormSet
    from govinfo_cli.recognise import labels

    own_form(tmp_path, {})
    for _ in range(3 * labels.MAX_FORMS):
        forms: FormSet = load_forms.__wrapped__(str(tmp_path))
        read(ROOT / "examples" / "valid" / "sheets.xlsx", forms=forms)
    assert labels.label_index.cache_info().currsize <= labels.MAX_FORMS
    assert labels._spoken.cache_info().currsize <= labels.MAX_FORMS  # noqa: SLF001
    assert len(sums._COMPILED) <= labels.MAX_FORMS  # noqa: SLF001
