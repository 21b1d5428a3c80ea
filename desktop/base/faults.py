"""Named points after each durable write, where a test can make the program die, fail or stall.

Python's own audit hooks (PEP 578) are the mechanism: without a hook a point costs a tenth of a microsecond. Whatever
must be written in two steps goes through functions that announce both, so that no pair of them is missed
(tests/journeys/test_fault_points.py kills the program at every one).
"""

import sys

EVENT = "passerelle.durable"


def reached(point: str) -> None:
    """Say that what `point` names is on the disk, or is about to be; raises what a hook raises."""
    sys.audit(EVENT, point)
