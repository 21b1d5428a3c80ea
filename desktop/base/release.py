"""The day of this program: the one that its build wrote among the resources, or from source the last release's."""

import sys
from datetime import date
from functools import cache

from desktop import RELEASED
from desktop.base import paths
from desktop.base.errors import Problem
from desktop.base.text import _

FILE = "built"  # among the resources of a build: the day of its commit (build.spec)


@cache
def released() -> date:
    """No clock that is right shows an earlier day. One that cannot be read counts for nothing: see `require_day`."""
    try:
        return max(RELEASED, _written())
    except (OSError, ValueError):
        return RELEASED


def require_day() -> date:
    """The same; raises Problem for a build without its day."""
    if getattr(sys, "frozen", False):
        try:
            _written()
        except (OSError, ValueError) as error:
            raise Problem(
                _("The day on which this program was built is missing."),
                _("Install the program again; no data is lost."),
                code="build-without-day",
            ) from error
    return released()


def _written() -> date:
    return date.fromisoformat((paths.resources() / FILE).read_text(encoding="ascii").strip())
