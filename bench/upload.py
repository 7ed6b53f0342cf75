#!/usr/bin/env python3
"""Measures a CSV file over HTTP beside FastCSV, which only parses the same file in memory.

    ./mvnw -q package -DskipTests
    bench/upload.py

The client sends 2 million rows and then reads the predictions. It, the server and the disk for the predictions share
the processors; FastCSV has them for itself. A servlet on the same Jetty that only stores the file and sends it back shows
what the transfer takes. All take turns after a warm-up. Needs a JDK, Linux, and Python 3.9.
"""

import argparse
import http.client
import os
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import score

ROOT = score.ROOT
PORT = 8720
COPY_PORT = 8721


def upload(file, port):
    """Sends the file, reads the response, and returns its number of bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    with open(file, "rb") as body:
        connection.request(
            "POST", "/predict", body, {"Content-Type": "text/csv", "Content-Length": str(os.path.getsize(file))}
        )
        response = connection.getresponse()
        size = 0
        while part := response.read(1 << 20):
            size += len(part)
    connection.close()
    if response.status != 200:
        sys.exit(f"bench: expected the status 200, got {response.status}")
    return size


def wait(port):
    """Waits until a server listens."""
    end = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def seconds(file, port):
    start = time.monotonic()
    upload(file, port)
    return time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--warm-up", type=int, default=5, help="files that are sent before anything is measured")
    options = parser.parse_args()
    score.WORK.mkdir(parents=True, exist_ok=True)
    file = score.generate(options.rows)
    with zipfile.ZipFile(score.WAR) as war:
        name = next(entry for entry in war.namelist() if "/fastcsv-" in entry)
        (score.WORK / "fastcsv.jar").write_bytes(war.read(name))
        jars = score.WORK / "server"
        jars.mkdir(exist_ok=True)
        for entry in war.namelist():
            if entry.startswith("WEB-INF/server/") and entry.endswith(".jar"):
                (jars / Path(entry).name).write_bytes(war.read(entry))
    parse = subprocess.Popen(
        ["java", "-Xmx1g", "-cp", score.WORK / "fastcsv.jar", ROOT / "bench" / "Parse.java", file],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    server = subprocess.Popen(
        ["java", "-Xmx256m", "-jar", score.WAR, "--host", "127.0.0.1", "--port", str(PORT), "--access-log", "false"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    copy = subprocess.Popen(
        ["java", "-Xmx256m", "-cp", f"{jars}/*", ROOT / "bench" / "BareCopy.java", str(COPY_PORT)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        server.stdout.readline()
        wait(COPY_PORT)
        rates, copied, parsed = [], [], []
        for turn in range(-options.warm_up, options.rounds):
            parse.stdin.write("\n")
            parse.stdin.flush()
            alone = float(parse.stdout.readline())
            copy_rate = options.rows / seconds(file, COPY_PORT)
            rate = options.rows / seconds(file, PORT)
            if turn >= 0:
                rates.append(rate / 1e6)
                copied.append(copy_rate / 1e6)
                parsed.append(alone / 1e6)
        ratios = [mine / alone for mine, alone in zip(rates, parsed)]
        print(f"CSV over HTTP: {score.spread(rates)} million rows/s")
        print(f"stored and sent back: {score.spread(copied)} million rows/s")
        print(f"FastCSV's parsing alone: {score.spread(parsed)} million rows/s")
        print(f"ratio: {score.spread(ratios)}")
    finally:
        parse.kill()
        copy.terminate()
        server.terminate()
        server.wait(30)


if __name__ == "__main__":
    main()
