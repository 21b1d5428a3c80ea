"""What compiled catalogues are made of."""

import gettext
import shutil
from pathlib import Path

import pytest

from tests.conftest import load_script


@pytest.mark.parametrize("language", ["fr", "es"])
def test_a_compiled_catalogue_bears_no_hour(root: Path, tmp_path: Path, language: str) -> None:
    """It would make of every build another one."""
    within = Path("resources", "locale", language, "LC_MESSAGES")
    (tmp_path / within).mkdir(parents=True)
    shutil.copy(root / within / "passerelle.po", tmp_path / within)
    load_script("catalogues").compile_stale(tmp_path)
    with (tmp_path / within / "passerelle.mo").open("rb") as file:
        told = gettext.GNUTranslations(file).info()
    assert {told["pot-creation-date"], told["po-revision-date"]} == {"1970-01-01 00:00+0000"}
