"""``python -m govinfo_cli`` and the ``govinfo`` script."""

import sys


def run() -> None:
    """Run the command line and leave with its exit status."""
    from govinfo_cli.cli import main  # noqa: PLC0415

    sys.exit(main())


if __name__ == "__main__":
    run()
