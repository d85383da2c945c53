"""A process under our launcher ends with it, even where the launcher is killed."""

import ctypes
import os
import signal
import sys

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def end_with_launcher() -> None:
    if sys.platform == "linux" and "HOMEWARD_LAUNCHER" in os.environ:
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
        if os.getppid() != int(os.environ["HOMEWARD_LAUNCHER"]):
            raise SystemExit("The launcher is gone.")
