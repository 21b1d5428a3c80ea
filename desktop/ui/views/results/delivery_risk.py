"""One risk of a partnership under way: its form, and the risks of the due diligence that it can go on with."""

from functools import partial

from desktop.base.text import _
from desktop.presenters.results.delivery_risk import DeliveryRiskPresenter
from desktop.ui.keyboard import ASIDE
from desktop.ui.views.results.recorded_form import RecordedFormView, RecordWords
from desktop.ui.views.results.result_form import beside
from desktop.ui.widgets import Button, Card, Text, set_shown

LONGEST = 90  # letters of a risk on a button


class DeliveryRiskView(RecordedFormView[DeliveryRiskPresenter]):
    """Ctrl+Enter records, or saves what was corrected."""

    @property
    def words(self) -> RecordWords:
        return RecordWords(
            _("Risks under way"),
            _("Risk"),
            _("Your role reads the risks; colleagues who register partners record them."),
            _("Back to the risks"),
            _("Record the risk"),
            _("What it is for"),
            _(
                "What may go wrong while a partnership is carried out, beside what the due diligence was decided on. "
                "On the day of its review it stands on Today of the person in charge. One that came about or threatens "
                "no more stays on record with the reason; what concerns the partner’s conduct is an incident."
            ),
        )

    def build_above(self) -> None:
        self.before = self.page.add(Card())
        self.before.setProperty(ASIDE, True)
        self._proposed: tuple[str, ...] | None = None

    def show_below(self) -> None:
        shown = self.presenter
        risks = tuple(shown.before) if shown.editable else ()
        ids = tuple(risk.id for risk in risks)
        set_shown(self.before, bool(ids))
        if ids == self._proposed:
            return
        self._proposed = ids
        self.before.clear()
        self.before.add(Text(_("Risks of the due diligence: choose one to go on with it"), "strong"))
        for risk in risks:
            text = " ".join(risk.text.split())
            words = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
            self.before.add(beside(Button(words.replace("&", "&&"), partial(shown.take_up, risk), "link")))
