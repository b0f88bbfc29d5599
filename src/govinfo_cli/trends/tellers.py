"""One row a format in which a trend is told; its module is imported when it is used."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from govinfo_cli.trends import Trend


class Teller(NamedTuple):
    """A format: its name, its suffixes, and the module and function that write it."""

    name: str
    suffixes: tuple[str, ...]
    module: str
    function: str
    binary: bool = False

    def tell(self, trend: Trend, lang: str, font: Path | None = None) -> bytes:
        """The bytes of the file; ``font`` is used by pictures of dots alone."""
        function = getattr(import_module(f"govinfo_cli.trends.{self.module}"), self.function)
        made: bytes = function(trend, lang, font) if self.binary else function(trend, lang)
        return made


TELLERS: Final = (
    Teller("text", (".txt",), "tables", "plain"),
    Teller("md", (".md",), "tables", "markdown"),
    Teller("csv", (".csv",), "tables", "as_csv"),
    Teller("json", (".json",), "tables", "as_json"),
    Teller("html", (".html", ".htm"), "html", "tell"),
    Teller("svg", (".svg",), "svg", "tell"),
    Teller("png", (".png",), "png", "tell", binary=True),
)
BY_NAME: Final = {teller.name: teller for teller in TELLERS}
BY_SUFFIX: Final = {suffix: teller for teller in TELLERS for suffix in teller.suffixes}
