"""What a screen reader is told of Passerelle's window, over the accessibility bus; run by the system's own Python.

For each line of the standard input, one line of JSON: every showing part as
[role, name, whether it takes the focus, whether it is selected].
"""

import json
import sys
import time

import pyatspi

PATIENCE = 30  # seconds that a program may take to join the bus


def application():
    """Passerelle as the bus knows it; raises SystemExit when it never comes."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for program in pyatspi.Registry.getDesktop(0):
            if program is not None and program.name.lower() == "passerelle" and program.childCount:
                return program
        time.sleep(0.1)
    raise SystemExit("Passerelle is not on the accessibility bus")


def parts(node):
    """A part and what is in it, as far as it is shown."""
    states = node.getState()
    if not states.contains(pyatspi.STATE_SHOWING):
        return
    told = (states.contains(state) for state in (pyatspi.STATE_FOCUSABLE, pyatspi.STATE_SELECTED))
    yield [node.getRoleName(), node.name or "", *told]
    for child in node:
        if child is not None:
            yield from parts(child)


print("ready", flush=True)
for _line in sys.stdin:
    print(json.dumps([part for window in application() for part in parts(window)]), flush=True)
