#!/usr/bin/env python3
"""Measures one prediction over HTTP beside other servers on this machine.

    ./mvnw -q package -DskipTests
    bench/bench.py                      all sides, and a table
    bench/bench.py --sides bare onward  these sides only
    bench/bench.py --write              puts the table into docs/performance.md
    bench/bench.py --before old.war     another build of Onward beside this one

Builds and starts every side, warms each up until its rate no longer rises, and then measures them in turn, in rounds.
Each round begins with another side. The figures of a side are medians of the rounds, with the lowest and the highest.
A ratio is that of two sides in the same round, so that it holds although the machine's speed drifts. Nothing else
should run on the machine. Needs a JDK, Linux, and Python 3.9; the peers in Python are installed by pip into target.
"""

import argparse
import json
import math
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / "bench"
WORK = ROOT / "target" / "bench"
WAR = ROOT / "target" / "onward.war"
ROW = b'{"variance":3.6216,"skewness":8.6661,"curtosis":-2.8073,"entropy":-0.44699}'
START_SECONDS = 90
TICKS = os.sysconf("SC_CLK_TCK")

JAVA = ["java", "-Xmx256m"]
PYTHON = WORK / "python" / "bin"


class Side:
    """A server: how it is started, and what is measured of it."""

    def __init__(self, name, text, command, port, path="/predict", environment=None):
        self.name = name
        self.text = text
        self.command = command
        self.port = port
        self.path = path
        self.environment = environment or {}
        self.warm_up = 0.0
        self.rounds = []

    def start(self):
        with open(WORK / f"{self.name}.out", "wb") as out:
            self.process = subprocess.Popen(
                [str(part) for part in self.command],
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, **self.environment},
            )
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                self.answer = self.ask()
                break
            except (OSError, urllib.error.URLError):
                if time.monotonic() > end or self.process.poll() is not None:
                    sys.exit(f"bench: {self.name} did not start; its output is in {WORK / (self.name + '.out')}")
                time.sleep(0.2)

    def ask(self):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{self.path}", ROW, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=5) as response:
            return response.read()

    def connect(self, connections):
        self.load = subprocess.Popen(
            ["java", "-XX:+UseSerialGC", "-Xmx64m", "-cp", str(WORK / "classes"), "Load", str(self.port), self.path]
            + [str(WORK / "row.json"), "application/json", str(connections)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def measure(self, seconds, rate=0.0):
        """Sends requests for so many seconds, and returns the figures."""
        allocated = self.allocated()
        cpu = self.cpu()
        self.load.stdin.write(f"{seconds} {rate}\n")
        self.load.stdin.flush()
        line = self.load.stdout.readline().split()
        if not line:
            sys.exit(f"bench: the load generator failed at {self.name}")
        cpu = self.cpu() - cpu
        per_second, failed, p50, p99 = map(float, line)
        if failed:
            sys.exit(f"bench: {self.name} answered {failed:.0f} requests with another status than 200")
        count = per_second * seconds
        return {
            "rate": per_second,
            "cpu": cpu / count * 1e6,
            "p50": p50,
            "p99": p99,
            "bytes": (self.allocated() - allocated) / count,
        }

    def cpu(self):
        """The processor time of the side's processes so far, in seconds."""
        ticks = 0
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    stat = Path(f"/proc/{entry}/stat").read_text()
                except OSError:
                    continue
                fields = stat[stat.rindex(")") + 2 :].split()
                if int(fields[3]) == self.process.pid:
                    ticks += int(fields[11]) + int(fields[12])
        return ticks / TICKS

    def allocated(self):
        """The bytes that the threads of a JVM have allocated on the heap; NaN for another program."""
        if self.command[0] != "java":
            return math.nan
        dump = subprocess.run(["jcmd", str(self.process.pid), "Thread.print", "-e"], capture_output=True, text=True)
        units = {"B": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
        found = re.findall(r"allocated=([\d.]+)([BKMG])", dump.stdout)
        return sum(float(number) * units[unit] for number, unit in found)

    def stop(self):
        for process in (getattr(self, "load", None), getattr(self, "process", None)):
            if process is not None and process.poll() is None:
                process.terminate()
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()


def sides(java, before):
    jars = WORK / "server"
    bare = [*java, "-cp", f"{jars}/*", BENCH / "Bare.java"]
    war = [*java, "-jar", WAR, "--host", "127.0.0.1", "--port"]
    model = {"MODEL": str(ROOT / "model.onnx")}
    others = []
    if before:
        old = [*java, "-jar", before, "--host", "127.0.0.1", "--port"]
        others = [
            Side("before", "Onward before", [*old, 8707], 8707),
            Side("before-quiet", "Onward before, without its access log", [*old, 8708, "--access-log", "false"], 8708),
        ]
    return others + [
        Side("bare", "a servlet on the same Jetty, fixed answer (\"bare\")", [*bare, 8701, WORK / "answer.json"], 8701),
        Side(
            "bare-selectors",
            "the same, on the threads of two selectors",
            [*bare, 8702, WORK / "answer.json", 2],
            8702,
        ),
        Side("onward", "Onward", [*war, 8703], 8703),
        Side("onward-quiet", "Onward, without its access log", [*war, 8704, "--access-log", "false"], 8704),
        Side(
            "fastapi",
            "FastAPI, orjson, ONNX Runtime (uvicorn, a worker for each processor)",
            [PYTHON / "uvicorn", "--app-dir", BENCH / "peers", "fastapi_app:app", "--port", 8705]
            + ["--workers", os.cpu_count(), "--log-level", "warning", "--no-access-log"],
            8705,
            environment=model,
        ),
        Side(
            "flask",
            "Flask, ONNX Runtime (gunicorn, a worker for each processor)",
            [PYTHON / "gunicorn", "--chdir", BENCH / "peers", "flask_app:app", "--bind", "127.0.0.1:8706"]
            + ["--workers", os.cpu_count(), "--worker-class", "gthread", "--threads", 8, "--keep-alive", 60],
            8706,
            environment=model,
        ),
    ]


def build(chosen):
    WORK.mkdir(parents=True, exist_ok=True)
    if not WAR.exists():
        sys.exit("bench: target/onward.war is missing; build it with: ./mvnw -q package -DskipTests")
    (WORK / "row.json").write_bytes(ROW)
    (WORK / "server").mkdir(exist_ok=True)
    with zipfile.ZipFile(WAR) as war:
        for name in war.namelist():
            if name.startswith("WEB-INF/server/") and name.endswith(".jar"):
                (WORK / "server" / Path(name).name).write_bytes(war.read(name))
    subprocess.run(["javac", "-d", WORK / "classes", BENCH / "Load.java"], check=True)
    if any(str(side.command[0]).startswith(str(PYTHON)) for side in chosen) and not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", PYTHON.parent], check=True)
        subprocess.run([PYTHON / "pip", "install", "-q", "-r", BENCH / "peers" / "requirements.txt"], check=True)


def fixed_answer():
    """The bare servlet answers what Onward does, so it needs an answer first."""
    answer = WORK / "answer.json"
    side = Side("answer", "", [*JAVA, "-jar", WAR, "--host", "127.0.0.1", "--port", 8700], 8700)
    try:
        side.start()
        answer.write_bytes(side.answer)
    finally:
        side.stop()


def warm_up(side, seconds, limit):
    """Sends requests until the rate has not risen by 3 % for three measurements, and keeps the time that took."""
    rates = []
    start = time.monotonic()
    while time.monotonic() - start < limit:
        rates.append(side.measure(seconds)["rate"])
        if len(rates) > 3 and max(rates[-3:]) < 1.03 * max(rates[:-3]):
            break
    plateau = max(rates)
    reached = next(i for i, rate in enumerate(rates) if rate >= 0.9 * plateau)
    side.warm_up = (reached + 1) * seconds
    print(f"{side.name}: warm after {time.monotonic() - start:.0f} s, rates {[round(r) for r in rates]}", flush=True)


def spread(values, digits=0):
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:,.{digits}f} ({low:,.{digits}f} to {high:,.{digits}f})"


def table(chosen, connections):
    base = next((side for side in chosen if side.name == "bare"), chosen[0])
    lines = [
        f"| one JSON row, {connections} connections | requests/s | / {base.name} | processor time, µs | p50, p99, ms"
        " | allocated, kB |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for side in chosen:
        ratios = [mine["rate"] / other["rate"] for mine, other in zip(side.rounds, base.rounds)]
        cells = [
            side.text,
            spread([r["rate"] for r in side.rounds]),
            spread(ratios, 2),
            spread([r["cpu"] for r in side.rounds]),
            ", ".join(f"{statistics.median(r[key] for r in side.rounds) / 1e3:.2f}" for key in ("p50", "p99")),
            "" if side.command[0] != "java" else spread([r["bytes"] / 1e3 for r in side.rounds], 1),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def write(text):
    page = ROOT / "docs" / "performance.md"
    start, end = "<!-- begin of bench/bench.py -->", "<!-- end of bench/bench.py -->"
    content = page.read_text()
    before, after = content[: content.index(start) + len(start)], content[content.index(end) :]
    page.write_text(f"{before}\n{text}\n{after}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sides", nargs="+", help="names of the sides; all by default")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=5, help="of each measurement")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--rate", type=float, default=0, help="requests per second of an open loop; 0 for a closed one")
    parser.add_argument("--warm-up", type=float, default=60, help="the most seconds for which a side is warmed up")
    parser.add_argument("--before", help="another WAR, measured beside this one")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    every = sides(JAVA, options.before)
    unknown = set(options.sides or []) - {side.name for side in every}
    if unknown:
        parser.error(f"unknown sides {sorted(unknown)}; there are {[side.name for side in every]}")
    chosen = [side for side in every if not options.sides or side.name in options.sides]
    build(chosen)
    fixed_answer()
    try:
        for side in chosen:
            side.start()
            side.connect(options.connections)
            warm_up(side, options.seconds, options.warm_up)
        for turn in range(options.rounds):
            first = turn % len(chosen)
            for side in chosen[first:] + chosen[:first]:
                side.rounds.append(side.measure(options.seconds, options.rate))
    finally:
        for side in chosen:
            side.stop()
    text = table(chosen, options.connections)
    print(text)
    for side in chosen:
        print(f"{side.name}: 90 % of its plateau within {side.warm_up:.0f} s of load")
    if options.write:
        write(text)
    (WORK / "rounds.json").write_text(json.dumps({side.name: side.rounds for side in chosen}))


if __name__ == "__main__":
    main()
