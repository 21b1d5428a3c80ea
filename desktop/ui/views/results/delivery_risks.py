"""The list of risks of partnerships under way."""

from desktop.base.text import _
from desktop.presenters.results.delivery_risks import DeliveryRisksPresenter
from desktop.ui.views.results.recorded_list import ListWords, RecordedListView


class DeliveryRisksView(RecordedListView[DeliveryRisksPresenter]):
    """The open risks first, the gravest before."""

    @property
    def words(self) -> ListWords:
        return ListWords(
            _("Risks under way"),
            _("What may go wrong, partner or person in charge"),
            _(
                "No risk of a partnership under way is on record. What may go wrong, who watches it and when it is "
                "looked at again is enough; the risks of the due diligence can be taken up."
            ),
            _("No risk matches. Look for another word, or show them all again."),
            _("Record a risk"),
        )
