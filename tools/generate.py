"""Write the generated files: the JSON Schemas of reports and of ``govinfo.toml``.

``--check`` only compares.
"""

from __future__ import annotations

import sys
from pathlib import Path

from govinfo_cli.config.schema import config_schema
from govinfo_cli.forms import load_forms
from govinfo_cli.forms.json_schema import report_schema
from govinfo_cli.jsonout import dumps

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"


def main(arguments: list[str]) -> int:
    """Generate, or compare; 1 where a committed file is out of date."""
    stale = []
    schemas = {f"{form.name}/report.schema.json": report_schema(form) for form in load_forms()}
    schemas["config.schema.json"] = config_schema()
    for name, schema in schemas.items():
        path = SCHEMAS / name
        made = dumps(schema, indent=2) + "\n"
        if "--check" not in arguments:
            path.write_text(made, encoding="utf-8", newline="\n")
        elif not path.is_file() or path.read_text(encoding="utf-8") != made:
            stale.append(path)
    for path in stale:
        print(f"out of date: {path}; run python tools/generate.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
