"""Where the built programs begin."""

import sys

from govinfo_cli.cli.program import run

sys.exit(run())
