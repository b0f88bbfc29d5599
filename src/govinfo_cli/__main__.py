"""``python -m govinfo_cli`` and the ``govinfo`` script."""

import gc
import sys


def run() -> None:
    """Run the command line and leave with its exit status."""
    from govinfo_cli.cli import main  # noqa: PLC0415

    # Start-up makes many objects that stay: looking for garbage among them is lost time.
    gc.set_threshold(50_000)
    sys.exit(main())


if __name__ == "__main__":
    run()
