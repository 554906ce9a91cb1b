"""A process that has loaded everything, and forks a child for each command that it is told to run.

A command so starts in a few milliseconds instead of half a second, and hundreds can be killed in
the time of a test. Requests and answers are lines of JSON; a child may be killed at a moment, be
given little room on the disk, or lose the right to write.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import json
import os
import pkgutil
import selectors
import signal
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from tests.faults.world import NOBODY

LIBRARIES = (
    "duckdb", "jsonschema", "jsonschema.exceptions", "jsonschema.validators", "rich.console",
    "rich.table", "rich.progress", "sqlglot.dialects.duckdb",
)  # fmt: skip
Command = dict[str, Any]


@dataclass
class Child:
    pid: int
    kill_at: float | None
    signal: int
    started: float
    said: dict[str, bytearray] = field(default_factory=dict)
    is_hanging: bool = False


def serve() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    _load_everything()
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        print(
            json.dumps(_together(request["commands"], request["limit"])), file=answers, flush=True
        )


def _load_everything() -> None:
    import engine
    from engine.cli.main import main

    for module in pkgutil.walk_packages(engine.__path__, "engine."):
        importlib.import_module(module.name)
    # all of it: who has lost their rights may not find a module any more
    for name in LIBRARIES:
        importlib.import_module(name)
    # compiles without opening a database: threads of DuckDB would not survive a fork
    starter = Path(engine.__file__).parent / "app/starter/en/policies/myshop/pay/v1.yaml"
    with contextlib.redirect_stdout(io.StringIO()):
        main(["sql", str(starter), "--format", "json"])
    # else the first collection in every child copies all that was loaded
    gc.collect()
    gc.freeze()


def _together(commands: list[Command], limit: float) -> list[dict[str, object]]:
    """Run them at once, and gather what each says until it ends or is killed."""
    with selectors.DefaultSelector() as selector:
        children = [_start(command, selector) for command in commands]
        end = time.monotonic() + limit
        while selector.get_map():
            for key, _ in selector.select(_next_kill(children, end)):
                child, name = key.data
                chunk = os.read(key.fd, 1 << 16)
                child.said[name].extend(chunk)
                if not chunk:
                    selector.unregister(key.fd)
                    os.close(key.fd)
            _kill(children, end)
    return [_ended(child) for child in children]


def _start(command: Command, selector: selectors.BaseSelector) -> Child:
    pipes = {"out": os.pipe(), "err": os.pipe()}
    started = time.monotonic()
    pid = os.fork()
    if pid == 0:
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(pipes[name][1], number)
        _run(command)
    kill_after = command["kill_after"]
    kill_at = None if kill_after is None else started + kill_after
    child = Child(pid, kill_at, command["signal"], started)
    for name, (reading, writing) in pipes.items():
        os.close(writing)
        child.said[name] = bytearray()
        selector.register(reading, selectors.EVENT_READ, (child, name))
    return child


def _run(command: Command) -> NoReturn:
    code = 71
    try:
        from engine.cli.main import main

        time.sleep(command["delay"])
        if command["room"] is not None:
            import resource

            resource.setrlimit(resource.RLIMIT_FSIZE, (command["room"], command["room"]))
        if command["is_nobody"] and os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        code = main(command["words"])
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001  # a child must never come back as the zygote
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def _next_kill(children: list[Child], end: float) -> float:
    moments = [child.kill_at for child in children if child.kill_at is not None]
    return max(0.0, min([*moments, end]) - time.monotonic())


def _kill(children: list[Child], end: float) -> None:
    now = time.monotonic()
    for child in children:
        if child.kill_at is not None and now >= child.kill_at:
            os.kill(child.pid, child.signal)
            child.kill_at = None
        if now >= end and not child.is_hanging:
            os.kill(child.pid, signal.SIGKILL)
            child.is_hanging = True


def _ended(child: Child) -> dict[str, object]:
    _, status = os.waitpid(child.pid, 0)
    said = {name: text.decode("utf-8", "replace") for name, text in child.said.items()}
    code = 124 if child.is_hanging else os.waitstatus_to_exitcode(status)
    return {"code": code, "seconds": time.monotonic() - child.started, **said}


if __name__ == "__main__":
    serve()
