"""The window in a real browser: dropped files, the keyboard, no script, and its end."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from govinfo_cli.api import validate

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SWAPPED = EXAMPLES / "invalid" / "digits_swapped.xlsx"
COUNTY = EXAMPLES / "valid" / "county_2024.json"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
DRIVER = shutil.which("chromedriver") or ""
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-size=1200,900",
)  # fmt: skip
WAIT = 20
TAB = "\ue004"

pytestmark = [
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs chromium and chromedriver"),
    pytest.mark.filterwarnings("default"),  # selenium's own
]


def browser(folder: Path, *, script: bool) -> Any:
    webdriver = pytest.importorskip("selenium.webdriver")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    prefs: dict[str, object] = {"download.default_directory": str(folder / "saved")}
    if not script:
        prefs["profile.managed_default_content_settings.javascript"] = 2
    options.add_experimental_option("prefs", prefs)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    driver = browser(tmp_path_factory.mktemp("chrome"), script=True)
    yield driver
    driver.quit()


class Run:
    """A window that was started as a user starts it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "govinfo_cli", "serve", "--no-browser"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert self.process.stdout is not None
        found = re.search(rb"http://\S+/", self.process.stdout.readline())
        assert found
        self.address = found[0].decode()


@pytest.fixture
def run() -> Iterator[Run]:
    running = Run()
    yield running
    running.process.kill()
    running.process.communicate()


def until(what: Callable[[], Any]) -> Any:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        try:
            if found := what():
                return found
        except Exception:  # noqa: BLE001  a page that is being replaced
            time.sleep(0)
        time.sleep(0.05)
    raise AssertionError("nothing came of it")


def text_of(driver: Any) -> str:
    found: str = driver.find_element("tag name", "body").text
    return found


def shows(driver: Any, words: str) -> Callable[[], bool]:
    return lambda: words in text_of(driver)


DROP = """
const [selector, files] = arguments, transfer = new DataTransfer();
for (const [name, bytes] of files) {
  transfer.items.add(new File([new Uint8Array(bytes)], name));
}
const event = new DragEvent('drop', {dataTransfer: transfer, bubbles: true, cancelable: true});
document.querySelector(selector).dispatchEvent(event);
"""


def drop(driver: Any, selector: str, *files: Path) -> None:
    driver.execute_script(DROP, selector, [[f.name, list(f.read_bytes())] for f in files])


def test_a_dropped_file_is_checked_at_once_and_its_copy_saved(chrome: Any, run: Run) -> None:
    chrome.get(run.address)
    assert "把年度报告拖到这里" in text_of(chrome)
    drop(chrome, ".drop", SWAPPED)
    until(shows(chrome, "D8 填 16，应为 61"))
    assert "/job/" in chrome.current_url
    folder = Path(chrome.capabilities["chrome"]["userDataDir"]).parent / "saved"
    chrome.find_element("css selector", "a.fixed").click()
    saved = until(lambda: [p for p in folder.glob("*.xlsx") if p.stat().st_size])
    assert saved[0].name == "digits_swapped-改正.xlsx"
    assert validate(saved[0]).findings == []
    drop(chrome, "h1", SWAPPED, COUNTY)  # beside the place, on the page of a result
    until(shows(chrome, "共 2 个文件：1 个没有错误，1 个有错误"))
    assert not [entry for entry in chrome.get_log("browser") if entry["level"] == "SEVERE"]


def test_several_files_are_chosen_and_one_is_looked_at(chrome: Any, run: Run) -> None:
    chrome.get(run.address)
    chosen = chrome.find_element("id", "check-files")
    chosen.send_keys(f"{SWAPPED}\n{COUNTY}")
    until(shows(chrome, "共 2 个文件"))
    chrome.find_element("link text", "digits_swapped.xlsx").click()
    until(shows(chrome, "应为 61"))
    chrome.find_element("partial link text", "全部文件").click()
    until(shows(chrome, "共 2 个文件"))


def test_last_year_is_waited_for(chrome: Any, run: Run) -> None:
    invalid = EXAMPLES / "invalid"
    chrome.get(run.address)
    chrome.find_element("tag name", "summary").click()
    chrome.find_element("id", "check-files").send_keys(str(invalid / "carry_over.json"))
    until(shows(chrome, "carry_over.json"))
    chrome.find_element("id", "check-previous").send_keys(str(invalid / "carry_over.previous.json"))
    chrome.find_element("css selector", ".task > button").click()
    until(shows(chrome, "Y401"))


def test_the_keyboard_reaches_everything(chrome: Any, run: Run) -> None:
    tab = pytest.importorskip("selenium.webdriver").ActionChains
    chrome.get(run.address)
    seen = []
    for _ in range(12):
        tab(chrome).send_keys(TAB).perform()
        at = chrome.switch_to.active_element
        seen.append(at.get_attribute("id") or at.get_attribute("class") or at.tag_name)
    assert seen[0] == "skip"
    assert "check-files" in seen
    assert "summary" in seen
    assert chrome.find_elements("css selector", "input[type=file]:not([id])") != []
    named = chrome.execute_script(
        "return [...document.querySelectorAll('input[id]')].every(i => i.labels.length)"
    )
    assert named


def test_it_ends_when_the_page_is_closed(chrome: Any, run: Run) -> None:
    first = chrome.current_window_handle
    chrome.switch_to.new_window("tab")
    chrome.get(run.address)
    time.sleep(0.5)
    chrome.get(run.address)  # a page that is followed by another is not the end
    time.sleep(0.5)
    assert run.process.poll() is None
    chrome.close()
    chrome.switch_to.window(first)
    assert run.process.wait(WAIT) == 0


def test_it_ends_by_its_button(chrome: Any, run: Run) -> None:
    chrome.get(run.address)
    chrome.find_element("css selector", ".bar button").click()
    until(shows(chrome, "程序已停止"))
    assert run.process.wait(WAIT) == 0


def test_it_works_without_the_script(tmp_path: Path, run: Run) -> None:
    driver = browser(tmp_path, script=False)
    try:
        driver.get(run.address)
        assert not driver.find_elements("css selector", "body.scripted")
        assert not driver.find_element("css selector", ".folder").is_displayed()
        driver.find_element("id", "check-files").send_keys(str(SWAPPED))
        driver.find_element("css selector", ".task > button").click()
        until(shows(driver, "应为 61"))
        driver.find_element("css selector", ".bar button").click()
        until(shows(driver, "程序已停止"))
        assert run.process.wait(WAIT) == 0
    finally:
        driver.quit()
