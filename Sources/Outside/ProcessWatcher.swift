import Glibc
package import Procfs
package import Telemetry

/// Looks at one process from outside, and makes of it what a probe inside would say. Nothing is written to it, and it is never stopped.
///
/// For one thread, which is that of its owner.
package final class ProcessWatcher {
  /// Threads that are looked at, the oldest first.
  package static let mostThreads = 64
  /// How often is looked at the threads of loops, a second.
  package static let looksPerSecond = 50
  /// Of threads in which no loop was seen, every so many looks.
  private static let seldom = 5

  package let target: OutsideTarget
  package let sight: OutsideSight
  private let proc: ProcRoot
  private let tracepoints: Tracepoints?
  private let now: () -> Int64
  private var threads: [WatchedThread] = []
  private var gone = WatchedThread.Sum()
  private var round = 0
  private var stalls = (count: 0, ns: Int64(0))
  private var sequence = 0
  private let begun: ProcessStat
  private let pageBytes = Int64(sysconf(Int32(_SC_PAGESIZE)))

  /// - Parameters:
  ///   - tracefs: where tracefs may be; empty: its turns are not to be traced.
  ///   - now: reads CLOCK_MONOTONIC, in nanoseconds.
  /// - Throws: `ProcError.gone` if it has ended.
  package init(_ target: OutsideTarget, in proc: ProcRoot, tracefs: [ProcRoot], now: @escaping () -> Int64) throws(ProcError) {
    self.target = target
    self.proc = proc
    self.now = now
    begun = try ProcessStat(proc, pid: "\(target.pid)")
    guard begun.startTicks == target.startTicks else { throw .gone(path: "\(proc.path)/\(target.pid)") }
    if let refusal = ProcessWatcher.refusal(target.pid, proc) {
      tracepoints = nil
      sight = OutsideSight(depth: .counts(withoutCalls: refusal), runtime: target.runtime)
      return
    }
    let tracing = ProcessWatcher.tracing(target.pid, tracefs)
    tracepoints = try? tracing.get()
    let depth: OutsideSight.Depth
    switch tracing {
    case .success: depth = .turns
    case .failure(let reason): depth = .calls(withoutTurns: reason.description)
    }
    sight = OutsideSight(depth: depth, runtime: target.runtime)
    refresh()
  }

  /// Why the calls of its threads may not be read; `nil`: they may.
  private static func refusal(_ pid: Int32, _ proc: ProcRoot) -> String? {
    do throws(ProcError) {
      _ = try proc.read("\(pid)/task/\(pid)/syscall")
      return nil
    } catch .gone {
      return "this kernel does not show the calls of threads"
    } catch {
      return "this user may not look into the process (\(error)); it takes root, or the rights of ptrace"
    }
  }

  /// Tries it on the main thread.
  private static func tracing(_ pid: Int32, _ tracefs: [ProcRoot]) -> Result<Tracepoints, OutsideReason> {
    guard !tracefs.isEmpty else { return .failure(OutsideReason(description: "they were not asked for")) }
    do {
      let points = try Tracepoints(in: tracefs)
      _ = try EpollTrace(pid, points)
      return .success(points)
    } catch {
      return .failure(OutsideReason(description: "\(error)"))
    }
  }

  // MARK: Looking

  /// Looks at its threads. Returns the stalls that have ended.
  package func look() -> [AppMessage] {
    guard sight.seesStalls else { return [] }
    round += 1
    var told: [AppMessage.Stall] = []
    var ended: [Int32] = []
    for thread in threads where isDue(thread) {
      guard let stalls = thread.look(at: now) else {
        ended.append(thread.files.thread)
        continue
      }
      told += stalls
      if thread.isLoop, thread.trace == nil { trace(thread) }
    }
    for thread in ended { drop(thread) }
    for stall in told { stalls = (stalls.count + 1, stalls.ns + stall.nanoseconds) }
    return told.map { .stall($0) }
  }

  private func isDue(_ thread: WatchedThread) -> Bool {
    thread.isLoop || thread.trace != nil || (round + Int(thread.files.thread)) % ProcessWatcher.seldom == 0
  }

  private func drop(_ thread: Int32) {
    guard let index = threads.firstIndex(where: { $0.files.thread == thread }) else { return }
    gone = gone + threads.remove(at: index).sum
  }

  /// Notes which threads there are.
  private func refresh() {
    let numbers = (try? proc.list("\(target.pid)/task").compactMap { Int32($0) }.sorted()) ?? []
    let known = Set(threads.map(\.files.thread))
    for number in numbers.prefix(ProcessWatcher.mostThreads)
    where !known.contains(number) && threads.count < ProcessWatcher.mostThreads {
      guard let files = try? ThreadFiles(proc, pid: target.pid, thread: number) else { continue }
      let thread = WatchedThread(
        files, hasEpoll: { [proc, target] in proc.destination(of: "\(target.pid)/fd/\($0)") == "anon_inode:[eventpoll]" },
        knowsTimeslices: target.runtime.language == "python")
      if number == target.pid { trace(thread) }
      threads.append(thread)
    }
  }

  private func trace(_ thread: WatchedThread) {
    guard let tracepoints, let trace = try? EpollTrace(thread.files.thread, tracepoints) else { return }
    thread.trace(by: trace)
  }

  // MARK: Telling

  /// The first line.
  ///
  /// - Parameter app: the name of the application.
  package func hello(app: String, speaker: Int32, probe: String, wallNs: Int64) -> AppMessage.Hello {
    AppMessage.Hello(
      of: target.subject, app: app, language: target.runtime.language, python: target.runtime.python, speaker: Int(speaker),
      probe: probe, monotonicNs: now(), wallNs: wallNs)
  }

  /// What was counted, and the loops that stand; to be called once a second. `nil` if the process has ended.
  ///
  /// - Parameter dropped: messages that could not be sent.
  package func told(dropped: Int) -> [AppMessage]? {
    guard let stat = try? ProcessStat(proc, pid: "\(target.pid)"), stat.startTicks == target.startTicks, stat.state != "Z",
      stat.state != "X"
    else { return nil }
    if sight.seesStalls {
      for thread in threads {
        thread.retireIfClosed()
        thread.count()
      }
      refresh()
    }
    sequence += 1
    let at = now()
    return [.snapshot(snapshot(stat, at, dropped))] + threads.compactMap { $0.standing(at: at).map { .standing($0) } }
  }

  private func snapshot(_ stat: ProcessStat, _ at: Int64, _ dropped: Int) -> AppMessage.Snapshot {
    let sum = threads.reduce(gone) { $0 + $1.sum }
    let loops = threads.compactMap { $0.loop(isMain: $0.files.thread == target.pid) }
    return AppMessage.Snapshot(
      seq: sequence, atNs: at, ran: sight.seesStalls && sum.runningNs > 0 ? (sum.runningNs, sum.busyNs) : nil, turns: sum.turns,
      stalls: stalls, loops: loops, threads: Int(stat.threads), dropped: dropped + sum.lost,
      cpuNs: (ns(stat.userSeconds - begun.userSeconds), ns(stat.systemSeconds - begun.systemSeconds)),
      memoryBytes: Int64(clamping: stat.residentPages) * pageBytes)
  }

  private func ns(_ seconds: Double) -> Int64 { Int64(max(0, seconds) * 1e9) }

  /// Threads in which a loop was seen.
  package var loopCount: Int { threads.count(where: \.isLoop) }

  /// Records of the kernel that were lost.
  package var lostRecords: Int { threads.reduce(gone) { $0 + $1.sum }.lost }
}

/// Why something cannot be seen.
struct OutsideReason: Error, CustomStringConvertible {
  let description: String
}
