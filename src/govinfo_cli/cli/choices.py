"""What holds in a run: the command line, else the environment, else the file, else defaults."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from govinfo_cli.cli.organs import aliases_of
from govinfo_cli.config import find
from govinfo_cli.errors import UsageError
from govinfo_cli.late import late
from govinfo_cli.limits import VARIABLE, Limits, OfFiles, limits_from, pairs_of, using
from govinfo_cli.settings import DEADLINES, Settings
from govinfo_cli.timing import keeping_time

if TYPE_CHECKING:
    from govinfo_cli.cli.options import ReadingOptions
    from govinfo_cli.cli.validate import ValidateOptions
    from govinfo_cli.config.load import Config

_DEADLINE: Final = late(
    r"(department|government|township)=((?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]))"
)
_SEVERITY: Final = late(r"([A-Za-z]\w{0,6})=(error|warning|info)")
# Of these each entry counts by itself.
_MAPS: Final = ("severity", "deadlines", "aliases", "limits")
_SUMS: Final = ("forms",)  # of these all layers count
STDIN: Final = "-"


class Choice(NamedTuple):
    """A value and where it comes from: an option, a variable, a file with its line."""

    value: Any
    origin: str


class Choices:
    """The settings of a run, and of single files where the configuration has some for them."""

    def __init__(self, layers: Iterable[Mapping[str, Choice]], config: Config | None) -> None:
        self.layers = tuple(layers)  # the file first, the command line last
        self.config = config
        self._general = self._settings(self.layers)

    def get(self, name: str, default: Any = None) -> Any:
        """What holds for a key in all files."""
        return _merged(name, self.layers, default)

    def settings(self, path: str) -> Settings:
        """What the checks go by for one file."""
        special = [layer for layer in self._special(path) if layer]
        return self._settings(self._with(special)) if special else self._general

    def form(self, path: str) -> str:
        """The form that a file is to be read as."""
        form: str = _merged("form", self._with(self._special(path)), "auto")
        return form

    def children(self, path: str) -> tuple[str, ...]:
        """Where the reports of the organs below a file's are."""
        return tuple(_merged("children", self._with(self._special(path)), ()))

    @contextmanager
    def limited(self) -> Iterator[Limits]:
        """Let its limits hold, those of single files where the configuration has some."""
        general = self.get("limits", {})
        entries = self.config.per_path if self.config is not None else ()
        special = [self._over([e]).time for e in map(_own_limits, entries) if e]
        longest = max(special, default=0) if all(special) else 0
        of_files = OfFiles(self._limits, longest) if special else None
        with keeping_time(), using(limits_from(general), of_files) as limits:
            yield limits

    def _limits(self, path: str) -> Limits:
        return self._over(self._special(path))

    def _over(self, special: Iterable[Mapping[str, Choice]]) -> Limits:
        return limits_from(_merged("limits", self._with(special), {}))

    def _with(self, special: Iterable[Mapping[str, Choice]]) -> list[Mapping[str, Choice]]:
        """The tables for single files lie above the file's general part."""
        return [*self.layers[:1], *special, *self.layers[1:]]

    def _special(self, path: str) -> Iterator[Mapping[str, Choice]]:
        if self.config is None or not self.config.per_path:
            return
        folder = self.config.path.parent.absolute()
        whole = Path(path).absolute()
        shown = whole.relative_to(folder) if folder in whole.parents else whole
        for number, entry in enumerate(self.config.per_path, 1):
            pattern = entry["path"]
            if fnmatchcase(shown.as_posix(), pattern) or fnmatchcase(shown.name, pattern):
                origin = f"{self.config.path} per-path.{number}"
                yield {k: Choice(v, origin) for k, v in entry.items() if k != "path"}

    @staticmethod
    def _settings(layers: Iterable[Mapping[str, Choice]]) -> Settings:
        layers = list(layers)
        return Settings(
            deadlines=_merged("deadlines", layers, DEADLINES),
            select=tuple(_merged("select", layers, ())),
            ignore=tuple(_merged("ignore", layers, ())),
            severities=_merged("severity", layers, {}),
            aliases=_merged("aliases", layers, {}),
        )


def _own_limits(entry: Mapping[str, Any]) -> dict[str, Choice]:
    """What a table for single files says of limits."""
    return {"limits": Choice(entry["limits"], "")} if "limits" in entry else {}


def _merged(name: str, layers: Iterable[Mapping[str, Choice]], default: Any) -> Any:
    given = [layer[name].value for layer in layers if name in layer]
    if not given:
        return default
    if name in _MAPS:
        merged = dict(default or {})
        for value in given:
            merged |= value
        return merged
    return [entry for value in given for entry in value] if name in _SUMS else given[-1]


def choices_of(options: ValidateOptions) -> Choices:
    """Find the configuration and lay the layers over one another. Raises UsageError."""
    config = _config_of(options)
    return Choices(
        (file_layer(config), environment(), dict(_line(options)) | limits_on(options)), config
    )


def file_layer(config: Config | None) -> dict[str, Choice]:
    """What a configuration says, with the places."""
    if config is None:
        return {}
    return {name: Choice(value, config.place(name)) for name, value in config.values.items()}


def _config_of(options: ValidateOptions) -> Config | None:
    named = options.config or os.environ.get("GOVINFO_CONFIG")
    if options.no_config:
        return None
    path = Path(named) if named else find(common_folder(options.paths))
    if path is None:
        return None
    from govinfo_cli.config.load import load  # needs tomllib  # noqa: PLC0415

    return load(path)


def common_folder(paths: Iterable[str]) -> Path:
    """The deepest folder that holds all inputs; that of standard input is the current one."""
    folders = []
    for path in paths:
        fixed = Path(*_before_wild_cards(path)) if path != STDIN else Path()
        whole = os.path.abspath(fixed)  # noqa: PTH100  Path.absolute keeps ".."
        folders.append(whole if os.path.isdir(whole) else os.path.dirname(whole))  # noqa: PTH112, PTH120
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # on two drives, or no input
        return Path()


def _before_wild_cards(path: str) -> Iterator[str]:
    for part in Path(path).parts:
        if any(mark in part for mark in "*?["):
            return
        yield part


def environment() -> dict[str, Choice]:
    """What the environment says."""
    made = {}
    if forms := [f for f in os.environ.get("GOVINFO_FORMS", "").split(os.pathsep) if f]:
        made["forms"] = Choice(forms, "GOVINFO_FORMS")
    if plugins := [p for p in os.environ.get("GOVINFO_PLUGINS", "").split(",") if p]:
        made["plugins"] = Choice(plugins, "GOVINFO_PLUGINS")
    if limits := pairs_of([os.environ.get(VARIABLE, "")]):
        made["limits"] = Choice(limits, VARIABLE)
    return made


def limits_on(options: ReadingOptions) -> dict[str, Choice]:
    """The limits that a line names; ``--timeout`` is a short word for one of them."""
    limits = pairs_of(options.limit)
    if options.timeout is not None:
        limits["time"] = str(options.timeout)
    return {"limits": Choice(limits, "--limit")} if limits else {}


def _line(options: ValidateOptions) -> Iterator[tuple[str, Choice]]:
    from govinfo_cli.cli.common import codes_of  # noqa: PLC0415

    for name, words in (("select", options.select), ("ignore", options.ignore)):
        if words:
            yield name, Choice(_codes(codes_of(words), f"--{name}"), f"--{name}")
    if options.alias or options.aliases:
        yield "aliases", Choice(aliases_of(options.alias, options.aliases), "--alias")
    if options.deadline:
        yield "deadlines", Choice(_pairs(options.deadline, _DEADLINE, "deadline"), "--deadline")
    if options.severity:
        found = _pairs(options.severity, _SEVERITY, "severity")
        upper = {code.upper(): severity for code, severity in found.items()}
        _codes(upper, "--severity")
        yield "severity", Choice(upper, "--severity")
    if options.plugins:
        names = [name for word in options.plugins for name in word.split(",") if name]
        yield "plugins", Choice(names, "--plugins")
    if options.form != "auto":
        yield "form", Choice(options.form, "--form")
    plain = (
        ("forms", list(options.forms)), ("children", list(options.children)),
        ("strict", options.strict),
        ("baseline", str(options.baseline or "")), ("max-findings", options.max_findings),
    )  # fmt: skip
    for name, value in plain:
        if value:
            yield name, Choice(value, f"--{name}")


def _codes(codes: Iterable[str], option: str) -> list[str]:
    """Codes and beginnings of codes. Raises UsageError: a slip would leave every check out."""
    from govinfo_cli.config.keys import is_code  # noqa: PLC0415

    given = list(codes)
    for code in given:
        if not is_code(code):
            raise UsageError("code-unknown", code=code, option=option)
    return given


def _pairs(words: Iterable[str], pattern: re.Pattern[str], option: str) -> dict[str, str]:
    made = {}
    for word in words:
        match = pattern.fullmatch(word)
        if not match:
            raise UsageError(f"{option}-form", value=word)
        made[match[1]] = match[2]
    return made
