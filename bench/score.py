#!/usr/bin/env python3
"""Measures the command score beside Polars with ONNX Runtime: whole processes that read, predict and write a CSV file.

    ./mvnw -q package -DskipTests
    bench/score.py                   1,000 and 10 million rows, five rounds
    bench/score.py --rows 1000000    another number of rows

Both sides take turns, and each round begins with the other one. Before anything is measured, the files that they write
are compared: the same labels, and probabilities that differ by less than a millionth. Polars reads and writes with all
processors, and the runtime predicts with all of them. Needs a JDK, 3 GB of memory and of disk in target, and Python 3.9.
"""

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "target" / "bench-score"
WAR = ROOT / "target" / "onward.war"
MODEL = ROOT / "model.onnx"
PYTHON = WORK / "python" / "bin" / "python"
REQUIREMENTS = ["polars==2.1.0", "onnxruntime==1.28.0", "numpy==2.4.6"]

PEER = """
import sys
import numpy, onnxruntime, polars
model, source, target = sys.argv[1:]
rows = polars.read_csv(source)
session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
names = [node.name for node in session.get_inputs()]
columns = {name: rows[name].cast(polars.Float32).to_numpy().reshape(-1, 1) for name in names}
labels, probabilities = [], []
for at in range(0, len(rows), 65536):
    label, shares = session.run(None, {name: column[at : at + 65536] for name, column in columns.items()})
    labels.append(polars.Series(label.tolist(), dtype=polars.String))
    probabilities.append(shares)
shares = numpy.concatenate(probabilities)
rows.with_columns(
    polars.concat(labels).alias("label"),
    polars.Series("probability_0", shares[:, 0]),
    polars.Series("probability_1", shares[:, 1]),
).write_csv(target)
"""


def generate(count):
    """The banknotes again and again, with noise."""
    target = WORK / f"{count}.csv"
    if target.exists():
        return target
    notes = [line.split(",") for line in (ROOT / "data" / "banknote.csv").read_text().split()]
    names = notes[0][:4]
    numbers = [[float(cell) for cell in note[:4]] for note in notes[1:]]
    source = random.Random(1)
    with open(target, "w") as out:
        out.write(",".join(names) + "\n")
        for _ in range(count):
            note = source.choice(numbers)
            out.write(",".join(f"{value + source.gauss(0, 0.05):.4f}" for value in note) + "\n")
    return target


def run(command):
    """Runs a process, and returns its time and its processor time, in seconds, and its memory in MB."""
    start = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    if status:
        sys.exit(f"bench: {command[0]} ended with status {status}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def compare(ours, theirs):
    with open(ours) as one, open(theirs) as other:
        header, wanted = next(one).strip().split(","), next(other).strip().split(",")
        positions = [header.index(name) for name in wanted]
        count = 0
        for line, expected in zip(one, other):
            cells, others = line.strip().split(","), expected.strip().split(",")
            found = [cells[position] for position in positions]
            shares = [(float(a), float(b)) for a, b in zip(found[-2:], others[-2:])]
            if found[-3] != others[-3] or any(abs(a - b) > 1e-6 for a, b in shares):
                sys.exit(f"bench: the predictions differ: {line} and {expected}")
            count += 1
        if next(one, None) or next(other, None):
            sys.exit("bench: the files have different numbers of rows")
    return count


def spread(values, digits=2):
    return f"{statistics.median(values):,.{digits}f} ({min(values):,.{digits}f} to {max(values):,.{digits}f})"


def measure(count, rounds):
    source = generate(count)
    ours, theirs = WORK / "onward.csv", WORK / "polars.csv"
    sides = {
        "Onward": ["java", "-jar", WAR, "score", source, "--model", MODEL, "--out", ours],
        "Polars, ONNX Runtime": [PYTHON, "-c", PEER, MODEL, source, theirs],
    }
    for command in sides.values():
        run(command)
    print(f"{compare(ours, theirs):,} rows have the same predictions", flush=True)
    times = {name: [] for name in sides}
    for turn in range(rounds):
        for name in list(sides)[:: 1 if turn % 2 else -1]:
            times[name].append(run(sides[name]))
    ours.unlink()
    theirs.unlink()
    polars = times["Polars, ONNX Runtime"]
    for name, figures in times.items():
        ratios = [other[0] / mine[0] for mine, other in zip(figures, polars)]
        seconds, cpu, memory = zip(*figures)
        print(f"| {count:,} | {name} | {spread(seconds)} | {spread(ratios)} | {spread(cpu)} | {spread(memory, 0)} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if not WAR.exists():
        sys.exit("bench: target/onward.war is missing; build it with: ./mvnw -q package -DskipTests")
    WORK.mkdir(parents=True, exist_ok=True)
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", PYTHON.parent.parent], check=True)
        subprocess.run([PYTHON, "-m", "pip", "install", "-q", *REQUIREMENTS], check=True)
    print("| rows | | seconds | Polars / this | processor time, s | memory, MB |\n| --- | --- | --- | --- | --- | --- |")
    for count in options.rows:
        measure(count, options.rounds)


if __name__ == "__main__":
    main()
