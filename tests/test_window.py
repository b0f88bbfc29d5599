"""The window by plain HTTP: who is let in, what is answered, what is kept."""

from __future__ import annotations

import io
import json
import re
import socket
import threading
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.test import Client, TestResponse

from govinfo_cli.api import Result, validate
from govinfo_cli.cli.serve import ServeOptions, _means
from govinfo_cli.forms import load_forms
from govinfo_cli.limits import Limits, now, using
from govinfo_cli.messages import catalogue
from govinfo_cli.report import Report
from govinfo_cli.serve import server as servers
from govinfo_cli.serve import shelf as shelves
from govinfo_cli.serve import uploads
from govinfo_cli.serve.app import Window
from govinfo_cli.serve.downloads import DOWNLOADS
from govinfo_cli.serve.guard import HEADERS, Guard
from govinfo_cli.serve.means import Means
from govinfo_cli.serve.server import Server
from govinfo_cli.serve.shelf import Checked, Job, Shelf
from govinfo_cli.serve.tasks import TASKS
from govinfo_cli.serve.uploads import Form, Upload, clean_name
from govinfo_cli.serve.visits import GRACE_SECONDS, SILENT_SECONDS, Visits

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SWAPPED = EXAMPLES / "invalid" / "digits_swapped.xlsx"
COUNTY = EXAMPLES / "valid" / "county_2024.json"
HOST = "127.0.0.1:8000"


def means_of(lang: str = "zh") -> Means:
    def check(files: Sequence[Upload], previous: Report | None = None) -> list[Result]:
        return [validate(data, name=name, previous=previous) for name, data in files]

    return Means(lang, load_forms(), check)


def window_of(lang: str = "zh") -> Window:
    means = means_of(lang)
    return Window(Guard(frozenset({HOST, "localhost:8000"})), means, Visits(0))


@pytest.fixture
def window() -> Window:
    return window_of()


def ask(window: Window, path: str, method: str = "GET", **given: Any) -> TestResponse:
    """A request behind the token."""
    return Client(window).open(
        window.base + path, method=method, base_url=f"http://{HOST}", **given
    )


def sent(
    window: Window, *files: tuple[str, bytes], task: str = "check", **fields: tuple[str, bytes]
) -> TestResponse:
    """Files sent by a form, and the page that comes of it."""
    data: MultiDict[str, Any] = MultiDict()
    for name, content in files:
        data.add("files", (io.BytesIO(content), name))
    for field, (name, content) in fields.items():
        data.add(field, (io.BytesIO(content), name))
    response = ask(window, f"/do/{task}", "POST", data=data)
    if response.status_code != 303:
        return response
    return ask(window, response.headers["Location"].removeprefix(window.base))


def test_the_limits_hold_in_the_thread_of_a_request() -> None:
    means = replace(means_of("en"), limited=lambda: using(Limits(text=100)))
    window = Window(Guard(frozenset({HOST, "localhost:8000"})), means, Visits(0))
    assert "limit 100" in sent(window, ("a.json", COUNTY.read_bytes())).text
    assert now() == Limits()


# Who is let in


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:8001", "", "[::1]:8000"]
)
def test_another_name_for_this_computer_is_refused(window: Window, host: str) -> None:
    """DNS rebinding: a foreign page whose name was made to mean this computer."""
    response = ask(window, "/", headers={"Host": host})
    assert response.status_code == 400
    assert window.guard.token not in response.text


@pytest.mark.parametrize(
    "path", ["/", "/x/", "/{t}", "/{t}x/", "//{t}/", "/{u}/", "/window.js", "/%00/", "/密/"]
)
def test_without_the_token_there_is_nothing(window: Window, path: str) -> None:
    token = window.guard.token
    response = Client(window).get(
        path.format(t=token, u=token.swapcase()), base_url=f"http://{HOST}"
    )
    assert response.status_code == 404
    assert token not in response.text


def test_foreign_pages_may_not_send(window: Window) -> None:
    for headers in (
        {"Origin": "http://evil.example"},
        {"Origin": f"https://{HOST}"},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        assert ask(window, "/stop", "POST", headers=headers).status_code == 403
    assert not window.stop.is_set()
    for headers in (
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {"Origin": f"http://{HOST}"},
    ):
        assert ask(window, "/alive?page=x", "POST", headers=headers).status_code == 204


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_other_methods_are_refused(window: Window, method: str) -> None:
    assert ask(window, "/", method).status_code == 403
    assert ask(window, "/stop").status_code == 405


def test_the_key_that_opens_is_good_for_one_visit(window: Window) -> None:
    key = window.guard.once
    client = Client(window)
    assert client.get(f"/{key}", base_url="http://evil.example").status_code == 400
    first = client.get(f"/{key}", base_url=f"http://{HOST}")
    assert first.status_code == 303
    assert first.headers["Location"] == f"{window.base}/"
    assert client.get(f"/{key}", base_url=f"http://{HOST}").status_code == 404
    late = window_of()
    late.guard.born -= 1000
    assert Client(late).get(f"/{late.guard.once}", base_url=f"http://{HOST}").status_code == 404


def test_every_answer_is_sealed(window: Window) -> None:
    page = sent(window, ("a.xlsx", SWAPPED.read_bytes()))
    outside = Client(window).get("/", base_url=f"http://{HOST}")
    for response in (
        page,
        outside,
        ask(window, "/window.js"),
        ask(window, "/job/none"),
        ask(window, "/bye", "POST"),
    ):
        for name, value in HEADERS.items():
            assert response.headers[name] == value
        assert "Server" not in response.headers
        assert not any(name.lower().startswith("access-control") for name, _ in response.headers)
        assert "Set-Cookie" not in response.headers
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


def test_pages_hold_nothing_that_the_policy_forbids(window: Window) -> None:
    for response in (ask(window, "/"), sent(window, ("a.xlsx", SWAPPED.read_bytes()))):
        assert "<style" not in response.text
        assert not re.search(
            r"<script(?! src=)|\son[a-z]+=|\sstyle=|javascript:|https?://", response.text
        )


# What is sent


def test_a_file_is_checked_and_can_be_saved_in_every_kind(window: Window) -> None:
    response = sent(window, ("表.xlsx", SWAPPED.read_bytes()))
    assert response.status_code == 200
    assert "D8 填 16，应为 61" in response.text
    assert "先改 依申请!D8" in response.text
    saved = {}
    for kind, address in re.findall(r'class="button (\w+)" href="([^"]+)"', response.text):
        got = ask(window, address.removeprefix(window.base))
        assert got.status_code == 200, kind
        assert got.headers["Content-Disposition"].startswith("attachment;")
        assert got.content_type == "application/octet-stream"
        saved[kind] = got.data
    assert list(saved) == [download.key for download in DOWNLOADS]
    assert validate(saved["fixed"], name="a.xlsx").findings == []
    assert b"comments" in saved["marked"]
    for kind in ("xlsx", "docx", "md", "json"):
        again = validate(saved[kind], name=f"a.{kind}")
        assert again.report is not None
        assert again.report["requests/granted/natural_person"] == 16
    assert "D8 填 16" in saved["findings"].decode()


def test_chinese_names_are_offered_for_saving(window: Window) -> None:
    response = sent(window, ("清溪县/年报 2024.xlsx", SWAPPED.read_bytes()))
    address = re.search(r'href="([^"]+/marked)"', response.text)
    assert address
    told = ask(window, address[1].removeprefix(window.base)).headers["Content-Disposition"]
    assert (
        "filename*=UTF-8''%E6%B8%85%E6%BA%AA%E5%8E%BF-%E5%B9%B4%E6%8A%A5%202024-%E6%A0%87%E6%B3%A8.xlsx"
        in told
    )


def test_a_report_without_faults_has_no_marked_or_corrected_copy(window: Window) -> None:
    response = sent(window, ("a.json", COUNTY.read_bytes()))
    assert "没有发现问题" in response.text
    kinds = re.findall(r'class="button (\w+)"', response.text)
    assert "marked" not in kinds
    assert "fixed" not in kinds
    job = re.search(r"/job/([\w-]+)/0", response.text)
    assert job
    assert ask(window, f"/job/{job[1]}/0/marked").status_code == 404


def test_several_files_are_a_list_and_zip_files(window: Window) -> None:
    files = [("甲/a.xlsx", SWAPPED.read_bytes()), ("乙/a.xlsx", SWAPPED.read_bytes()),
             ("b.json", COUNTY.read_bytes()), ("bad.xlsx", b"bad")]  # fmt: skip
    response = sent(window, *files)
    assert "共 4 个文件：1 个没有错误，2 个有错误，1 个无法读取" in response.text
    detail = re.findall(r'<a href="([^"]+/job/[\w-]+/\d+)"', response.text)
    assert len(detail) == 4
    assert "应为 61" in ask(window, detail[0].removeprefix(window.base)).text
    assert "无法读取" in ask(window, detail[3].removeprefix(window.base)).text
    address = re.search(r'href="([^"]+/all/fixed)"', response.text)
    assert address
    got = ask(window, address[1].removeprefix(window.base))
    archive = zipfile.ZipFile(io.BytesIO(got.data))
    assert archive.namelist() == ["甲-a-改正.xlsx", "乙-a-改正.xlsx"]
    assert got.data == ask(window, address[1].removeprefix(window.base)).data


def test_files_of_one_name_are_kept_apart(window: Window) -> None:
    response = sent(window, *[("a.json", COUNTY.read_bytes())] * 3)
    address = re.search(r'href="([^"]+/all/md)"', response.text)
    assert address
    archive = zipfile.ZipFile(io.BytesIO(ask(window, address[1].removeprefix(window.base)).data))
    assert archive.namelist() == ["a.md", "a-2.md", "a-3.md"]


def test_last_year_is_looked_at_where_it_is_sent(window: Window) -> None:
    report = json.loads(COUNTY.read_text("utf-8"))
    report["year"] -= 1
    last = json.dumps(report).encode()
    response = sent(window, ("a.json", COUNTY.read_bytes()), previous=("b.json", last))
    assert "Y401" in response.text or "Y402" in response.text
    bad = sent(window, ("a.json", COUNTY.read_bytes()), previous=("last.xlsx", b"broken"))
    assert bad.status_code == 422
    assert "last.xlsx：" in bad.text


def years() -> tuple[tuple[str, bytes], tuple[str, bytes]]:
    names = ("carry_over.previous.json", "carry_over.json")
    old, new = ((name, (EXAMPLES / "invalid" / name).read_bytes()) for name in names)
    return old, new


def test_two_years_are_compared(window: Window) -> None:
    old, new = years()
    response = sent(window, task="compare", old=old, new=new)
    assert response.status_code == 200
    assert "清溪县人民政府 2023年 → 清溪县人民政府 2024年" in response.text
    assert re.search(r'<span class="old">6</span><span class="new">5</span>', response.text)
    assert response.text.count("<h1>") == 1
    made = re.findall(r'href="([^"]+/made/\d)"', response.text)
    saved = [ask(window, address.removeprefix(window.base)) for address in made]
    kinds = [got.headers["Content-Disposition"].rpartition(".")[2] for got in saved]
    assert kinds == ["html", "md", "json"]
    assert b"</html>" in saved[0].data
    assert json.loads(saved[2].data)
    assert ask(window, made[0].removeprefix(window.base)[:-1] + "3").status_code == 404
    assert ".old" in ask(window, "/window.css").text
    assert sent(window, task="compare", old=old).status_code == 422
    bad = sent(window, task="compare", old=old, new=("坏.xlsx", b"x"))
    assert "坏.xlsx：" in bad.text


def test_years_among_many_files_are_paired() -> None:
    old, new = (Upload(*file) for file in years())
    found = _means(ServeOptions(no_config=True)).check([new, old])
    assert "Y401" in {entry.code for entry in found[0].findings}
    alone = _means(ServeOptions(no_config=True)).check([new])
    assert "Y401" not in {entry.code for entry in alone[0].findings}


def organs(*names: str) -> list[tuple[str, bytes]]:
    report = json.loads(COUNTY.read_text("utf-8"))
    return [(f"{n}.json", json.dumps(report | {"organ": f"清溪县{n}"}).encode()) for n in names]


def test_a_folder_is_added_up(window: Window) -> None:
    response = sent(window, *organs("民政局", "司法局", "财政局"), task="merge")
    assert "已汇总 3 份报告" in response.text
    address = re.search(r'href="([^"]+/0/xlsx)"', response.text)
    assert address
    got = ask(window, address[1].removeprefix(window.base))
    assert "filename*=UTF-8''%E6%B1%87%E6%80%BB.xlsx" in got.headers["Content-Disposition"]
    merged = validate(got.data, name="a.xlsx").report
    assert merged is not None
    assert merged["requests/received/total"] == 3 * 140
    assert "marked" not in re.findall(r'class="button (\w+)"', response.text)


def test_what_hinders_a_sum_is_named(window: Window) -> None:
    files = organs("民政局", "司法局")
    response = sent(window, *files, ("坏.xlsx", b"x"), task="merge")
    assert "没有汇总" in response.text
    assert "坏.xlsx：" in response.text
    assert "/0/xlsx" not in response.text
    assert sent(window, *files, files[0], task="merge").status_code == 422
    wrong = SWAPPED.read_bytes()
    assert "a.xlsx：错误 2" in sent(window, *files, ("a.xlsx", wrong), task="merge").text


def test_no_files_are_told_so(window: Window) -> None:
    assert "没有选择文件" in sent(window).text
    assert "没有选择文件" in sent(window, ("", b"")).text
    assert ask(window, "/do/none", "POST").status_code == 404


def test_what_a_folder_holds_besides_is_left_out(window: Window) -> None:
    files = [
        (f"d/{name}", COUNTY.read_bytes())
        for name in ("a.json", "~$a.xlsx", ".hidden/b.json", "c.exe")
    ]
    assert "没有发现问题" in sent(window, *files).text
    assert "不支持的文件类型" in sent(window, ("c.exe", b"x")).text


# Limits


def test_too_much_is_refused_in_words(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Form, "max_content_length", 1000)
    response = sent(window, ("a.xlsx", b"x" * 2000))
    assert response.status_code == 413
    assert "文件太大或太多" in response.text


def test_too_many_parts_are_refused(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Form, "max_form_parts", 20)
    assert sent(window, *[("a.json", b"{}")] * 21).status_code == 413
    assert uploads.MAX_FILES < 1000


def test_a_long_field_is_refused(window: Window) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="files"\r\n\r\n'
    body = head + b"x" * 600_000 + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    assert ask(window, "/do/check", "POST", data=body, content_type=kind).status_code == 413
    assert ask(window, "/do/check", "POST", data=b"files=" + b"x" * 600_000).status_code == 422


@pytest.mark.parametrize(
    "body",
    [b"", b"--x", b"--x\r\n", b"--x--", b"--x\r\nContent-Disposition: form-data; name=files; filename=a.json\r\n\r\n{",
     b"\xff" * 100, b"--x\r\n" + b"A" * 70_000 + b": b\r\n\r\n--x--"],
)  # fmt: skip
def test_a_broken_body_is_answered(window: Window, body: bytes) -> None:
    response = ask(
        window, "/do/check", "POST", data=body, content_type="multipart/form-data; boundary=x"
    )
    assert 400 <= response.status_code < 500


@given(st.text(max_size=300))
def test_a_name_is_made_harmless(raw: str) -> None:
    name = clean_name(raw)
    assert 0 < len(name) <= uploads.MAX_NAME
    assert not set(name) & set('\\<>:"|?*\0\n\r\u202e')
    assert ".." not in name.split("/")
    assert not name.startswith("/")
    assert clean_name(name) == name


def test_names_that_were_seen() -> None:
    assert clean_name("C:\\表\\..\\甲局/年报\u202e.xlsx") == "C-/表/甲局/年报.xlsx"
    assert clean_name("../..") == "report"
    assert clean_name("x" * 500 + ".xlsx").endswith("xxx.xlsx")


def test_markup_in_a_name_stays_text(window: Window) -> None:
    response = sent(
        window, ("<img src=x onerror=alert(1)>&.json", COUNTY.read_bytes()), ("b.json", b"{}")
    )
    assert "<img" not in response.text


def test_names_are_such_that_every_system_can_save_them(window: Window) -> None:
    data = SWAPPED.read_bytes()
    page = sent(window, ("CON.xlsx", data), ("nul.b.xlsx", data), ("长" * 110 + ".xlsx", data))
    job = re.search(r"/job/[\w-]+", page.text)
    assert job
    packed = ask(window, f"{job[0]}/all/md").data
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert names[:2] == ["CON_.md", "nul_.b.md"]
    assert names[2].endswith(".md")
    assert all(len(name.encode()) <= 240 for name in names)
    assert "CON_.md" in ask(window, f"{job[0]}/0/md").headers["Content-Disposition"]


def test_the_shelf_forgets_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "MAX_KEPT", 250)
    shelf = Shelf()
    keys = [
        shelf.put(Job("serve.result", [Checked("a", b"x" * 100, Result("a"))])) for _ in range(4)
    ]
    assert [shelf.get(key) is not None for key in keys] == [False, False, True, True]
    large = shelf.put(Job("serve.result", [Checked("a", b"x" * 1000, Result("a"))]))
    assert shelf.get(large) is not None
    assert shelf.get(keys[3]) is None
    monkeypatch.setattr(shelves, "MAX_JOBS", 2)
    for _ in range(5):
        shelf.put(Job("serve.result"))
    assert len(shelf.jobs) == 2


def test_a_fault_of_ours_is_a_sentence(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> Job:
        raise RuntimeError("odd")

    monkeypatch.delenv("GOVINFO_DEBUG", raising=False)
    monkeypatch.setattr("govinfo_cli.serve.routes.run_task", fails)
    response = sent(window, ("a.json", b"{}"))
    assert response.status_code == 500
    assert "RuntimeError: odd" in response.text
    assert window.one.acquire(blocking=False)


# Words and tasks


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_task_and_kind_has_words(lang: str) -> None:
    words = catalogue(lang)["ui"]
    for task in TASKS:
        parts = ["", ".what", ".go", *(f".{f.name}" for f in task.fields)]
        parts += [".more"] if any(not f.required for f in task.fields) else []
        assert all(words[f"serve.{task.key}{part}"] for part in parts)
    assert all(words[f"serve.save.{download.key}"] for download in DOWNLOADS)
    page = ask(window_of(lang), "/").text
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in page
    assert page.count("<form") == len(TASKS) + 1


# When it ends


def later(visits: Visits, seconds: float) -> bool:
    return max(visits.over(1) for _ in range(int(seconds)))


def test_it_ends_when_its_pages_are_closed() -> None:
    visits = Visits(0)
    assert not later(visits, 100_000)
    visits.open("a")
    visits.open("b")
    visits.close("a")
    assert not later(visits, GRACE_SECONDS + 2)
    visits.close("b")
    assert later(visits, GRACE_SECONDS + 2)


def test_a_page_that_is_followed_by_another_does_not_end_it() -> None:
    visits = Visits(0)
    with visits.asking():
        visits.open("a")
    later(visits, 30)
    with visits.asking():
        visits.close("a")
    assert not later(visits, GRACE_SECONDS)
    with visits.asking():
        visits.open("b")
    assert not later(visits, 60)


def test_a_long_check_and_a_sleeping_computer_do_not_end_it() -> None:
    visits = Visits(60)
    visits.open("a")
    with visits.asking():
        visits.close("a")
        assert not later(visits, 1000)
    visits.open("b")
    assert not visits.over(8 * 3600)
    assert not later(visits, SILENT_SECONDS - 10)
    assert later(visits, 60)


def test_a_page_that_was_put_to_sleep_is_not_a_closed_one() -> None:
    visits = Visits(3600)
    with visits.asking():
        visits.open("a")
    assert not later(visits, 3500)
    visits.open("a")
    with visits.asking():
        visits.close("a")
    assert later(visits, GRACE_SECONDS + 2)


def test_it_ends_when_nobody_asks() -> None:
    visits = Visits(60)
    assert not later(visits, 59)
    with visits.asking():
        pass
    assert not later(visits, 59)
    assert later(visits, 3)


# What the command line and the configuration say


def test_the_configuration_of_the_folder_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "govinfo.toml").write_text('ignore = ["A3"]\n', "utf-8")
    files = [Upload("a.xlsx", SWAPPED.read_bytes())]
    assert _means(ServeOptions()).check(files)[0].findings == []
    assert _means(ServeOptions(no_config=True)).check(files)[0].findings != []


# The server itself


def test_the_server_answers_here_only_and_stops_by_its_button() -> None:
    server = Server(means_of())
    server.start()
    waiting = threading.Thread(target=server.wait)
    waiting.start()
    where = urlsplit(server.address)
    assert where.hostname == "127.0.0.1"

    def fetch(method: str, path: str, **headers: str) -> int:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
        connection.request(method, path, headers=headers)
        status = connection.getresponse().status
        connection.close()
        return status

    assert fetch("GET", where.path) == 200
    assert fetch("GET", where.path, Host="evil.example") == 400
    assert fetch("GET", "/") == 404
    assert fetch("GET", urlsplit(server.opening).path) == 303
    assert fetch("GET", where.path, Cookie="x" * 20_000) == 431
    assert fetch("POST", where.path + "stop") == 200
    waiting.join(10)
    assert not waiting.is_alive()
    server.server.close()


def test_silent_connections_keep_nobody_out_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    assert servers.SILENCE + servers.LOOK <= 30
    monkeypatch.setattr(servers, "SILENCE", 1)
    monkeypatch.setattr(servers, "LOOK", 1)
    server = Server(means_of())
    server.start()
    silent = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(70)]
    for connection in silent:
        connection.sendall(b"GET / HTTP/1.1\r\nX: ")
    asking = HTTPConnection("127.0.0.1", server.port, timeout=30)
    asking.request("GET", urlsplit(server.address).path)
    assert asking.getresponse().status == 200
    for connection in silent:
        connection.close()
    asking.close()
    server.server.close()
