#!/usr/bin/env python3
"""Measures the resident memory of the image in a container of 256 MB: idle, and after 100,000 predictions.

    docker build -t onward .
    bench/memory.py                     the image onward, by docker, or by podman if there is no docker
    bench/memory.py --image NAME --tool podman
    bench/memory.py --war               target/onward.war by "java -jar" instead, without a container

The container is started several times. The resident memory of its process is what the kernel reports (VmRSS), five
seconds after the first and the last answer. A part of it is that of mapped files, which the kernel can drop. Needs a
JDK, Linux, Python 3.9 and, to read the memory of another user's process, root.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import bench

PORT = 8750
IDLE_SECONDS = 5


class Container:
    """The image, started with a limit of memory."""

    def __init__(self, tool, image, options):
        command = [tool, *(["--runtime", "runc"] if tool == "podman" else []), "run", "--detach", "--memory", "256m"]
        self.tool = tool
        self.id = output([*command, "--publish", f"127.0.0.1:{PORT}:8080", *options, image])
        self.pid = output([tool, "inspect", "--format", "{{.State.Pid}}", self.id])

    def stop(self):
        subprocess.run([self.tool, "rm", "--force", self.id], check=True, stdout=subprocess.DEVNULL)


class Process:
    """The WAR."""

    def __init__(self):
        command = ["java", "-jar", bench.WAR, "--host", "127.0.0.1", "--port", str(PORT)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.pid = self.process.pid

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def output(command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def resident(server):
    """The resident memory after a while without requests, and its part without files, in MB."""
    time.sleep(IDLE_SECONDS)
    lines = Path(f"/proc/{server.pid}/status").read_text().splitlines()
    sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 / 1e6 for line in lines if line.endswith("kB")}
    return sizes["VmRSS"], sizes["RssAnon"]


def await_answer(side):
    end = time.monotonic() + bench.START_SECONDS
    while True:
        try:
            return side.ask()
        except (OSError, urllib.error.URLError):
            if time.monotonic() > end:
                sys.exit("bench: the server did not start")
            time.sleep(0.1)


def measure(server, predictions):
    side = bench.Side("memory", "", [], PORT)
    try:
        await_answer(side)
        idle = resident(server)
        side.connect(16)
        sent = 0
        while sent < predictions:
            side.load.stdin.write("2 0\n")
            side.load.stdin.flush()
            rate, failed, *_ = map(float, side.load.stdout.readline().split())
            if failed:
                sys.exit(f"bench: {failed:.0f} requests were answered with another status than 200")
            sent += round(2 * rate)
        return idle, resident(server), sent
    finally:
        side.stop()
        server.stop()


def spread(values):
    return f"{statistics.median(values):.0f} ({min(values):.0f} to {max(values):.0f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--image", default="onward")
    parser.add_argument("--tool", default="docker" if shutil.which("docker") else "podman")
    parser.add_argument("--war", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--predictions", type=int, default=100_000)
    parser.add_argument("options", nargs="*", help="further options of run, behind --")
    options = parser.parse_args()
    bench.WORK.mkdir(parents=True, exist_ok=True)
    subprocess.run(["javac", "-d", bench.WORK / "classes", bench.BENCH / "Load.java"], check=True)
    rounds = []
    for _ in range(options.rounds):
        server = Process() if options.war else Container(options.tool, options.image, options.options)
        rounds.append(measure(server, options.predictions))
        idle, after, sent = rounds[-1]
        print(f"idle {idle[0]:.0f} MB, after {sent:,} predictions {after[0]:.0f} MB", flush=True)
    print("| | resident, MB | without files, MB |\n| --- | --- | --- |")
    for index, text in enumerate(("idle", f"after {options.predictions:,} predictions")):
        print(f"| {text} | {spread([r[index][0] for r in rounds])} | {spread([r[index][1] for r in rounds])} |")


if __name__ == "__main__":
    main()
