"""The play, scene by scene. Each scene is what its people did, what the others saw, and the facts that must hold."""

from mediation.story import evening, morning, promise
from mediation.story.stage import Stage, fresh_stage


def main() -> int:
    """Play it; 0 when every fact held, 1 otherwise."""
    with fresh_stage() as stage:
        stage.title("三十四名劳动者的三天 · Thirty-four workers, three days")
        case = morning.play(stage)
        evening.play(stage, case)
        promise.play(stage, case)
        return close(stage)


def close(stage: Stage) -> int:
    """Write how many facts held, and which did not; 1 when any did not."""
    failed = len(stage.failures)
    stage.title(f"{stage.facts} facts, {failed} failed" + (": " + "; ".join(stage.failures) if failed else ""))
    return 1 if failed else 0
