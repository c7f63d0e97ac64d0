import Applications
import Outside
import Processes
import Procfs
import Runs
import Samples
import Sampling
import Scheduling
import Telemetry

/// Keeps what is seen of a process from outside, for a report. A value, but that it reads the host.
struct OutsideIntake {
  /// Readings of the host that are kept: a stall is told within moments.
  private static let mostReadings = 600

  private let target: OutsideTarget
  private let reader: HostReader
  private let threads: ThreadTimesReader
  private let proc: ProcRoot
  private var account: ProcessAccount
  private var work = WorkAccount()
  private var host: [HostReading] = []
  private var switches: (first: Switches, last: Switches)?

  /// Of its main thread.
  private struct Switches {
    let voluntary: UInt64
    let involuntary: UInt64
  }

  init(_ target: OutsideTarget, _ hello: AppMessage.Hello, proc: ProcTrees, cgroup: ProcRoot) {
    self.target = target
    self.proc = proc.processes
    reader = HostReader(proc: proc, cgroup: cgroup)
    threads = ThreadTimesReader(proc: proc.processes)
    account = ProcessAccount(hello)
  }

  mutating func receive(_ message: AppMessage, at now: Int64) {
    if case .stall = message { readHost(at: now) }
    let outside = StallAttribution(host: host, stoppedAt: [], controlLate: nil)
    account.receive(message, ruling: StallRuling(outside: outside))
  }

  /// Reads what others took from it; to be called once a second. What cannot be read is left out.
  mutating func observe(at now: Int64) {
    readHost(at: now)
    if let times = try? threads.read([target.pid], limit: ProcessWatcher.mostThreads) { work.receive(times) }
    guard let status = try? ProcessStatus(proc, pid: "\(target.pid)"), let voluntary = status.voluntarySwitches,
      let involuntary = status.involuntarySwitches
    else { return }
    let read = Switches(voluntary: voluntary, involuntary: involuntary)
    switches = (switches?.first ?? read, read)
  }

  private mutating func readHost(at now: Int64) {
    guard let reading = try? reader.read(pid: target.pid, at: now), now > host.last?.nanoseconds ?? -1 else { return }
    host.append(reading)
    host.removeFirst(max(0, host.count - OutsideIntake.mostReadings))
    work.receive(reading, agentSeconds: CPUTime.ofThisProcess.totalSeconds)
  }

  /// What comes of it.
  func report(_ app: String, _ sight: OutsideSight, seconds: Double, hasEnded: Bool) -> AppReport {
    let sum = AppAccount([account])
    let outside = SeenFromOutside(
      pid: Int(target.pid), hasEnded: hasEnded, seen: sight.seen, unseen: sight.unseen, seesStalls: sight.seesStalls,
      hasLoop: account.snapshot.map { !$0.loops.isEmpty || $0.runningNs > 0 } ?? false,
      switchesPerSecond: seconds > 0 ? switchesPerSecond(seconds) : nil)
    return AppReport(
      app: app, command: target.command, outside: outside, seconds: seconds, account: sum,
      surroundings: (
        work.run(ranSeconds: sum.cpuSeconds), work.host(ranSeconds: sum.cpuSeconds, besideSeconds: 0)
      ))
  }

  private func switchesPerSecond(_ seconds: Double) -> (voluntary: Double, involuntary: Double)? {
    guard let (first, last) = switches else { return nil }
    func rate(_ count: KeyPath<Switches, UInt64>) -> Double {
      Double(last[keyPath: count] - min(first[keyPath: count], last[keyPath: count])) / seconds
    }
    return (rate(\.voluntary), rate(\.involuntary))
  }
}
