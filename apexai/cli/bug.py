"""What a user is asked to do when something is the fault of this package."""

import platform

import apexai


def render_bug_hint() -> str:
    """One line that names what a report needs."""
    return (
        f"This is a bug in apexai {apexai.__version__} (Python {platform.python_version()}, {platform.system()}). "
        "Please report it with the lines above and the command that you ran: see `Reporting a bug` in the README.\n"
    )
