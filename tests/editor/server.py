"""The real yaml-language-server over stdio, as an editor speaks to it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# nothing from the network: the schema is the one that the file's first line names
SETTINGS = {
    "yaml": {
        "validate": True, "hover": True, "completion": True, "format": {"enable": False},
        "schemaStore": {"enable": False},
    },
    "http": {}, "editor": {}, "files": {}, "[yaml]": {},
}  # fmt: skip


@dataclass
class Server:
    """One conversation. Answers come in any order, between questions of the server's own."""

    process: subprocess.Popen[bytes]
    diagnostics: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _next: int = 0

    def ask(self, method: str, params: object) -> Any:
        self._next += 1
        self._send({"id": self._next, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._next and "method" not in message:
                return message.get("result")
            self._take(message)

    def tell(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def open(self, uri: str, text: str) -> None:
        item = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})

    def findings(self, uri: str) -> list[dict[str, Any]]:
        while uri not in self.diagnostics:
            self._take(self._receive())
        return self.diagnostics[uri]

    def _take(self, message: dict[str, Any]) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            said = message["params"]
            self.diagnostics[said["uri"]] = said["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            asked = message["params"]["items"]
            answer = [SETTINGS.get(item["section"], {}) for item in asked]
            self._send({"id": message["id"], "result": answer})
        elif "id" in message and "method" in message:
            self._send({"id": message["id"], "result": None})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not length:
            raise SystemExit("the server has gone")
        loaded: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return loaded


@contextmanager
def started(command: Sequence[str], root: Path) -> Iterator[Server]:
    """A server that has said hello, ended in good order afterwards."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        server = Server(process)
        server.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": root.as_uri(),
                "capabilities": {
                    "workspace": {"configuration": True},
                    "textDocument": {
                        "hover": {"contentFormat": ["markdown", "plaintext"]},
                        "completion": {
                            "completionItem": {"documentationFormat": ["markdown"]},
                        },
                    },
                },
                "workspaceFolders": [{"uri": root.as_uri(), "name": root.name}],
            },
        )
        server.tell("initialized", {})
        server.tell("workspace/didChangeConfiguration", {"settings": SETTINGS})
        yield server
        server.ask("shutdown", None)
        server.tell("exit", None)
