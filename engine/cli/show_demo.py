"""The demo on the screen: each scene under the command that a person would type."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from engine.app.demo import demo
from engine.app.demo_scene import Scene
from engine.cli.printing import print_result, progress
from engine.core.text import Language, say

DEFAULT = "demo-workspace"


def show_demo(folder: Path | None, language: Language) -> int:
    """Play all scenes; a scene that does not end as it should makes the demo fail."""
    target = _free(folder or Path(DEFAULT))
    failed = 0
    for scene in demo(target, language):
        sys.stdout.write(f"\n━━ {say(language, scene.title)}\n$ {scene.command}\n\n")
        sys.stdout.flush()
        failed += not _play(scene, target, language)
    sys.stdout.write("\n" + say(language, "demo.end", folder=target.as_posix()) + "\n")
    return 1 if failed else 0


def _play(scene: Scene, folder: Path, language: Language) -> bool:
    with progress(language) as show:
        result = scene.play(show)
    arguments = Namespace(verb="demo", workspace=folder)
    sys.stderr.flush()
    print_result(result, arguments, language)
    return result.is_clean != scene.expects_findings


def _free(folder: Path) -> Path:
    """The folder, or the first numbered one beside it that does not exist yet."""
    if not folder.exists():
        return folder
    number = 2
    while folder.with_name(f"{folder.name}-{number}").exists():
        number += 1
    return folder.with_name(f"{folder.name}-{number}")
