"""The working-day calendar of this process: built-in years and the notice files in `policies/calendar`."""

from pathlib import Path

from mediation.kit.holiday_notice import parse_notice
from mediation.kit.own_yaml import read_yaml
from mediation.kit.workdays import Calendar, built_in


def load(policies_dir: Path) -> Calendar:
    """The built-in years overlaid by the notice files. A file that does not parse raises ValueError and stops the start."""
    notices = [
        parse_notice(read_yaml(path.read_text(encoding="utf-8")))
        for path in sorted((policies_dir / "calendar").glob("*.yaml"))
    ]
    return built_in().with_notices(notices)
