"""The settings of a command that works on the database, as it is found or as an instance running here has it."""

from typing import TYPE_CHECKING

from mediation.kit.refusal import RefusedError

if TYPE_CHECKING:
    from mediation.settings import Settings


def attached() -> "Settings":
    """The settings; with no database named, those of the instance that runs in the data folder."""
    from mediation.infra.instance import attach
    from mediation.settings import get_settings, read_data_dir

    attach(read_data_dir())
    return get_settings()


def ready(*, attach: bool = False) -> "Settings":
    """The settings, with their secrets and a migrated database. Raises SettingsError or RevisionError."""
    from mediation.infra.revisions import require_current
    from mediation.settings import get_settings

    settings = attached() if attach else get_settings()
    if settings.demonstration:
        settings.check_demonstration()
    else:
        settings.check_production()
    if settings.database_url is None:
        raise RefusedError("MEDIATION_DATABASE_URL is missing.")
    require_current(settings.database_url)
    return settings
