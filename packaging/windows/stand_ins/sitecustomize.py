"""Read by the Windows Python of the tests as it starts: Wine hands no variable on whose name begins with QT_.

Whoever starts a test under Wine writes W_QT_… instead.
"""

import os

for _name, _setting in list(os.environ.items()):
    if _name.startswith("W_QT_"):
        os.environ.setdefault(_name.removeprefix("W_"), _setting)
