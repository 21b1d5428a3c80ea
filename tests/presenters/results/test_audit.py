"""The auditor's desk without a window: drawn, verified, followed, copied."""

from decimal import Decimal
from pathlib import Path

import pytest

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.results.audit import AuditPresenter
from desktop.presenters.results.trail import TrailPresenter
from desktop.services.agreements import receiving
from desktop.services.audit import sealed_copy
from desktop.store.records import Agreement
from tests.agreed import Agreed, agreed, agreed_folder, in_force
from tests.exchanging import User, seated, user
from tests.makers import on
from tests.paper import words_of
from tests.refusal import refused
from tests.services.agreements.test_receiving import arrival

__all__ = ["agreed", "agreed_folder", "in_force", "user"]


@pytest.fixture
def received(agreed: Agreed, in_force: Agreement) -> tuple[Office, str]:
    """An office in which something arrived under a signed agreement; and its id."""
    work = on(agreed.office, today())
    return agreed.office, receiving.receive(work, arrival(in_force.id, amount=Decimal(9600))).id


def audit_page(office: Office, user: User) -> AuditPresenter:
    return seated(AuditPresenter(office, RunNow()), user)


def test_a_sample_is_drawn_followed_and_copied(received: tuple[Office, str], user: User, tmp_path: Path) -> None:
    office, id_ = received
    shown = audit_page(office, user)
    with refused("sample-without-seed"):
        shown.draw()
    shown.take("seed", "Dakar")
    shown.draw()
    assert [line.key for line in shown.lines] == [id_] and "9 600,00" in shown.lines[0].cells["usd"].text.replace(
        "\u00a0", " "
    )
    shown.prove()
    assert "sceaux valables, 1 sur 1" in shown.passages[0][1]
    shown.open_record(id_)
    assert user.went[-1] == ("trail", {"id": id_})
    shown.show_paper()
    assert shown.pdf is not None and "Dakar" in words_of(shown.pdf)
    shown._copy_into(tmp_path)
    (copy,) = tmp_path.glob("audit-*")
    assert sealed_copy.check(copy).is_sound and str(copy) in shown.deed_sentence
    assert any(path.parent.name == "files" for path in copy.rglob("*"))  # the signed copy and the evidence
    assert audit_page(office, user).fields["seed"] == "Dakar"


def test_each_step_opens_its_record(received: tuple[Office, str], user: User) -> None:
    office, id_ = received
    shown = seated(TrailPresenter(office, RunNow(), id=id_), user)
    titles = [line.title for line in shown.lines]
    assert titles[:2] == ["Réception", "Partenaire"] and "Décision" in titles
    places = []
    for line in shown.lines:
        before = len(user.went)
        shown.open_step(line.key)
        places += [place for place, _arguments in user.went[before:]]
    assert places[:3] == ["contribution", "partner", "agreement"] and {"diligence", "decision"} <= set(places)
    decision = next(line for line in shown.lines if line.title == "Décision")
    assert shown.mark(decision.key)[0] == "good"
    shown.show_paper()
    assert shown.pdf is not None
