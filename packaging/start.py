"""Where the frozen program begins; from source it is `python -m desktop`."""

import multiprocessing
import sys
from pathlib import Path

from signatures import FILE, Precompiled

from desktop.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a child process of the frozen program starts here too
    sys.meta_path.insert(0, Precompiled(Path(sys._MEIPASS, FILE)))  # type: ignore[attr-defined] # PyInstaller's folder
    sys.exit(main())
