"""A page that is one form whose fields are told as they change, and held on this machine until its deed."""

from collections.abc import Mapping

from desktop.base.values import Json
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.presenter import Presenter


class HeldForm(Presenter):
    """What is told of the fields is held under `form_name`; what is typed and not told yet under a name of its own.

    The page sets `form_name` when it is made, of what it is about: `meeting:` and the id of the partner.
    """

    form_name: str

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What the fields hold before anybody touched them."""
        return {}

    @property
    def fields(self) -> Mapping[str, Json]:
        """What the fields hold."""
        return {**self.proposed, **self.held(self.form_name)}

    @property
    def typed(self) -> FormDraft:
        """What is typed and not told yet."""
        return self.form_draft(f"typed:{self.form_name}")

    @property
    def has_begun(self) -> bool:
        """Whether something was told before."""
        return bool(self.held(self.form_name))

    def take(self, key: str, value: Json) -> None:
        """Take what was typed in a field, and hold it on this machine."""
        self.hold(self.form_name, {**self.held(self.form_name), key: value})
        self.changed()

    def forget(self) -> None:
        """The form is done with."""
        self.hold(self.form_name, {})
        self.typed.drop()

    def start_over(self) -> None:
        """Forget what was typed, and show the form as it was proposed."""
        self.forget()
        self.changed()
