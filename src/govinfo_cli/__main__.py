"""``python -m govinfo_cli`` and the ``govinfo`` script."""

import gc
import sys


def run() -> None:
    """Run the command line and leave with its exit status."""
    try:
        from govinfo_cli.cli import main  # noqa: PLC0415
        from govinfo_cli.cli.process import heed_signals, open_streams  # noqa: PLC0415

        open_streams()
        heed_signals()
        # Start-up makes many objects that stay: looking for garbage among them is lost time.
        gc.set_threshold(50_000)
        status = main()
    except KeyboardInterrupt:  # before there was anything to end in order
        status = 130
    sys.exit(status)


if __name__ == "__main__":
    run()
