"""Read by each Windows Python of the tests as it starts, from the folder that PYTHONPATH names.

`platform` asks Windows' own inventory; under Wine that looks for graphics cards and at times waits for ever. Without
the module that asks, `platform` finds out by itself.
"""

import sys

sys.modules["_wmi"] = None  # type: ignore[assignment]
