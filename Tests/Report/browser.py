"""A real, headless Chromium, spoken to by the DevTools protocol over a pipe; Python's own library is enough."""
import json
import os
import shutil
import subprocess
import tempfile


class Browser:
    """One page in a browser of its own; use it with `with`."""

    def __init__(self, program="chromium"):
        self.folder = tempfile.mkdtemp(prefix="flotilla-chromium.")
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()
        words = [
            program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-pipe",
            "--user-data-dir=" + self.folder, "--window-size=1280,900", "about:blank"]
        with open(os.path.join(self.folder, "said"), "wb") as said:
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", f'exec "$@" 3<&{to_browser} 4>&{from_browser}', "sh"] + words,
                stdin=subprocess.DEVNULL, stdout=said, stderr=said, pass_fds=(to_browser, from_browser))
        os.close(to_browser)
        os.close(from_browser)
        self._rest = b""
        self._number = 0
        self.events = []
        self._session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()
        os.close(self._in)
        os.close(self._out)
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, method, **parameters):
        """Asks for something, and gives what came of it."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def wait_for(self, method):
        """Waits for an event, and gives it."""
        while True:
            for index, event in enumerate(self.events):
                if event.get("method") == method:
                    return self.events.pop(index)
            self.events.append(self._next())

    def open(self, path):
        self.events.clear()
        self.call("Page.navigate", url="file://" + os.path.abspath(path))
        self.wait_for("Page.loadEventFired")

    def ask(self, script):
        """The value of an expression in the page, which may be a promise."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{script}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def press(self, key, text=None):
        """Presses a key and lets it go."""
        codes = {"ArrowDown": 40, "ArrowUp": 38, "Home": 36, "End": 35, "Enter": 13, "Escape": 27, "Tab": 9}
        code = codes.get(key, ord(key[0].upper()))
        more = {"text": text} if text else {}
        for kind in ("keyDown" if text else "rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **more)
            more = {}

    def type(self, text):
        self.call("Input.insertText", text=text)

    def look(self, width=1280, height=900, scheme="light"):
        """The size of the window, and what the system prefers."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def troubles(self):
        """Errors and refusals that the page's console has seen, and requests that went elsewhere than to files."""
        seen = []
        for event in self.events:
            method, parameters = event.get("method"), event.get("params", {})
            if method == "Runtime.exceptionThrown":
                seen.append(parameters["exceptionDetails"].get("text"))
            elif method == "Log.entryAdded":
                seen.append(parameters["entry"].get("text"))
            elif method == "Network.requestWillBeSent" and not parameters["request"]["url"].startswith("file:"):
                seen.append(parameters["request"]["url"])
        return seen

    def _next(self):
        while b"\0" not in self._rest:
            piece = os.read(self._in, 1 << 20)
            if not piece:
                with open(os.path.join(self.folder, "said"), errors="replace") as said:
                    raise RuntimeError("chromium has ended: " + said.read()[-2000:])
            self._rest += piece
        message, self._rest = self._rest.split(b"\0", 1)
        return json.loads(message)
