"""Headquarters recognises a laptop: its request, its fingerprint compared by voice, the answer saved."""

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.files import beginning_of
from desktop.base.progress import Progress, Runner
from desktop.base.text import _
from desktop.bundles.keys import REQUEST, EnrolmentRequest
from desktop.presenters.presenter import Presenter
from desktop.services.exchange import enrolment
from desktop.services.exchange.headquarters import answering, recognition

if TYPE_CHECKING:
    from desktop.office import Office


class RecognitionPresenter(Presenter):
    """Recognise one laptop: its file, its fingerprint by voice, the answer saved."""

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        self.request: EnrolmentRequest | None = None
        self.enrolled = False
        self.fingerprint = ""
        self.saved = ""
        self.beginning = ""  # the return with the office’s records, saved beside the answer
        self.like = ""  # a recognised office whose code could be taken for this one's

    @property
    def warning(self) -> str:
        """One sentence when the office's code looks like another's."""
        if self.request is None or not self.like:
            return ""
        sentence = _("Careful: “{office}” looks like “{like}”, which is authorized too. Is it the same office?")
        return sentence.format(office=self.request.office, like=self.like)

    @property
    def sentence(self) -> str:
        """Which of the three steps this is."""
        if self.request is None:
            return _("Step 1 of 3: open the request that the office sent.")
        if not self.enrolled:
            return _("Step 2 of 3: compare the fingerprint by telephone.")
        return _("Step 3 of 3: save the answer, and read Headquarters’ fingerprint aloud.")

    def facts(self) -> list[tuple[str, str]]:
        """Who asks."""
        request = self.request
        if request is None:
            return []
        return [
            (_("Office"), request.office),
            (_("Laptop"), request.label),
            (_("Asked by"), request.officer),
            (_("On"), request.at[:10]),
        ]

    def choose(self) -> None:
        """The request file."""
        self.asker.files(_("The request of an office"), "*.enrol", lambda paths: self.read(paths[0]))

    def read(self, path: Path) -> None:
        """Look at a request; nothing is recognised yet."""
        request = EnrolmentRequest.from_bytes(beginning_of(path, REQUEST + 1))
        self.like = recognition.look_alike(self.office.work, self.office.keys, request.office)
        self.request, self.enrolled, self.saved, self.beginning = request, False, "", ""
        self.changed()

    def recognise(self) -> None:
        """The fingerprints are the same."""
        office, request = self.office, self.request
        if request is not None:
            recognition.enrol(office.work, office.keys, request)
            office.renew_door()
            self.fingerprint = recognition.fingerprint(office.work, office.keys, request.office)
            self.enrolled = True
            self.changed()

    def differ(self) -> None:
        """They differ: forget the request."""
        self.request = None
        self.refuse(
            Problem(
                _("This laptop was not authorized; nothing was changed."),
                _("Tell the office, and ask for a new request by another way."),
                code="fingerprints-differ",
            )
        )

    def save(self) -> None:
        """The answer, for the office."""
        if self.request is not None:
            name = enrolment.kit_name(self.request)
            self.asker.place_to_save(_("Save the answer for the office"), name, self._write)

    def _write(self, path: Path) -> None:
        office, request = self.office, self.request
        if request is None:
            return

        def work(_progress: Progress) -> str:
            beginning = answering.answer_request(office.work, office.keys, request.office, path)
            return beginning.name if beginning is not None else ""

        self.runner.run(_("Writing the answer…"), work, lambda beginning: self._show_saved(path.name, beginning))

    def _show_saved(self, name: str, beginning: str) -> None:
        self.saved, self.beginning = name, beginning
        self.changed()

    @property
    def what_to_send(self) -> str:
        """What the office gets."""
        if not self.beginning:
            return _("Send it to the office.")
        return _("Send it to the office together with “{name}”: with this return the office’s records come.").format(
            name=self.beginning
        )

    def close(self) -> None:
        """Back to the page of Headquarters."""
        self.open_place("hq")
