import Processes
import Procfs
import Samples
import Sampling
import Scheduling
import Synchronization
import Telemetry

/// Looks at a run from outside: its process tree and its host, ten times a second and once more after each stall; and at the processes
/// beside it, before and after.
///
/// What cannot be read is noted in the run's record; it costs the run no other figure.
package struct RunObserver: Sendable {
  /// What is read. The raw value is the name under which a reading that failed is noted in `RunRecord.failedReadings`.
  package enum Source: String, CaseIterable, Sendable {
    case processTree = "process_tree"
    case runHost = "run_host"
    case runThreads = "run_threads"
    case consumers
    case disk
  }

  /// What reads.
  struct Readers: Sendable {
    let tree: ProcessTreeReader
    let threads: ThreadTimesReader
    let host: HostReader
    let consumers: ConsumerReader
    /// Of the disk that the run's files are on; `nil`: it has none.
    let disk: DiskReader?
  }

  let readers: Readers
  let time: any TimeSource
  /// Between two readings of the tree.
  let interval: Duration
  let live: LiveChild<RunIntake>
  /// Where it reads: the memory of a busy process is told only when the kernel gets its locks.
  let thread: WorkerThreads
  private let started = Instant()

  private final class Instant: Sendable {
    let value = Mutex<Duration?>(nil)
  }

  init(_ readers: Readers, time: any TimeSource, interval: Duration, live: LiveChild<RunIntake>, thread: WorkerThreads) {
    self.readers = readers
    self.time = time
    self.interval = interval
    self.live = live
    self.thread = thread
  }

  /// Uptime at which the child said that the work begins.
  var workStarted: Duration? { started.value.withLock { $0 } }

  /// The child has said something.
  func heard(_ message: TelemetryMessage) {
    switch message {
    case .started:
      started.value.withLock { $0 = time.uptime }
      readHost()
      thread.submit {
        readThreads()
        readDisk()
      }
    // The work is done, and its workers are still there.
    case .histogram(let report) where report.of == .eventLoopLatency: thread.submit { readThreads() }
    case .result:
      // At once: its workers and threads end soon, and with them what the kernel tells of them. The end of `observe` waits for it.
      thread.submit {
        readThreads()
        readHost()
        readDisk()
      }
    case .stall: readHost()
    case .hello, .calibrated, .measured, .progress, .late, .injected, .histogram, .failed: break
    }
  }

  /// Goes on until the task is cancelled.
  func observe(_ child: ChildProcess) async {
    let before = try? await thread.run { readTable() }
    var next = time.uptime
    while !Task.isCancelled {
      // After the cancellation there is nothing to be read any more.
      try? await thread.run {
        readTree(of: child)
        readThreads()
        readHost()
        readDisk()
      }
      // After a pause there is a gap, and no burst.
      next = max(next + interval, time.uptime)
      try? await time.sleep(until: next)
    }
    await uncancelled { [before] in
      try? await thread.run { if let before = before ?? nil { readConsumers(since: before) } }
    }
  }

  private struct Table: Sendable {
    let processes: ProcessTable
    let storage: StorageTable?
    let at: Duration
  }

  private func readTable() -> Table? {
    var table: Table?
    note(.consumers) { () throws(ProcError) in
      let processes = try readers.consumers.table()
      let at = time.uptime
      // Who used disks matters only if the run uses one.
      table = Table(processes: processes, storage: readers.disk.map { _ in readers.consumers.storage(of: processes) }, at: at)
    }
    return table
  }

  private func readConsumers(since before: Table) {
    guard workStarted != nil, let after = readTable() else { return }
    let reading = readers.consumers.reading(
      from: before.processes, to: after.processes, seconds: (after.at - before.at).seconds)
    live.intake.withLock { $0.receive(reading) }
    guard let earlier = before.storage, let later = after.storage else { return }
    let writers = readers.consumers.writers(from: earlier, to: later, seconds: (after.at - before.at).seconds)
    live.intake.withLock { $0.receive(writers) }
  }

  private func readDisk() {
    guard workStarted != nil, let disk = readers.disk, let child = live.child.withLock({ $0 }) else { return }
    note(.disk) { () throws(ProcError) in
      let reading = try disk.read(try readers.tree.pids(root: child.pid))
      live.intake.withLock { $0.receive(reading) }
    }
  }

  private func readThreads() {
    guard workStarted != nil, let child = live.child.withLock({ $0 }) else { return }
    note(.runThreads) { () throws(ProcError) in
      let times = try readers.threads.read(try readers.tree.pids(root: child.pid))
      live.intake.withLock { $0.receive(times) }
    }
  }

  private func readTree(of child: ChildProcess) {
    guard let start = workStarted else { return }
    note(.processTree) { () throws(ProcError) in
      let reading = try readers.tree.read(root: child.pid)
      let now = time.uptime
      live.intake.withLock { $0.receive(reading, elapsed: (now - start).seconds, at: now.wholeNanoseconds) }
    }
  }

  private func readHost() {
    guard workStarted != nil, let child = live.child.withLock({ $0 }) else { return }
    note(.runHost) { () throws(ProcError) in
      let reading = try readers.host.read(pid: child.pid, at: time.uptime.wholeNanoseconds)
      live.intake.withLock { $0.receive(reading, agentSeconds: CPUTime.ofThisProcess.totalSeconds) }
    }
  }

  private func note(_ source: Source, _ read: () throws(ProcError) -> Void) {
    do throws(ProcError) {
      try read()
    } catch {
      live.intake.withLock { $0.cannotRead(source, error) }
    }
  }
}
