"""What a command of this program says when it cannot do what was asked; refusals of the API are in problems.py."""


class RefusedError(Exception):
    """The message is for the person at the terminal: one sentence that says why, and what to do."""
