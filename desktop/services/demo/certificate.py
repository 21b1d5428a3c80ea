"""The certificate of the training office: one sheet with a real name, the day and the exercises, to be signed by hand.

It is entered in the register of trainings of the real office like any other (¶30 e): recorded there, with this paper
as its certificate. Nothing of the training office's records is in it.
"""

from collections.abc import Sequence
from datetime import date

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.text import N_, _, said_in
from desktop.base.values import JsonObject, canonical, sha256
from desktop.definitions.handbook import handbook
from desktop.documents.blocks import (
    Block,
    BulletsBlock,
    Document,
    KeyValuesBlock,
    Paper,
    ParagraphBlock,
    PartBlock,
    Signatory,
    SignatureLabels,
    SignaturesBlock,
)
from desktop.documents.pdf import Pdf, render
from desktop.services.demo.exercises import Exercise

HOURS = 2  # that the six exercises take together
LONGEST = 120  # letters of a name


def certificate(name: str, exercises: Sequence[Exercise], on: date, language: str, size: Paper) -> Pdf:
    """The certificate of somebody by their real name. Raises Problem without a name, and while an exercise lacks."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise Problem(
            _("The certificate needs the name of the person who did the exercises; nothing was written."),
            _("Type your own name, as in your papers."),
            code="certificate-without-name",
        )
    sections = handbook(language).sections
    lacking = [sections[exercise.key].title for exercise in exercises if not exercise.is_done]
    if lacking:
        raise Problem(
            _("Not every exercise is done: {titles}.").format(titles="; ".join(lacking)),
            _("Finish them; the page of the exercises says what lacks of each."),
            code="exercises-not-done",
        )
    titles = [sections[exercise.key].title for exercise in exercises]
    record: JsonObject = {
        "kind": "training-certificate",
        "name": name,
        "on": on.isoformat(),
        "exercises": [exercise.key for exercise in exercises],
        "hours": HOURS,
        "subject": "passerelle",
    }
    document = Document(
        title=f"{said_in(language, TITLE)} · {name}",
        reference=f"C-{sha256(canonical(record))[:8].upper()}",
        blocks=_blocks(name, titles, on, language),
        languages=(language,),
        made_at=f"{on.isoformat()}T00:00:00Z",
        author="Passerelle",
        record=record,
        paper=size,
    )
    return render(document)


TITLE = N_("Certificate of training")
DONE = N_("did the six exercises of the training office of Passerelle, each checked by what is on record:")
ROAD = N_(
    "Whoever trained this person signs here. The training is then recorded in the office (Settings, Trainings: subject "
    "“Passerelle”, on one’s own), with this sheet as its certificate (¶30 e)."
)


def _blocks(name: str, titles: Sequence[str], on: date, language: str) -> tuple[Block, ...]:
    def say(words: str) -> str:
        return said_in(language, words)

    labels = SignatureLabels(say(N_("Name")), say(N_("Signature")), say(N_("Date")), say(N_("Stamp")))
    parties = (Signatory(say(N_("Who was trained")), name), Signatory(say(N_("Who confirms it"))))
    day = day_in_words(on.isoformat(), language, "long")
    return (
        PartBlock(say(TITLE), sheet=True),
        ParagraphBlock(name, "lead"),
        ParagraphBlock(say(DONE)),
        BulletsBlock(tuple(titles)),
        KeyValuesBlock(((say(N_("Day")), day), (say(N_("Hours")), str(HOURS)))),
        ParagraphBlock(say(ROAD), "quiet"),
        SignaturesBlock(parties, labels),
    )
