"""Measures certify against stock Manim on the same clip, interleaved in one run, and prints the ratio.

Stock Manim renders the scene file as it stands, at 1080p60, caches off, in a process of its own that uses every core
it can. The certificate is made of the same clip, every frame at 60 a second, by all cores; its time is that of the
whole command. Exits with 1 where it costs more than a tenth.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import yaml

from nowshowing import data_files

MOST = 0.1
"""Of stock Manim's time, that a certificate may take."""


def stock(scene: Path, class_name: str, into: Path) -> float:
    """Return the seconds that stock Manim takes to render a scene at 1080p60."""
    command = [sys.executable, "-m", "manim", "render", "-qh", "--disable_caching", "--progress_bar", "none"]
    return _seconds([*command, "--media_dir", str(into), str(scene), class_name])


def certify(scene: Path, into: Path) -> float:
    """Return the seconds that certify takes for a clip of a scene at 60 frames a second."""
    lesson = into / "bench.yaml"
    entry = {"id": "clip", "scene": scene.stem}
    lesson.write_text(yaml.safe_dump({"title": "Bench", "clips": [entry]}), encoding="utf-8")
    command = [sys.executable, "-m", "nowshowing.cli", "certify", str(lesson), "--profile", "full"]
    return _seconds(command, {0, 1})


def _seconds(command: list[str], expected: set[int] | None = None) -> float:
    begun = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (expected or {0}):
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return time.monotonic() - begun


def class_of(scene: Path) -> str:
    """Return the name of a scene's class."""
    return "".join(part.title() for part in scene.stem.split("_"))


@dataclass(frozen=True)
class Row:
    """The seconds of both, of each repetition."""

    scene: str
    stock: list[float]
    certify: list[float]

    @property
    def ratio(self) -> float:
        """The certificate's time in stock Manim's, by the medians."""
        return statistics.median(self.certify) / statistics.median(self.stock)


def measured(scene: Path, repeat: int) -> Row:
    """Return the times of both, taken in turn."""
    plain: list[float] = []
    ours: list[float] = []
    with tempfile.TemporaryDirectory(prefix="nowshowing-bench-") as folder:
        for number in range(repeat):
            into = Path(folder, str(number))
            into.mkdir()
            plain.append(stock(scene, class_of(scene), into))
            ours.append(certify(scene, into))
    return Row(scene.stem, plain, ours)


def main() -> int:
    """Measure and tell; return 1 where a certificate costs too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenes", nargs="*", help="names of scenes [default: all]")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the figures there")
    options = parser.parse_args()
    files = sorted(data_files.scenes().glob("[!_]*.py"))
    chosen = [file for file in files if not options.scenes or file.stem in options.scenes]
    cores = len(os.sched_getaffinity(0))
    rows = [measured(file, options.repeat) for file in chosen]
    for row in rows:
        plain, ours = statistics.median(row.stock), statistics.median(row.certify)
        share = f"{row.ratio:.3f} of it (at most {MOST})"
        print(f"{row.scene}: stock Manim {plain:.1f} s, certificate {ours:.2f} s: {share}")
    if options.json:
        facts = {"cores": cores, "manim": version("manim"), "load": os.getloadavg()[0], "rows": list(map(asdict, rows))}
        options.json.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return int(any(row.ratio > MOST for row in rows))


if __name__ == "__main__":
    sys.exit(main())
