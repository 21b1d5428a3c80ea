"""The definitions that the program ships, read once."""

from collections.abc import Iterator

import pytest

from desktop.base.text import language, speak
from desktop.definitions.authority import Authority
from desktop.definitions.form import Questionnaire
from desktop.definitions.loading import Definitions
from desktop.definitions.strategy import Strategy
from tests.definitions.files import FORMS


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    return Definitions.load(FORMS)


@pytest.fixture(scope="session")
def form(definitions: Definitions) -> Questionnaire:
    return definitions.form


@pytest.fixture(scope="session")
def authority(definitions: Definitions) -> Authority:
    return definitions.authority


@pytest.fixture(scope="session")
def strategy(definitions: Definitions) -> Strategy:
    return definitions.strategy


@pytest.fixture
def english() -> Iterator[None]:
    before = language()
    speak("en")
    yield
    speak(before)
