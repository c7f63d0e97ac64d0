"""Starts the exporters that are measured beside each other: calcmon between two runs, and its peers."""
import contextlib
import http.client
import os
import shutil
import socket
import statistics
import tempfile
import time
from pathlib import Path

import measured_process as mp

ONE_MIX = """
canaries: {every: 1h}
mixes:
  - name: mixed
    kind: mixed
    runtimes: [swift]
    strategies: [hybrid]
    items: 500
    io: {kind: timer, time: 3ms}
    cpu: {time: 1ms}
"""
ALL_MIXES = "canaries: {every: 1h}\n"
# The plugins that Debian's own configuration loads and that need nothing else on the host.
COLLECTD = """
BaseDir "{directory}"
PIDFile "{directory}/collectd.pid"
TypesDB "/usr/share/collectd/types.db"
Interval 10
LoadPlugin contextswitch
LoadPlugin cpu
LoadPlugin df
LoadPlugin disk
LoadPlugin interface
LoadPlugin load
LoadPlugin memory
LoadPlugin processes
LoadPlugin vmem
LoadPlugin write_prometheus
<Plugin write_prometheus>
  Host "127.0.0.1"
  Port "{port}"
</Plugin>
"""


def find(program, package):
    """The absolute path of a program; ends with status 2 where it is missing."""
    path = shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin")
    if path is None:
        mp.give_up(f"no {program} in PATH: it is in the Debian package {package}", 2)
    return path


@contextlib.contextmanager
def resting_calcmon(binary, timeout, all_mixes=False):
    """An agent whose first round has ended, and whose next one is an hour away."""
    with tempfile.TemporaryDirectory(prefix="calcmon-benchmark-") as directory:
        configuration = Path(directory, "calcmon.yml")
        configuration.write_text(ALL_MIXES if all_mixes else ONE_MIX)
        command = [binary, "agent", "--web.listen-address", "127.0.0.1:0", "--config.file", str(configuration),
                   "--storage.path", os.path.join(directory, "calcmon.db")]
        with mp.started("calcmon", command, r"metrics http://127\.0\.0\.1:(\d+)/metrics") as process:
            process.wait_for_address()
            wait_for_rest(process, timeout)
            yield process


def wait_for_rest(agent, timeout):
    """Returns once every mix has had its runs and no child of the agent has lived for two seconds."""
    deadline, quiet = time.monotonic() + timeout, 0
    while quiet < 2:
        runs = mp.ask_runs(agent)
        quiet = quiet + 1 if runs.variants_ended() and not mp.has_children(agent.pid) else 0
        if time.monotonic() > deadline:
            raise mp.Unmeasurable(f"the first round did not end within {timeout:g} s")
        time.sleep(1)


@contextlib.contextmanager
def collectd(binary, timeout=60):
    """Debian's collectd with write_prometheus, once it has measured everything twice."""
    with tempfile.TemporaryDirectory(prefix="calcmon-benchmark-") as directory:
        port = free_port()
        configuration = Path(directory, "collectd.conf")
        configuration.write_text(COLLECTD.format(directory=directory, port=port))
        with mp.started("collectd", [binary, "-f", "-C", str(configuration)], r"^(?!)") as process:
            process.port = port
            deadline = time.monotonic() + timeout
            seen = -1
            # Counters that are shown as rates appear with their second reading.
            while seen < 50 or series_in(mp.get(port, "/metrics")[1]) != seen:
                if mp.has_ended(process.pid) or time.monotonic() > deadline:
                    raise mp.Unmeasurable(f"collectd does not answer; it said: {''.join(process.last_lines).strip()}")
                seen = series_in(mp.get(port, "/metrics")[1])
                time.sleep(11 if seen > 0 else 0.2)
            yield process


@contextlib.contextmanager
def python_exporter(python, metrics):
    """An exporter by prometheus_client with the series that these metrics have."""
    with tempfile.NamedTemporaryFile() as given:
        given.write(metrics)
        given.flush()
        # Otherwise it would have a series more for each counter and histogram.
        command = ["sh", "-c", 'exec env PROMETHEUS_DISABLE_CREATED_SERIES=True "$0" "$1" < "$2"', python,
                   str(Path(__file__).with_name("python_exporter.py")), given.name]
        with mp.started("prometheus_client", command, r"listening on 127\.0\.0\.1:(\d+)") as process:
            process.wait_for_address()
            yield process


def paced(target, headers, count, pause=0.02):
    """Scrapes over one connection, if the exporter keeps it, with pauses in which everything falls asleep. Times in seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=10)
    times = []
    before = mp.cpu_clock(target.pid)
    with contextlib.closing(connection):
        for _ in range(count):
            time.sleep(pause)
            began = time.perf_counter()
            try:
                connection.request("GET", "/metrics", headers=headers)
                connection.getresponse().read()
            except (OSError, http.client.HTTPException) as problem:
                raise mp.Unmeasurable(f"scraping {target.name} failed: {problem!r}") from problem
            times.append(time.perf_counter() - began)
    cpu = mp.cpu_clock(target.pid) - before
    percentiles = statistics.quantiles(times, n=100, method="inclusive")
    return {"cpu": cpu / count, "p50": percentiles[49], "p99": percentiles[98], "errors": 0, "a_second": None}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def series_in(body):
    """How many samples a body in the text format has."""
    return sum(1 for line in body.splitlines() if line and not line.startswith(b"#"))


def print_markdown(rows):
    print("| " + " | ".join(rows[0]) + " |\n|" + "---|" * len(rows[0]))
    for row in rows[1:]:
        print("| " + " | ".join(row) + " |")
    print()
