"""The two exceptions that are not bugs."""


class Problem(Exception):
    """Something the user can understand and act on.

    `text` says in one sentence what happened and what is safe; `remedy` says what to do next.
    Both are already in the user's language. `code` names the reason in every language alike (`case-not-waiting`):
    tests and scripts rely on it. Any other exception that reaches the window is a bug.
    """

    def __init__(self, text: str, remedy: str = "", *, code: str) -> None:
        super().__init__(text)
        self.text = text
        self.remedy = remedy
        self.code = code

    def __str__(self) -> str:
        return f"{self.text} {self.remedy}".strip()


class RefusedFile(Problem):
    """One file that is not taken; those that came with it are."""


class Cancelled(Exception):
    """The user stopped a task: unwind and say nothing."""
