"""What steps of kind `url` ask for."""

import os
import socket
from typing import Any

from .http_answer import HttpAnswer
from .order import OrderError
from .step_error import StepError


class UrlTarget:
    """A URL, taken apart once: where its server is, and what is said to it."""

    def __init__(self, url: str) -> None:
        import base64  # these take a while to import, and other steps do not need them
        from urllib.parse import quote, unquote, urlsplit

        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise OrderError(f"a URL that cannot be read: {error}") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise OrderError("a URL must begin with http:// or https:// and name a host")
        self.host = self._ascii(parts.hostname)
        self.port = port or (443 if parts.scheme == "https" else 80)
        place = f"[{self.host}]" if ":" in self.host else self.host
        place += "" if port is None else f":{port}"
        path = quote(parts.path or "/", safe="/%:=&+!$,;'@()*~")
        query = f"?{quote(parts.query, safe='/%:=&?+!$,;@()*~')}" if parts.query else ""
        self.shown = f"{parts.scheme}://{place}{path}{query}"
        head = f"GET {path}{query} HTTP/1.1\r\nHost: {place}\r\nAccept: */*\r\nUser-Agent: calcmon\r\n"
        if parts.username is not None:
            who = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
            head += f"Authorization: Basic {base64.b64encode(who).decode()}\r\n"
        self.request = f"{head}\r\n".encode()
        self.tls = self._tls_context() if parts.scheme == "https" else None
        self._addresses = self._resolved()

    @staticmethod
    def _ascii(host: str) -> str:
        try:
            return host if host.isascii() else host.encode("idna").decode()
        except UnicodeError:
            raise OrderError(f"{host!r} cannot be the name of a host") from None

    @staticmethod
    def _tls_context() -> Any:
        try:
            import ssl
        except ImportError:
            raise OrderError("this interpreter has no module ssl, which https:// needs") from None
        return ssl.create_default_context()

    def _resolved(self) -> list[tuple[Any, ...]]:
        """Where it is, asked for once."""
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise OrderError(f"cannot find {self.host}: {reason}") from None
        return [address for *_, address in found]

    @property
    def addresses(self) -> list[tuple[Any, ...]]:
        """Those of the server, the one that was reached last before the others."""
        return list(self._addresses)

    def was_reached(self, address: tuple[Any, ...]) -> None:
        """Has an address tried before the others from now on."""
        if self._addresses[0] != address:
            self._addresses.sort(key=lambda each: each != address)

    def explained(self, error: Exception) -> StepError:
        """What an error of the connection means."""
        if verdict := getattr(error, "verify_message", None):
            reason = f"its certificate is not trusted: {verdict}"
        elif isinstance(error, OSError) and error.errno and error.errno > 0:
            reason = getattr(error, "reason", None) or os.strerror(error.errno)
        else:
            reason = str(error) or type(error).__name__
        return StepError(f"no answer from {self.shown}: {reason}")

    def check(self, answer: HttpAnswer) -> None:
        """Raises unless the server did what it was asked for."""
        if 200 <= answer.status < 300:
            return
        said = f"HTTP {answer.status} from {self.shown}"
        if 300 <= answer.status < 400:
            said += f": redirects are not followed (to {(answer.location or 'nowhere')[:200]})"
        raise StepError(said)
