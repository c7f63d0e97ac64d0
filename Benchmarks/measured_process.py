"""Starts the processes that a benchmark measures, asks them over HTTP, reads what they cost, and ends them.

Everything listens on 127.0.0.1 at a port the kernel chose. Times are seconds of the monotonic clock.
Linux only: costs come from /proc and from the CPU clock of the process.
"""
import argparse
import contextlib
import datetime
import http.client
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
NODE_EXPORTER = "prometheus-node-exporter"
TICK = os.sysconf("SC_CLK_TCK")
LABELLED = re.compile(rb'^([a-z_:]+)\{([^}]*)\} (\S+)', re.MULTILINE)
# What Prometheus 2 sends with a scrape.
SCRAPE_HEADERS = {
    "Accept": "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
              "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
    "Accept-Encoding": "gzip",
}


class Unmeasurable(Exception):
    """The measurement could not be made; the message says why."""


# Options and the two binaries

def options(description):
    """An argument parser with what every benchmark takes."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, metavar="PATH", default=REPOSITORY / ".build/release/calcmon",
                        help="the calcmon to measure (default: .build/release/calcmon of this repository)")
    parser.add_argument("--timeout", type=positive, default=180, metavar="SECONDS",
                        help="how long to wait for the agent's first round of runs (default: 180)")
    return parser


def positive(text):
    """A number above zero, for argparse."""
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError("must be above zero")
    return value


def find_binaries(calcmon):
    """The absolute paths of calcmon and the node exporter; ends with status 2 where one is missing."""
    if not (calcmon.is_file() and os.access(calcmon, os.X_OK)):
        give_up(f"no calcmon at {calcmon}: build it with `swift build -c release`, or name one with --binary", 2)
    node = shutil.which(NODE_EXPORTER)
    if node is None:
        give_up(f"no {NODE_EXPORTER} in PATH: it is in the Debian package prometheus-node-exporter", 2)
    return str(calcmon.resolve()), node


def give_up(message, status):
    print(f"{Path(sys.argv[0]).name}: {message}", file=sys.stderr)
    sys.exit(status)


def run_benchmark(main):
    """Calls main; Ctrl-C and SIGTERM unwind it, so that what it started is ended and removed."""
    def interrupted(number, frame):
        raise KeyboardInterrupt
    signal.signal(signal.SIGTERM, interrupted)
    signal.signal(signal.SIGHUP, interrupted)
    try:
        main()
    except KeyboardInterrupt:
        give_up("interrupted", 130)
    except Unmeasurable as problem:
        give_up(str(problem), 1)


# Starting and ending

@dataclass
class Ending:
    """How a process ended."""
    seconds: float
    status: str
    cpu_seconds: float  # its own and that of the children it waited for, over its whole life
    left_behind: int    # processes of its session that outlived it


@dataclass
class Process:
    """A started process, in a session of its own."""
    name: str
    child: subprocess.Popen
    started: float
    address: re.Pattern
    port: int = 0
    announced: float = 0.0
    last_lines: list = field(default_factory=list)
    heard: threading.Event = field(default_factory=threading.Event)

    @property
    def pid(self):
        return self.child.pid

    def listen(self):
        """Reads the output line by line, and notes the address and when it came."""
        for line in self.child.stdout:
            now = time.monotonic()
            found = self.address.search(line)
            if found and not self.port:
                self.port, self.announced = int(found[1]), now
                self.heard.set()
            self.last_lines = self.last_lines[-9:] + [line]
        self.heard.set()

    def wait_for_address(self, seconds=30):
        self.heard.wait(seconds)
        if not self.port:
            how = "ended" if has_ended(self.pid) else f"named no address within {seconds} s"
            raise Unmeasurable(f"{self.name} {how}; it said: {''.join(self.last_lines).strip() or 'nothing'}")

    def end(self, patience=30):
        """SIGTERM, and SIGKILL after `patience` seconds; also ends what the process left behind."""
        began = time.monotonic()
        os.kill(self.pid, signal.SIGTERM)  # not through Popen, which would reap it
        while not has_ended(self.pid):
            if time.monotonic() - began > patience:
                os.kill(self.pid, signal.SIGKILL)
            time.sleep(0.001)
        seconds = time.monotonic() - began
        orphans = [pid for pid in session_of(self.pid) if pid != self.pid]
        for pid in orphans:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        _, status, usage = os.wait4(self.pid, 0)
        self.child.returncode = os.waitstatus_to_exitcode(status)
        return Ending(seconds, status_text(self.child.returncode), usage.ru_utime + usage.ru_stime, len(orphans))


def has_ended(pid):
    """Whether our child ended. It stays a zombie, so that its session number is not given to another."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None


def status_text(code):
    return str(code) if code >= 0 else signal.Signals(-code).name


@contextlib.contextmanager
def started(name, command, address):
    """Runs the command; at the end of the `with` block the process is ended, if it was not already."""
    began = time.monotonic()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             text=True, errors="replace", start_new_session=True)
    process = Process(name, child, began, re.compile(address))
    threading.Thread(target=process.listen, daemon=True).start()
    try:
        yield process
    finally:
        if child.returncode is None:
            process.end(patience=10)


@contextlib.contextmanager
def calcmon_agent(binary):
    """A `calcmon agent` with a new database in a temporary directory."""
    with tempfile.TemporaryDirectory(prefix="calcmon-benchmark-") as directory:
        command = [binary, "agent", "--web.listen-address", "127.0.0.1:0",
                   "--storage.path", os.path.join(directory, "calcmon.db")]
        with started("calcmon agent", command, r"metrics http://127\.0\.0\.1:(\d+)/metrics") as process:
            yield process


def node_exporter(binary):
    """Debian's node exporter with its default collectors."""
    return started(NODE_EXPORTER, [binary, "--web.listen-address=127.0.0.1:0"],
                   r'msg="Listening on" address=127\.0\.0\.1:(\d+)')


# HTTP

def get(port, path, timeout=10):
    """(status, body) over a new connection; status 0 where nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()


class Scraper:
    """Scrapes one target as Prometheus does: one connection kept open, gzip and OpenMetrics asked for."""

    def __init__(self, process):
        self.name = process.name
        self.connection = http.client.HTTPConnection("127.0.0.1", process.port, timeout=10)
        self.sizes = []

    def scrape(self):
        try:
            self.connection.request("GET", "/metrics", headers=SCRAPE_HEADERS)
            answer = self.connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as problem:
            raise Unmeasurable(f"scraping {self.name} failed: {problem!r}") from problem
        if answer.status != 200:
            raise Unmeasurable(f"{self.name} answered a scrape with {answer.status}")
        self.sizes.append(len(body))


def labels_of(text):
    return dict(re.findall(r'(\w+)="([^"]*)"', text.decode()))


@dataclass
class Runs:
    """What one /metrics answer of calcmon says about runs."""
    mixes: set          # every mix that any series names
    ended: dict         # (mix, strategy, runtime) -> {outcome: count}
    cpu_seconds: float  # of completed runs

    def completed(self, key):
        return self.ended[key].get("completed", 0)

    def any_completed(self):
        return any(self.completed(key) for key in self.ended)

    def mixes_completed(self):
        done = {key[0] for key in self.ended if self.completed(key)}
        return bool(self.mixes) and self.mixes <= done

    def variants_completed(self):
        return self.mixes_completed() and all(self.completed(key) for key in self.ended)

    def variants_ended(self):
        seen = {key[0] for key in self.ended}
        return bool(self.mixes) and self.mixes <= seen and all(sum(v.values()) for v in self.ended.values())

    def total(self):
        return sum(sum(outcomes.values()) for outcomes in self.ended.values())

    def not_completed(self):
        """The variants without a completed run, as text."""
        return ", ".join(f"{'/'.join(key)} ({describe(self.ended[key])})"
                         for key in sorted(self.ended) if not self.completed(key))

    def extent(self):
        """What the set of mixes consists of, as text."""
        return f"{len(self.mixes)} mixes ({', '.join(sorted(self.mixes))}), {len(self.ended)} with strategy and runtime"


def describe(outcomes):
    return ", ".join(f"{count:.0f} {name}" for name, count in outcomes.items() if count) or "no run ended"


def runs_in(body):
    """Reads the text format of calcmon's /metrics."""
    mixes, ended, cpu = set(), {}, 0.0
    for name, text, value in LABELLED.findall(body):
        if b'mix="' not in text or name.endswith(b"_bucket"):
            continue
        labels = labels_of(text)
        mixes.add(labels["mix"])
        if name == b"calcmon_runs_total":
            key = (labels["mix"], labels["strategy"], labels["runtime"])
            ended.setdefault(key, {})[labels["outcome"]] = float(value)
        elif name == b"calcmon_run_cpu_seconds_total":
            cpu += float(value)
    return Runs(mixes, ended, cpu)


def ask_runs(process):
    status, body = get(process.port, "/metrics")
    if status != 200:
        raise Unmeasurable(f"{process.name} answered /metrics with {status or 'nothing'}")
    return runs_in(body)


# What a process costs

def stat_fields(pid):
    """The fields of /proc/PID/stat after the name: [0] state, [1] parent, [3] session, [11..14] CPU ticks."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def session_of(session):
    """The living processes of a session, zombies left out."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError):
                fields = stat_fields(entry)
                if int(fields[3]) == session and fields[0] not in "ZX":
                    found.append(int(entry))
    return found


def has_children(pid):
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):
            if (task / "children").read_text().split():
                return True
    return False


@dataclass
class Cost:
    """Counters of one process, its children left out, but for reaped_cpu."""
    clock: float       # CPU seconds, ns resolution: the CPU clock of the process, exited threads counted
    ticks: float       # CPU seconds, utime + stime of /proc/PID/stat, in ticks
    reaped_cpu: float  # CPU seconds of the children it waited for, and of theirs
    switches: dict     # thread -> voluntary context switches

    @classmethod
    def of(cls, pid):
        user, system, child_user, child_system = map(int, stat_fields(pid)[11:15])
        return cls(cpu_clock(pid), (user + system) / TICK, (child_user + child_system) / TICK, voluntary_switches(pid))

    def switches_since(self, earlier):
        return sum(count - earlier.switches.get(thread, 0) for thread, count in self.switches.items())


def cpu_clock(pid):
    """CPU seconds of a process, as clock_getcpuclockid(3) would have them read."""
    return time.clock_gettime_ns((~pid << 3) | 2) / 1e9


def voluntary_switches(pid):
    counts = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):
            text = (task / "status").read_text()
            counts[task.name] = int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", text, re.MULTILINE)[1])
    return counts


def memory_mib(pid):
    """{'Rss', 'Pss', 'Anonymous'} in MiB."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return {name: int(re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE)[1]) / 1024
            for name in ("Rss", "Pss", "Anonymous")}


def thread_count(pid):
    return len(os.listdir(f"/proc/{pid}/task"))


# The machine meanwhile

class Machine:
    """What the whole machine did since this object was made."""

    def __init__(self):
        self.began, self.before, self.own = time.monotonic(), self.read(), time.process_time()

    @staticmethod
    def read():
        """(busy, stolen) seconds since boot."""
        with open("/proc/stat") as lines:
            user, nice, system, _, _, irq, softirq, steal = (int(v) for v in lines.readline().split()[1:9])
        return (user + nice + system + irq + softirq) / TICK, steal / TICK

    def noise(self, measured_cpu):
        """A line for the reader; measured_cpu is what the processes under test used, children included."""
        wall = time.monotonic() - self.began
        busy, stolen = (after - before for after, before in zip(self.read(), self.before))
        others = max(0.0, busy - measured_cpu - (time.process_time() - self.own))
        return (f"noise: {others / wall:.2f} of {os.cpu_count()} cores used by everything else, "
                f"{stolen / wall:.2f} cores stolen by the hypervisor, over {wall:.0f} s")


def heading(text):
    today = datetime.date.today().isoformat()
    return f"{text}\n{today}, {platform.system()} {platform.release()} {platform.machine()}, {os.cpu_count()} cores\n"


# Text

def spread(values, digits=3):
    """Median and min-max; '-' where there are none."""
    if not values:
        return "-"
    middle, low, high = (f"{v:.{digits}f}" for v in (statistics.median(values), min(values), max(values)))
    return f"{middle} ({low}-{high})"


def print_table(rows):
    """Aligned columns: the first to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  ".join(cells).rstrip())
