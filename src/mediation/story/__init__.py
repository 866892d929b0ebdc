"""The case of the restaurant workers, played by its people over HTTP against a fresh instance with a movable clock.

Prints a transcript a lawyer can read and exits non-zero when an expected fact fails. It uses nothing but the public API,
the workers' pages and the demonstration gateway; the only thing it does from outside is to move the clock.
"""

from mediation.story.play import main

__all__ = ["main"]
