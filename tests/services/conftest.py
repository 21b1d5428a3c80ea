"""Real offices for the tests of this room."""

from tests.offices import chief, chief_seal, office, office_folder, runner

__all__ = ["chief", "chief_seal", "office", "office_folder", "runner"]
