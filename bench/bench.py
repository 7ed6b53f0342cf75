#!/usr/bin/env python3
"""Measures one prediction over HTTP beside other servers on this machine.

    ./mvnw -q package -DskipTests
    bench/bench.py                      all sides of the first table
    bench/bench.py --sides bare onward  these sides only
    bench/bench.py --tables row batch   these tables: row, open, tensor, batch, forest, boosted
    bench/bench.py --write              puts the tables into docs/performance.md
    bench/bench.py --before old.war     another build of Onward beside this one

Builds and starts every side, warms each up until its rate no longer rises, and then measures them in turn, in rounds.
Each round begins with another side. The figures of a side are medians of the rounds, with the lowest and the highest.
A ratio is that of two sides in the same round, so that it holds although the machine's speed drifts. Before that, the
probabilities in the answer of each side are compared with those of its model. Nothing else should run on the machine.
Needs a JDK, Linux, Python 3.11 or 3.12, and cargo for the peer in Rust. The libraries of the peers are downloaded into
target.
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
# A banknote of which no model is certain, so that another row would have another answer.
VALUES = {"variance": 0.21431, "skewness": -0.69529, "curtosis": 0.87711, "entropy": 0.29653}
ROW = json.dumps(VALUES, separators=(",", ":")).encode()
BATCH = 1000
START_SECONDS = 90
TICKS = os.sysconf("SC_CLK_TCK")

JAVA = ["java", "-Xmx256m"]
PYTHON = WORK / "python" / "bin"
MLSERVER = WORK / "mlserver" / "bin"
MODELS = WORK / "models"
LIBRARY = WORK / "native" / "libonnxruntime.so"
GTHREAD = ["--workers", os.cpu_count(), "--worker-class", "gthread", "--threads", 8, "--keep-alive", 60]


class Request:
    """What is sent to a side, again and again."""

    def __init__(self, name, path, body, content_type="application/json", headers=None):
        self.path = path
        self.body = body
        self.file = WORK / f"{name}.body"
        self.type = content_type
        self.headers = headers or {}


def as_json(name, path, content):
    return Request(name, path, json.dumps(content).encode())


def floats(rows):
    """The columns of so many equal rows, one after the other."""
    return b"".join(array.array("f", [value] * rows).tobytes() for value in VALUES.values())


ONE_ROW = Request("row", "/predict", ROW)
MANY_ROWS = Request("rows", "/predict", b"[" + b",".join([ROW] * BATCH) + b"]")
POSITIONS = as_json("positions", "/predict", [list(VALUES.values())])
BYTES = Request("bytes", "/", floats(1), "application/octet-stream")
KSERVE_ROW = as_json("kserve", "/v1/models/logistic:predict", {"instances": [list(VALUES.values())]})
MLSERVER_ROW = as_json(
    "mlserver",
    "/v2/models/logistic/infer",
    {
        "inputs": [{"name": "row", "shape": [1, 4], "datatype": "FP32", "data": list(VALUES.values())}],
        "outputs": [{"name": "predict_proba"}],
    },
)


def tensors(rows):
    """The same rows for the Open Inference Protocol, as bytes, asking for the probabilities as bytes."""
    inputs = [
        {"name": name, "shape": [rows, 1], "datatype": "FP32", "parameters": {"binary_data_size": 4 * rows}}
        for name in VALUES
    ]
    outputs = [{"name": "probabilities", "parameters": {"binary_data": True}}]
    head = json.dumps({"inputs": inputs, "outputs": outputs}).encode()
    headers = {"Inference-Header-Content-Length": str(len(head))}
    path = "/v2/models/banknote/infer"
    return Request(f"tensors-{rows}", path, head + floats(rows), "application/octet-stream", headers)


def probabilities(content_type, answer):
    """Those of the last row of an answer, which are at its end if it consists of bytes."""
    if content_type == "application/octet-stream":
        return list(array.array("f", answer[-8:]))
    found = re.findall(r'"(?:probabilities|predictions|data)":\s*([\[{][^\]}]*)', answer.decode())
    return [float(number) for number in re.findall(r"[:\[,]\s*([\d.]+(?:[eE][-+]?\d+)?)", found[-1])] if found else []


class Side:
    """A server: how it is started, and what is measured of it."""

    def __init__(self, name, text, command, port, request=ONE_ROW, environment=None, model="banknote"):
        self.name = name
        self.text = text
        self.command = command
        self.port = port
        self.request = request
        self.environment = environment or {}
        self.model = model
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
            answer = response.read()
            self.probabilities = probabilities(response.headers["Content-Type"], answer)
            return answer

    def check(self, answers):
        expected = answers[self.model]
        found = self.probabilities
        if len(found) != 2 or any(abs(a - b) > 1e-4 * b for a, b in zip(found, expected)):
            sys.exit(f"bench: {self.name} answered with the probabilities {found}, expected {expected}")

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
    """Sides that are measured in turn. The first one that is not an older Onward is what the others are compared with.

    The bars are the figures that are aimed at: of which side, which figure, in relation to which side, and the limit.
    """

    def __init__(self, title, sides, bars=(), rate=0.0):
        self.title = title
        self.sides = sides
        self.base = next(side for side in sides if not side.name.startswith("before"))
        self.bars = bars
        self.rate = rate


def tables(java, before, rate):
    """All tables, by their names."""
    jars = WORK / "server"
    bare = [*java, "-cp", f"{jars}/*", BENCH / "Bare.java"]
    run = [*java, "-cp", f"{jars}/*", BENCH / "BareRun.java"]
    war = [*java, "-jar", WAR, "--host", "127.0.0.1"]
    model = ROOT / "model.onnx"
    quiet = ["--access-log", "false"]
    one, many = tensors(1), tensors(BATCH)
    result = {
        "row": Table(
            "one JSON row",
            sides(java, before),
            [
                ("onward-quiet", "rate", "bare", "≥ 0.85"),
                ("onward-quiet", "rate", "rust", "≥ 0.7"),
                ("onward-quiet", "rate", "javalin", "≥ 1.7"),
                ("onward-quiet", "rate", "fastapi", "≥ 4"),
                ("onward-quiet", "rate", "logistic", "≥ 8"),
                ("onward-quiet", "rate", "forest", "≥ 90"),
                ("onward-quiet", "rate", "mlserver", "≥ 25"),
                ("onward-quiet", "rate", "kserve", "≥ 25"),
                ("onward", "rate", "onward-quiet", "≥ 0.93"),
            ],
        ),
        "open": Table(
            f"one JSON row, {rate:,.0f} requests/s",
            [
                Side("bare", "bare", [*bare, 8741, WORK / "answer.json"], 8741),
                Side("run", "bare, and the model run", [*run, 8744, model, "probabilities", 1], 8744, one),
                Side("onward", "Onward", [*war, "--port", 8742], 8742),
                Side("onward-quiet", "Onward, without its access log", [*war, "--port", 8743, *quiet], 8743),
            ],
            [("onward", "p99", "bare", "≤ 1.2"), ("onward-quiet", "p99", "bare", "≤ 1.2")],
            rate,
        ),
        "tensor": Table(
            "one row as bytes, Open Inference Protocol",
            [
                Side("run", "bare, and the model run", [*run, 8711, model, "probabilities", 1], 8711, one),
                Side("onward", "Onward", [*war, "--port", 8712], 8712, one),
                Side("onward-quiet", "Onward, without its access log", [*war, "--port", 8713, *quiet], 8713, one),
            ],
            [("onward", "cpu", "run", "≤ 2"), ("onward-quiet", "cpu", "run", "≤ 2")],
        ),
        "batch": Table(
            f"{BATCH} rows",
            [
                Side(
                    "run",
                    "bare, and the model run, rows as bytes",
                    [*run, 8721, model, "probabilities", BATCH],
                    8721,
                    many,
                ),
                Side("onward", "Onward, rows as bytes (Open Inference Protocol)", [*war, "--port", 8722], 8722, many),
                Side("onward-json", "Onward, rows as JSON", [*war, "--port", 8723], 8723, MANY_ROWS),
            ],
            [("onward", "cpu", "run", "≤ 1.2"), ("onward-json", "cpu", "onward", "≤ 1.6")],
        ),
    }
    for name, title in (("forest", "a forest of 100 trees"), ("boosted", "500 boosted trees")):
        onnx = MODELS / f"{name}.onnx"
        own = [*war, "--model", onnx, "--port"]
        without = "Onward, without its access log"
        result[name] = Table(
            f"{title}, one JSON row",
            [
                Side(
                    "run",
                    "bare, and the model run, row as bytes",
                    [*run, 8731, onnx, "probabilities", 1],
                    8731,
                    BYTES,
                    model=name,
                ),
                Side("onward", "Onward", [*own, 8732], 8732, POSITIONS, model=name),
                Side("onward-quiet", without, [*own, 8733, *quiet], 8733, POSITIONS, model=name),
            ],
            [("onward", "cpu", "run", "≤ 25 µs more"), ("onward-quiet", "cpu", "run", "≤ 25 µs more")],
        )
    return result


def sides(java, before):
    jars = WORK / "server"
    bare = [*java, "-cp", f"{jars}/*", BENCH / "Bare.java"]
    war = [*java, "-jar", WAR, "--host", "127.0.0.1", "--port"]
    javalin = [*java, "-cp", f"{WORK / 'javalin'}/*", BENCH / "peers" / "javalin" / "Peer.java"]
    gunicorn = [PYTHON / "gunicorn", "--chdir", BENCH / "peers", *GTHREAD, "--bind"]
    model = {"MODEL": str(ROOT / "model.onnx")}
    logistic = str(MODELS / "logistic.pkl")
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
            "rust",
            "Rust, axum, ONNX Runtime",
            [WORK / "rust" / "release" / "peer", 8709, ROOT / "model.onnx"],
            8709,
            environment={"ORT_DYLIB_PATH": str(LIBRARY)},
        ),
        Side(
            "javalin",
            "Javalin, DJL, ONNX Runtime",
            [*javalin, 8710, ROOT / "model.onnx"],
            8710,
            environment={"OPT_OUT_TRACKING": "true"},
        ),
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
            [*gunicorn, "127.0.0.1:8706", "flask_app:app"],
            8706,
            environment=model,
        ),
        Side(
            "logistic",
            "Flask, a logistic regression of scikit-learn (gunicorn, a worker for each processor)",
            [*gunicorn, "127.0.0.1:8711", "sklearn_app:app"],
            8711,
            environment={"MODEL": logistic},
            model="logistic",
        ),
        Side(
            "forest",
            "Flask, a forest of scikit-learn, 100 trees (gunicorn, a worker for each processor)",
            [*gunicorn, "127.0.0.1:8712", "sklearn_app:app"],
            8712,
            environment={"MODEL": str(MODELS / "forest.pkl")},
            model="forest",
        ),
        Side(
            "mlserver",
            "MLServer, the logistic regression (in one process, which is faster here)",
            [MLSERVER / "mlserver", "start", BENCH / "peers"],
            8713,
            MLSERVER_ROW,
            {
                "MLSERVER_DEBUG": "false",
                "MLSERVER_PARALLEL_WORKERS": "0",
                "MLSERVER_HOST": "127.0.0.1",
                "MLSERVER_HTTP_PORT": "8713",
                "MLSERVER_GRPC_PORT": "8714",
                "MLSERVER_METRICS_PORT": "8715",
                "MLSERVER_MODEL_NAME": "logistic",
                "MLSERVER_MODEL_IMPLEMENTATION": "mlserver_sklearn.SKLearnModel",
                "MLSERVER_MODEL_URI": logistic,
            },
            "logistic",
        ),
        Side(
            "kserve",
            "KServe, the logistic regression (a worker for each processor)",
            [PYTHON / "python", BENCH / "peers" / "kserve_server.py", "--http_port", 8716, "--enable_grpc", "false"]
            + ["--workers", os.cpu_count()],
            8716,
            KSERVE_ROW,
            {"MODEL": logistic, "PYTHONWARNINGS": "ignore"},
            "logistic",
        ),
    ]


def build(chosen):
    WORK.mkdir(parents=True, exist_ok=True)
    if not WAR.exists():
        sys.exit("bench: target/onward.war is missing; build it with: ./mvnw -q package -DskipTests")
    (WORK / "server").mkdir(exist_ok=True)
    with zipfile.ZipFile(WAR) as war:
        for name in war.namelist():
            is_runtime = name.startswith("WEB-INF/lib/onnxruntime")
            if is_runtime or (name.startswith("WEB-INF/server/") and name.endswith(".jar")):
                (WORK / "server" / Path(name).name).write_bytes(war.read(name))
            if is_runtime:
                with zipfile.ZipFile(war.open(name)) as runtime:
                    LIBRARY.parent.mkdir(exist_ok=True)
                    LIBRARY.write_bytes(runtime.read("ai/onnxruntime/native/linux-x64/libonnxruntime.so"))
    subprocess.run(["javac", "-d", WORK / "classes", BENCH / "Load.java"], check=True)
    if any(side.model != "banknote" for side in chosen) and not (MODELS / "answers.json").exists():
        install("training", BENCH / "models.txt")
        row = json.dumps(list(VALUES.values()))
        subprocess.run([WORK / "training" / "bin" / "python", BENCH / "models.py", MODELS, row], check=True)
    peers = BENCH / "peers"
    programs = {side.command[0] for side in chosen}
    if any(str(program).startswith(str(PYTHON)) for program in programs):
        install("python", peers / "requirements.txt")
    names = {side.name for side in chosen}
    if "mlserver" in names:
        install("mlserver", peers / "mlserver.txt")
    if "rust" in names:
        cargo = ["cargo", "build", "--quiet", "--release", "--locked", "--target-dir", WORK / "rust"]
        subprocess.run([*cargo, "--manifest-path", peers / "rust" / "Cargo.toml"], check=True)
    if "javalin" in names:
        maven = [ROOT / "mvnw", "-q", "-f", peers / "javalin" / "pom.xml", "dependency:copy-dependencies"]
        subprocess.run([*maven, f"-DoutputDirectory={WORK / 'javalin'}"], check=True)


def install(name, requirements):
    """Makes an environment of Python with these packages."""
    venv = WORK / name
    if not venv.exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    subprocess.run([venv / "bin" / "pip", "install", "-q", "-r", requirements], check=True)


def expected_answers():
    """The probabilities of the row by each model. The bare servlet answers what Onward does, so it needs an answer."""
    side = Side("answer", "", [*JAVA, "-jar", WAR, "--host", "127.0.0.1", "--port", 8700], 8700)
    try:
        side.start()
        (WORK / "answer.json").write_bytes(side.answer)
    finally:
        side.stop()
    trained = MODELS / "answers.json"
    return {"banknote": side.probabilities, **(json.loads(trained.read_text()) if trained.exists() else {})}


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
    return "\n".join(lines + bars(table))


def bars(table):
    measured = {side.name: side for side in table.sides}
    figures = {"rate": "requests/s", "cpu": "processor time", "p99": "p99"}
    lines = []
    for mine, figure, other, bar in table.bars:
        if mine in measured and other in measured:
            pairs = [(a[figure], b[figure]) for a, b in zip(measured[mine].rounds, measured[other].rounds)]
            if bar.endswith("more"):
                value = spread([a - b for a, b in pairs])
            else:
                value = spread([a / b for a, b in pairs], 2)
            lines.append(f"| {figures[figure]}, {mine} / {other} | {value} | {bar} |")
    return ["", "| compared | measured | bar |", "| --- | --- | --- |", *lines] if lines else []


def write(text):
    page = ROOT / "docs" / "performance.md"
    start, end = "<!-- begin of bench/bench.py -->", "<!-- end of bench/bench.py -->"
    content = page.read_text()
    before, after = content[: content.index(start) + len(start)], content[content.index(end) :]
    page.write_text(f"{before}\n{text}\n{after}")


def main():
    names = ["row", "open", "tensor", "batch", "forest", "boosted"]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sides", nargs="+", help="names of the sides of the table of rows; all by default")
    parser.add_argument("--tables", nargs="+", default=["row"], choices=names)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=5, help="of each measurement")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1500, help="requests per second in the table open")
    parser.add_argument("--warm-up", type=float, default=60, help="the most seconds for which a side is warmed up")
    parser.add_argument("--before", help="another WAR, measured beside this one")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    every = tables(JAVA, options.before, options.rate)
    if options.sides:
        row = every["row"]
        unknown = set(options.sides) - {side.name for side in row.sides}
        if unknown:
            parser.error(f"unknown sides {sorted(unknown)}; there are {[side.name for side in row.sides]}")
        chosen = [side for side in row.sides if side.name in options.sides]
        every["row"] = Table(row.title, chosen, row.bars)
    chosen = [every[name] for name in options.tables]
    build([side for table in chosen for side in table.sides])
    answers = expected_answers()
    texts = []
    for name, table in zip(options.tables, chosen):
        measure(table, answers, options)
        (WORK / f"rounds-{name}.json").write_text(json.dumps({side.name: side.rounds for side in table.sides}))
        texts.append(markdown(table, options.connections))
        print(texts[-1])
        for side in table.sides:
            print(f"{side.name}: 90 % of its plateau within {side.warm_up:.0f} s of load")
    if options.write:
        write("\n\n".join(texts))


def measure(table, answers, options):
    # Otherwise, the servers would outlive a measurement that is ended from outside.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit("bench: ended"))
    try:
        for side in table.sides:
            side.start()
            side.check(answers)
            side.connect(options.connections)
            warm_up(side, options.seconds, options.warm_up)
        for turn in range(options.rounds):
            first = turn % len(table.sides)
            for side in table.sides[first:] + table.sides[:first]:
                side.rounds.append(side.measure(options.seconds, table.rate))
    finally:
        for side in table.sides:
            side.stop()


if __name__ == "__main__":
    main()
