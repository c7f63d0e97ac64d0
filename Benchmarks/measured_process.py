"""Starts the processes that a benchmark measures, asks them over HTTP or reads what they print, reads what they cost,
and ends them.

Everything listens on 127.0.0.1 at a port the kernel chose. Times are seconds of the monotonic clock.
Linux only: costs come from /proc and from the CPU clock of the process.
"""
import argparse
import contextlib
import datetime
import http.client
import json
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


# Options and binaries

def options(description):
    """An argument parser with what every benchmark takes."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, metavar="PATH", default=REPOSITORY / ".build/release/calcmon",
                        help="the calcmon to measure (default: .build/release/calcmon of this repository)")
    return parser


def agent_options(description):
    """An argument parser with what every benchmark of the agent takes."""
    parser = options(description)
    parser.add_argument("--timeout", type=positive, default=180, metavar="SECONDS",
                        help="how long to wait for the agent's first round of runs (default: 180)")
    return parser


def positive(text):
    """A number above zero, for argparse."""
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError("must be above zero")
    return value


def whole(text):
    """A whole number above zero, for argparse."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def find_calcmon(calcmon):
    """The absolute path of calcmon; ends with status 2 where it is missing."""
    if not (calcmon.is_file() and os.access(calcmon, os.X_OK)):
        give_up(f"no calcmon at {calcmon}: build it with `swift build -c release`, or name one with --binary", 2)
    return str(calcmon.resolve())


def find_benchmark(name):
    """An executable of the package of the benchmarks; ends with status 2 where it is missing."""
    path = REPOSITORY / "Benchmarks/.build/release" / name
    if not path.is_file():
        give_up(f"no {path}: build it with `swift build --package-path Benchmarks -c release --product {name}`", 2)
    return path


def find_binaries(calcmon):
    """The absolute paths of calcmon and the node exporter; ends with status 2 where one is missing."""
    calcmon = find_calcmon(calcmon)
    node = shutil.which(NODE_EXPORTER)
    if node is None:
        give_up(f"no {NODE_EXPORTER} in PATH: it is in the Debian package prometheus-node-exporter", 2)
    return calcmon, node


def find_compiler():
    """The absolute path of a C compiler; ends with status 2 where there is none."""
    compiler = shutil.which("cc")
    if compiler is None:
        give_up("no cc in PATH: it is in the Debian package gcc", 2)
    return compiler


def compile_c(compiler, source, directory, *arguments):
    """The path of the program made from a source beside this file; `arguments` are for the linker."""
    program = os.path.join(directory, Path(source).stem)
    made = subprocess.run([compiler, "-O2", "-o", program, str(Path(__file__).with_name(source)), *arguments],
                          capture_output=True, text=True)
    if made.returncode:
        raise Unmeasurable(f"{source} was not compiled: {made.stderr.strip()}")
    return program


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
    address: re.Pattern | None = None
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
        return self.reap(time.monotonic() - began)

    def reap(self, seconds):
        """After its end: ends what it left behind, and says what it cost."""
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
        command = [binary, "agent", "--web.listen-address", "127.0.0.1:0", "--watch.socket", "none",
                   "--storage.path", os.path.join(directory, "calcmon.db")]
        with started("calcmon agent", command, r"metrics http://127\.0\.0\.1:(\d+)/metrics") as process:
            yield process


def node_exporter(binary):
    """Debian's node exporter with its default collectors."""
    return started(NODE_EXPORTER, [binary, "--web.listen-address=127.0.0.1:0"],
                   r'msg="Listening on" address=127\.0\.0\.1:(\d+)')


# Running to the end

@dataclass
class Output:
    """What a process said that ended by itself."""
    lines: list
    ending: Ending


def run_to_end(name, command, given=b"", statuses=("0",), watch=None):
    """Runs a command that ends by itself; `given` is its standard input, `watch` a TreeWatch that follows it."""
    with tempfile.TemporaryFile() as errors:
        began = time.monotonic()
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                                 start_new_session=True)
        process = Process(name, child, began)
        try:
            with watch.following(process.pid) if watch else contextlib.nullcontext(), child.stdout:
                with contextlib.suppress(BrokenPipeError), child.stdin:
                    child.stdin.write(given)
                lines = child.stdout.read().decode(errors="replace").splitlines()
                os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
            ending = process.reap(time.monotonic() - began)
        finally:
            if child.returncode is None:
                process.end(patience=5)
        if ending.status not in statuses:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip() or "\n".join(lines[-1:]) or "nothing"
            raise Unmeasurable(f"{name} ended with {ending.status}; it said: {said[-2000:]}")
        return Output(lines, ending)


# HTTP

def said(name, command):
    """What a process that runs to its end has printed last, as JSON."""
    return json.loads(run_to_end(name, [str(part) for part in command]).lines[-1])


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


def children_of(pid):
    found = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(OSError):
                found += map(int, (task / "children").read_text().split())
    return found


def has_children(pid):
    return bool(children_of(pid))


def tree_below(pid):
    """The children of a process, their children, and so on."""
    found = children_of(pid)
    for each in found:
        found += children_of(each)
    return found


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


class TreeWatch:
    """Samples CPU time and PSS of a process tree every 100 ms, from another thread."""
    INTERVAL = 0.1

    def __init__(self, with_root=True):
        """Without its root the tree is what lies below the process."""
        self.with_root, self.cpu, self.samples, self.stop = with_root, {}, [], threading.Event()

    @contextlib.contextmanager
    def following(self, root):
        thread = threading.Thread(target=self._sample_until_stopped, args=[root], daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.stop.set()
            thread.join()

    def _sample_until_stopped(self, root):
        while not self.stop.wait(self.INTERVAL):
            now, pss = time.monotonic(), 0.0
            for pid in tree_below(root) + [root] * self.with_root:
                # One that ended meanwhile keeps the CPU time that it had. A zombie has no memory, which is no number.
                with contextlib.suppress(OSError, TypeError):
                    self.cpu[pid] = cpu_clock(pid)
                    pss += memory_mib(pid)["Pss"]
            if pss:
                self.samples.append((now, sum(self.cpu.values()), pss))

    def _between(self, earlier, later):
        """The samples taken so many seconds before the last."""
        last = self.samples[-1][0] if self.samples else 0
        return [sample for sample in self.samples if last - earlier <= sample[0] <= last - later]

    def peak_pss(self, seconds):
        """MiB, over the last `seconds` of the tree's life."""
        return max((pss for _, _, pss in self._between(seconds, 0)), default=0)

    def cores_used(self, seconds):
        """CPU time over time, in the middle eight tenths of the last `seconds` of the tree's life."""
        samples = self._between(0.9 * seconds, 0.1 * seconds)
        if len(samples) < 2:
            raise Unmeasurable(f"a run of {seconds:.2f} s is too short to be sampled every {self.INTERVAL:g} s")
        (began, before, _), (ended, after, _) = samples[0], samples[-1]
        return (after - before) / (ended - began)


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
    middle, low, high = (f"{v:,.{digits}f}" for v in (statistics.median(values), min(values), max(values)))
    return f"{middle} ({low}-{high})"


def print_table(rows):
    """Aligned columns: the first to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  ".join(cells).rstrip())
