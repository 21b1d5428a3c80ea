"""The extract of the register: what is written is read, cut into documents or not; anything else is refused."""

from typing import Any

import pytest

from desktop.bundles import extract as told
from desktop.bundles import strict
from desktop.bundles.extract import OfficeTold, PartnerTold, RegisterExtract, fingerprint
from desktop.bundles.strict import Unsound


def office(*partners: PartnerTold, held: bool = False) -> OfficeTold:
    return OfficeTold("Niamey", "2026-11-20", len(partners), fingerprint(partners), None if held else partners)


KORA = PartnerTold("Kora", "SN", "active", mark="0123456789ab", other_names=("Кора",))
SAID = RegisterExtract(
    "2026-11-28T10:00:00.000Z",
    {
        "CO10": office(),
        "ML10": office(PartnerTold("Sahel", "ML", "refused", archived=True), held=True),
        "NE10": office(KORA, PartnerTold("Transports d’Agadez", "NE", "dialogue"), KORA),
    },
)


def read(documents: Any) -> RegisterExtract | None:
    return RegisterExtract.from_documents({name: strict.loads(strict.dumps(said)) for name, said in documents.items()})


def test_what_is_written_is_read_in_however_many_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(SAID.documents()) == SAID
    assert read({}) is None
    monkeypatch.setattr(told, "DOCUMENT_BYTES", 60)
    assert len(SAID.documents()) == 3 and read(SAID.documents()) == SAID


@pytest.mark.parametrize(
    ("refusal", "change"),
    [
        ("an object was expected", lambda said: said["register"].update(offices=[])),
        ("codes of offices", lambda said: said["register"]["offices"].update({"../x": ["", "", 0, ""]})),
        ("four facts of an office", lambda said: said["register"]["offices"].update(NE10=["Niamey", "2026-11-20", 3])),
        ("another list than its fingerprint says", lambda said: said["register-1"]["NE10"].pop()),
        ("name: text was expected", lambda said: said["register-1"]["NE10"][0].insert(0, 7)),
        ("archived: a whole number from 0 to 1", lambda said: said["register-1"]["NE10"][0].__setitem__(3, 2)),
        ("the facts of a partner", lambda said: said["register-1"]["NE10"][1].extend(["x"] * 6)),
        ("a text of more than 200", lambda said: said["register-1"]["NE10"][1].__setitem__(0, "x" * 201)),
        ("a list of no office that it names", lambda said: said["register-1"].update(XX10=[])),
        ("an object was expected", lambda said: said.update({"register-1": 1})),
    ],
)
def test_another_shape_or_another_list_is_refused(refusal: str, change: Any) -> None:
    documents: dict[str, Any] = {name: strict.loads(strict.dumps(said)) for name, said in SAID.documents().items()}
    change(documents)
    with pytest.raises(Unsound, match=refusal):
        RegisterExtract.from_documents(documents)
