"""One file by HTTP from an address that a stranger wrote into a certificate: bounded, and never from inside one's own network.

The addresses come out of documents that anyone may send. So only http and https are followed, only to public addresses or to
hosts that the operator names, each redirection is checked like the first address, and time and size are limited.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Collection
from urllib.parse import SplitResult, urljoin, urlsplit

from docflow import __version__

SECONDS = 30.0
MAX_BYTES = 64 << 20
_REDIRECTIONS = 3
_MOVED = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}


class DownloadError(Exception):
    """Why there is no file; ``code`` has words in the catalogue, ``detail`` is what the system says."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


def get(url: str, hosts: Collection[str], *, seconds: float = SECONDS, limit: int = MAX_BYTES) -> bytes:
    """The bytes at a URL; ``hosts`` are those that may lie in a private network.

    Raises:
        DownloadError: ``not-http``, ``private-address``, ``unreachable``, ``status`` (detail: the number), ``too-large``,
            ``too-slow`` or ``too-many-redirections``.
    """
    try:
        return _get(url, hosts, seconds, limit)
    except TimeoutError as fault:
        raise DownloadError("too-slow") from fault
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise DownloadError("unreachable", str(fault)[:200]) from fault


def _get(url: str, hosts: Collection[str], seconds: float, limit: int) -> bytes:
    for _ in range(_REDIRECTIONS + 1):
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise DownloadError("not-http", parts.scheme)
        connection = _connected(parts, hosts, seconds)
        over = threading.Event()
        # A server that sends a byte now and then never lets a timeout of the socket pass.
        watch = threading.Timer(seconds, _cut, (connection.sock, over))
        watch.start()
        try:
            answer = _asked(connection, parts, limit)
        except (OSError, http.client.HTTPException) as fault:
            raise (DownloadError("too-slow") if over.is_set() else fault) from fault
        finally:
            watch.cancel()
            connection.close()
        if isinstance(answer, bytes):
            if over.is_set():
                raise DownloadError("too-slow")
            return answer
        url = urljoin(url, answer)
    raise DownloadError("too-many-redirections")


def _cut(stream: socket.socket, over: threading.Event) -> None:
    over.set()
    with contextlib.suppress(OSError):  # it may have ended by itself
        stream.shutdown(socket.SHUT_RDWR)


def _asked(connection: http.client.HTTPConnection, parts: SplitResult, limit: int) -> bytes | str:
    """The bytes of the answer, or the address that it sends on to."""
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    connection.request("GET", target, headers={"User-Agent": f"docflow/{__version__}", "Accept-Encoding": "identity"})
    response = connection.getresponse()
    if response.status in _MOVED:
        return response.getheader("Location") or ""
    if response.status != http.client.OK:
        raise DownloadError("status", str(response.status))
    data = response.read(limit + 1)
    if len(data) > limit:
        raise DownloadError("too-large", str(limit))
    return data


def _connected(parts: SplitResult, hosts: Collection[str], seconds: float) -> http.client.HTTPConnection:
    """A connection to an address that was checked; its name is not looked up a second time."""
    assert parts.hostname is not None
    port = parts.port or _PORTS[parts.scheme]
    address = _address(parts.hostname, port, hosts)
    stream = socket.create_connection((address, port), timeout=seconds)
    try:
        if parts.scheme == "https":
            stream = ssl.create_default_context().wrap_socket(stream, server_hostname=parts.hostname)
    except BaseException:
        stream.close()
        raise
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=seconds)
    connection.sock = stream
    return connection


def _address(host: str, port: int, hosts: Collection[str]) -> str:
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found:
        raise DownloadError("unreachable", host)
    if host not in hosts and not all(ipaddress.ip_address(a.partition("%")[0]).is_global for a in found):
        raise DownloadError("private-address", host)
    return found[0]
