"""To be played."""

from mediation.story.morning import TheCase
from mediation.story.stage import Stage


def play(stage: Stage, case: TheCase) -> None:
    """Scenes."""
