"""Chromium without a window, driven over a pipe as its DevTools are: https://chromedevtools.github.io/devtools-protocol/."""

from __future__ import annotations

import base64
import itertools
import json
import os
import shutil
import socket
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from processes import running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

PROGRAM = "chromium"
OPTIONS = (
    "--headless=new",
    "--no-sandbox",  # the tests may run as root, and open our own pages only
    "--remote-debugging-pipe",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-sync",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_PATIENCE = 60.0
_START = (
    "import os, sys; own = int(sys.argv[1]); os.dup2(own, 3); os.dup2(own, 4); os.execvp(sys.argv[2], sys.argv[2:])"
)
"""The pipe's two ends have these numbers in Chromium; one socket can be both."""
_CODES = {"Tab": 9, "Enter": 13, "Escape": 27, "Space": 32, "Backspace": 8, "ArrowUp": 38, "ArrowDown": 40}
_TEXTS = {"Enter": "\r", "Space": " "}


class BrowserError(RuntimeError):
    """Chromium refused a command, or a script in the page failed."""


def missing() -> bool:
    """Tell whether there is no Chromium."""
    return shutil.which(PROGRAM) is None


class Browser:
    """A running Chromium."""

    def __init__(self, pipe: socket.socket) -> None:
        """Speak to it over a socket."""
        self._pipe = pipe
        self._pipe.settimeout(_PATIENCE)
        self._numbers = itertools.count(1)
        self._rest = b""
        self.events: list[dict[str, Any]] = []
        """All that it told without being asked, in order."""

    def call(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """Run a command and return its result."""
        number = next(self._numbers)
        command = {"id": number, "method": method, "params": parameters}
        self._pipe.sendall(json.dumps(command | ({"sessionId": session} if session else {})).encode() + b"\0")
        while True:
            message = self._next()
            if message.get("id") == number:
                if "error" in message:
                    raise BrowserError(f"{method}: {message['error']}")
                result: dict[str, Any] = message["result"]
                return result
            self.events.append(message)

    def wait(self, session: str, method: str) -> None:
        """Wait until a page tells of something of which it has not told yet."""
        while not any(e["method"] == method and e.get("sessionId") == session for e in self.events):
            self.events.append(self._next())

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = self._pipe.recv(1 << 20)
            if not piece:
                raise BrowserError("Chromium has ended")
            self._rest += piece
        text, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        return message

    @contextmanager
    def page(self, url: str, *, width: int = 1280, media: Mapping[str, str] | None = None) -> Iterator[Page]:
        """Open a page in a tab of its own while the block runs.

        Args:
            url: What to open.
            width: Of the window, in CSS pixels.
            media: Media features, such as `prefers-color-scheme`, by name.
        """
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session)
        for domain in ("Page", "Runtime", "Log", "Network", "Accessibility"):
            page.call(f"{domain}.enable")
        page.resize(width)
        page.emulate(media or {})
        page.call("Page.navigate", url=url)
        self.wait(session, "Page.loadEventFired")
        try:
            yield page
        finally:
            self.call("Target.closeTarget", targetId=target)


class Page:
    """A tab."""

    def __init__(self, browser: Browser, session: str) -> None:
        """Speak to one tab of a browser."""
        self._browser = browser
        self._session = session

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Run a command in the tab."""
        return self._browser.call(method, self._session, **parameters)

    def events(self, method: str) -> list[dict[str, Any]]:
        """Return what the tab told of one kind."""
        self.call("Runtime.evaluate", expression="0")  # whatever happened before has been told when this is answered
        own = (event for event in self._browser.events if event.get("sessionId") == self._session)
        return [event["params"] for event in own if event["method"] == method]

    def run(self, expression: str) -> Any:
        """Evaluate JavaScript in the page and return its value."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise BrowserError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def type(self, text: str) -> None:
        """Type text, a letter at a time."""
        for letter in text:
            self.call("Input.dispatchKeyEvent", type="keyDown", key=letter, text=letter)
            self.call("Input.dispatchKeyEvent", type="keyUp", key=letter)

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key by its name, such as `Tab`."""
        about: dict[str, Any] = {
            "key": " " if key == "Space" else key,
            "code": key,
            "windowsVirtualKeyCode": _CODES[key],
            "modifiers": 8 if shift else 0,
        }
        self.call("Input.dispatchKeyEvent", type="keyDown", **about, text=_TEXTS.get(key, ""))
        self.call("Input.dispatchKeyEvent", type="keyUp", **about)

    def resize(self, width: int, height: int = 900) -> None:
        """Give the window another size, in CSS pixels."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def emulate(self, media: Mapping[str, str], kind: str = "") -> None:
        """Let media features have other values, and the media be of another kind, such as `print`."""
        features = [{"name": name, "value": value} for name, value in media.items()]
        self.call("Emulation.setEmulatedMedia", media=kind, features=features)

    def screenshot(self, path: Path) -> None:
        """Write a picture of the whole page as PNG."""
        picture = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(picture["data"]))


@contextmanager
def serve(folder: Path) -> Iterator[Browser]:
    """Run Chromium, with its files in a folder, while the block runs."""
    own, its = socket.socketpair()
    command = [sys.executable, "-c", _START, str(its.fileno()), PROGRAM, *OPTIONS, f"--user-data-dir={folder / 'data'}"]
    around = {name: os.environ[name] for name in ("XDG_RUNTIME_DIR",) if name in os.environ}
    with own, running(command, folder, ready=str, environment=around, inherited=[its]):
        yield Browser(own)
