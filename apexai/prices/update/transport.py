"""How the vendors' lists come to this machine; the only module of the package that opens a connection."""

from collections.abc import Callable
from typing import IO, Final, TypeAlias

from apexai.errors import ApexError

Transport: TypeAlias = Callable[[str], IO[bytes]]
"""URL → the body of the answer, to be read piece by piece."""

_TIMEOUT_SECONDS: Final = 60


class DownloadError(ApexError):
    """A list that could not be fetched or is not what it should be."""


def open_url(url: str) -> IO[bytes]:
    """Open a list of prices, without credentials.

    Raises:
        DownloadError: there is no answer, or another one than 200.
    """
    from urllib.error import URLError
    from urllib.request import urlopen

    try:
        answer: IO[bytes] = urlopen(url, timeout=_TIMEOUT_SECONDS)
    except (URLError, TimeoutError, OSError) as error:
        raise DownloadError(f"{url}: {getattr(error, 'reason', error)} [APX-PRC-010]") from None
    return answer
