"""One row a format in which a comparison is told; its module is imported when it is used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from govinfo_cli.comparison import Comparison


class Tell(Protocol):
    """From a comparison and a language to text. ``every``: unchanged figures, too."""

    def __call__(self, comparison: Comparison, lang: str, *, every: bool = False) -> str:
        """Give the whole text."""


class Teller(NamedTuple):
    """A format: its name, suffixes, and the module whose function ``tell`` writes it."""

    name: str
    suffixes: tuple[str, ...]
    module: str

    @property
    def tell(self) -> Tell:
        """The function that writes it."""
        found: Tell = import_module(f"govinfo_cli.comparison.{self.module}").tell
        return found


TELLERS: Final = (
    Teller("text", (".txt",), "plain"),
    Teller("md", (".md",), "markdown"),
    Teller("html", (".html", ".htm"), "html"),
    Teller("json", (".json",), "json_"),
)
BY_NAME: Final = {teller.name: teller for teller in TELLERS}
BY_SUFFIX: Final = {suffix: teller for teller in TELLERS for suffix in teller.suffixes}
