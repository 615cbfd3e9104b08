"""How the vendors' lists come to this machine; the only module of the package that opens a connection."""

import io
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Final, TypeAlias

from apexai.errors import ApexError

if TYPE_CHECKING:
    from http.client import HTTPResponse

Transport: TypeAlias = Callable[[str], IO[bytes]]
"""URL → the body of the answer, to be read piece by piece."""

_TIMEOUT_SECONDS: Final = 60
_NOT_THERE: Final = (403, 404)
"""AWS answers 403 where it has no such list."""


class DownloadError(ApexError):
    """A list that could not be fetched or is not what it should be."""


class NoListError(DownloadError):
    """A vendor has no list at this address."""


def open_url(url: str) -> IO[bytes]:
    """Open a list of prices, without credentials.

    Raises:
        DownloadError: there is no answer, or another one than 200; or it is cut off, while it is read.
        NoListError: there is no such list.
    """
    from urllib.error import HTTPError, URLError
    from urllib.request import urlopen

    try:
        answer: HTTPResponse = urlopen(url, timeout=_TIMEOUT_SECONDS)
    except HTTPError as error:
        error.close()
        kind = NoListError if error.code in _NOT_THERE else DownloadError
        raise kind(f"{url}: {error.code} {error.reason} [APX-PRC-010]") from None
    except (URLError, TimeoutError, OSError) as error:
        raise DownloadError(f"{url}: {getattr(error, 'reason', error)} [APX-PRC-010]") from None
    return io.BufferedReader(_Answer(answer, url))


class _Answer(io.RawIOBase):
    """The body of an answer, which is whole or a DownloadError."""

    def __init__(self, answer: "HTTPResponse", url: str) -> None:
        self._answer = answer
        self._url = url
        self._promised = answer.length
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        from http.client import HTTPException

        try:
            count = self._answer.readinto(buffer)
        except (OSError, HTTPException) as error:
            raise DownloadError(f"{self._url}: the answer broke off: {error!r} [APX-PRC-010]") from None
        self._read += count
        if not count and len(buffer) and self._promised is not None and self._read < self._promised:
            raise DownloadError(
                f"{self._url}: the answer broke off after {self._read} of {self._promised} bytes [APX-PRC-010]"
            )
        return count

    def close(self) -> None:
        self._answer.close()
        super().close()
