"""Write the generated files: JSON Schemas, and the pages of codes, commands and Python API.

``--check`` only compares.
"""

from __future__ import annotations

import sys
from pathlib import Path

from govinfo_cli.config.schema import config_schema
from govinfo_cli.forms import load_forms
from govinfo_cli.forms.json_schema import report_schema
from govinfo_cli.jsonout import dumps
from site_pages import pages

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS, DOCS = ROOT / "schemas", ROOT / "docs"


def generated() -> dict[Path, str]:
    """All generated files with what they hold."""
    schemas = {f"{form.name}/report.schema.json": report_schema(form) for form in load_forms()}
    schemas["config.schema.json"] = config_schema()
    made = {SCHEMAS / name: dumps(schema, indent=2) + "\n" for name, schema in schemas.items()}
    return made | {DOCS / name: text for name, text in pages().items()}


def leftover(made: dict[Path, str]) -> list[Path]:
    """Pages of codes that are no more."""
    return [path for path in sorted(DOCS.glob("*/codes/*.md")) if path not in made]


def main(arguments: list[str]) -> int:
    """Generate, or compare; 1 where a committed file is out of date."""
    made = generated()
    stale = [path for path in leftover(made) if "--check" in arguments or path.unlink()]
    for path, text in made.items():
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(path)
    for path in stale:
        print(f"out of date: {path}; run python tools/generate.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
