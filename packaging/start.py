"""Where the frozen program begins; from source it is `python -m desktop`."""

import multiprocessing
import sys

from desktop.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a child process of the frozen program starts here too
    sys.exit(main())
