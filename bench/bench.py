#!/usr/bin/env python3
"""Measures one prediction over HTTP beside other servers on this machine.

    ./mvnw -q package -DskipTests
    bench/bench.py                      all sides of the first table
    bench/bench.py --sides bare onward  these sides only
    bench/bench.py --tables row batch   these tables: row, tensor, batch, forest, boosted
    bench/bench.py --write              puts the tables into docs/performance.md
    bench/bench.py --before old.war     another build of Onward beside this one

Builds and starts every side, warms each up until its rate no longer rises, and then measures them in turn, in rounds.
Each round begins with another side. The figures of a side are medians of the rounds, with the lowest and the highest.
A ratio is that of two sides in the same round, so that it holds although the machine's speed drifts. Nothing else
should run on the machine. Needs a JDK, Linux, and Python 3.9; the peers in Python are installed by pip into target.
"""

import argparse
import array
import json
import math
import os
import re
import signal
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
BATCH = 1000
START_SECONDS = 90
TICKS = os.sysconf("SC_CLK_TCK")

JAVA = ["java", "-Xmx256m"]
PYTHON = WORK / "python" / "bin"


class Request:
    """What is sent to a side, again and again."""

    def __init__(self, name, path, body, json_length=None):
        self.path = path
        self.body = body
        self.file = WORK / f"{name}.body"
        self.type = "application/json" if json_length is None else "application/octet-stream"
        self.headers = {} if json_length is None else {"Inference-Header-Content-Length": str(json_length)}


ONE_ROW = Request("row", "/predict", ROW)
MANY_ROWS = Request("rows", "/predict", b"[" + b",".join([ROW] * BATCH) + b"]")


def tensors(rows):
    """The same rows for the Open Inference Protocol, as bytes, asking for the probabilities as bytes."""
    values = json.loads(ROW)
    inputs = [
        {"name": name, "shape": [rows, 1], "datatype": "FP32", "parameters": {"binary_data_size": 4 * rows}}
        for name in values
    ]
    outputs = [{"name": "probabilities", "parameters": {"binary_data": True}}]
    head = json.dumps({"inputs": inputs, "outputs": outputs}).encode()
    data = b"".join(array.array("f", [value] * rows).tobytes() for value in values.values())
    return Request(f"tensors-{rows}", "/v2/models/banknote/infer", head + data, len(head))


class Side:
    """A server: how it is started, and what is measured of it."""

    def __init__(self, name, text, command, port, request=ONE_ROW, environment=None):
        self.name = name
        self.text = text
        self.command = command
        self.port = port
        self.request = request
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
            f"http://127.0.0.1:{self.port}{self.request.path}",
            self.request.body,
            {"Content-Type": self.request.type, **self.request.headers},
        )
        with urllib.request.urlopen(request, timeout=5) as response:
            return response.read()

    def connect(self, connections):
        self.request.file.write_bytes(self.request.body)
        self.load = subprocess.Popen(
            ["java", "-XX:+UseSerialGC", "-Xmx64m", "-cp", str(WORK / "classes"), "Load", str(self.port)]
            + [self.request.path, str(self.request.file), self.request.type, str(connections)]
            + [f"{name}: {value}" for name, value in self.request.headers.items()],
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


class Table:
    """Sides that are measured in turn. The first one that is not an older Onward is what the others are compared with."""

    def __init__(self, title, sides):
        self.title = title
        self.sides = sides
        self.base = next(side for side in sides if not side.name.startswith("before"))


def tables(java, before):
    """All tables, by their names."""
    jars = WORK / "server"
    bare = [*java, "-cp", f"{jars}/*", BENCH / "Bare.java"]
    run = [*java, "-cp", f"{jars}/*", BENCH / "BareRun.java"]
    war = [*java, "-jar", WAR, "--host", "127.0.0.1"]
    one, many = tensors(1), tensors(BATCH)
    result = {
        "row": Table("one JSON row", sides(java, before)),
        "tensor": Table(
            "one row as bytes, Open Inference Protocol",
            [
                Side("run", "bare, and the model run", [*run, 8711, ROOT / "model.onnx", "probabilities", 1], 8711, one),
                Side("onward", "Onward", [*war, "--port", 8712], 8712, one),
            ],
        ),
        "batch": Table(
            f"{BATCH} rows",
            [
                Side(
                    "run",
                    "bare, and the model run, rows as bytes",
                    [*run, 8721, ROOT / "model.onnx", "probabilities", BATCH],
                    8721,
                    many,
                ),
                Side("onward", "Onward, rows as bytes (Open Inference Protocol)", [*war, "--port", 8722], 8722, many),
                Side("onward-json", "Onward, rows as JSON", [*war, "--port", 8723], 8723, MANY_ROWS),
            ],
        ),
    }
    for name, title in (("forest", "a forest of 100 trees"), ("boosted", "500 boosted trees")):
        model = WORK / "models" / f"{name}.onnx"
        row = Request(name, "/predict", json.dumps([[3.6216, 8.6661, -2.8073, -0.44699]]).encode())
        result[name] = Table(
            f"{title}, one JSON row",
            [
                Side("run", "bare, and the model run", [*run, 8731, model, "probabilities", 1], 8731, row),
                Side("onward", "Onward", [*war, "--port", 8732, "--model", model], 8732, row),
            ],
        )
    return result


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


def build(chosen, trees):
    WORK.mkdir(parents=True, exist_ok=True)
    if not WAR.exists():
        sys.exit("bench: target/onward.war is missing; build it with: ./mvnw -q package -DskipTests")
    (WORK / "server").mkdir(exist_ok=True)
    with zipfile.ZipFile(WAR) as war:
        for name in war.namelist():
            is_server = name.startswith("WEB-INF/server/") and name.endswith(".jar")
            if is_server or name.startswith("WEB-INF/lib/onnxruntime"):
                (WORK / "server" / Path(name).name).write_bytes(war.read(name))
    subprocess.run(["javac", "-d", WORK / "classes", BENCH / "Load.java"], check=True)
    if trees and not (WORK / "models").exists():
        make_models()
    if any(str(side.command[0]).startswith(str(PYTHON)) for side in chosen) and not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", PYTHON.parent], check=True)
        subprocess.run([PYTHON / "pip", "install", "-q", "-r", BENCH / "peers" / "requirements.txt"], check=True)


def make_models():
    venv = WORK / "training"
    if not venv.exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin" / "pip", "install", "-q", "-r", BENCH / "models.txt"], check=True)
    subprocess.run([venv / "bin" / "python", BENCH / "models.py", WORK / "models"], check=True)


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


def markdown(table, connections):
    base = table.base
    lines = [
        f"| {table.title}, {connections} connections | requests/s | / {base.name} | processor time, µs | / {base.name}"
        " | p50, p99, ms | allocated, kB |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for side in table.sides:
        pairs = list(zip(side.rounds, base.rounds))
        cells = [
            side.text,
            spread([r["rate"] for r in side.rounds]),
            spread([mine["rate"] / other["rate"] for mine, other in pairs], 2),
            spread([r["cpu"] for r in side.rounds]),
            spread([mine["cpu"] / other["cpu"] for mine, other in pairs], 2),
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
    parser.add_argument("--sides", nargs="+", help="names of the sides of the table of rows; all by default")
    parser.add_argument("--tables", nargs="+", default=["row"], choices=["row", "tensor", "batch", "forest", "boosted"])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=5, help="of each measurement")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--rate", type=float, default=0, help="requests per second of an open loop; 0 for a closed one")
    parser.add_argument("--warm-up", type=float, default=60, help="the most seconds for which a side is warmed up")
    parser.add_argument("--before", help="another WAR, measured beside this one")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    every = tables(JAVA, options.before)
    if options.sides:
        row = every["row"].sides
        unknown = set(options.sides) - {side.name for side in row}
        if unknown:
            parser.error(f"unknown sides {sorted(unknown)}; there are {[side.name for side in row]}")
        every["row"] = Table(every["row"].title, [side for side in row if side.name in options.sides])
    chosen = [every[name] for name in options.tables]
    build([side for table in chosen for side in table.sides], {"forest", "boosted"} & set(options.tables))
    fixed_answer()
    texts = []
    for table in chosen:
        measure(table, options)
        texts.append(markdown(table, options.connections))
        print(texts[-1])
        for side in table.sides:
            print(f"{side.name}: 90 % of its plateau within {side.warm_up:.0f} s of load")
    if options.write:
        write("\n\n".join(texts))


def measure(table, options):
    # Otherwise, the servers would outlive a measurement that is ended from outside.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit("bench: ended"))
    try:
        for side in table.sides:
            side.start()
            side.connect(options.connections)
            warm_up(side, options.seconds, options.warm_up)
        for turn in range(options.rounds):
            first = turn % len(table.sides)
            for side in table.sides[first:] + table.sides[:first]:
                side.rounds.append(side.measure(options.seconds, options.rate))
    finally:
        for side in table.sides:
            side.stop()
    (WORK / "rounds.json").write_text(json.dumps({side.name: side.rounds for side in table.sides}))


if __name__ == "__main__":
    main()
