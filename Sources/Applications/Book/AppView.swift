package import Samples
import Telemetry

/// An application as it is.
package struct AppView: Sendable {
  package let name: String
  /// Whose it is.
  package let uid: UInt32
  /// Whether one of its processes is connected.
  package let isUp: Bool
  package let processes: [ProcessView]
  package let totals: AppTotals
  /// How late its loops were in the last minute or two.
  package let latency: LatencyHistogram
  /// Of those that are connected; `nil`: not known.
  package let figures: Figures
  /// For how long the loop that stands for longest has stood by now; 0: all turn.
  package let standingSeconds: Double
  /// Whether it has processes, and in none of them there is a probe: how late its loops are is not known.
  package var isSeenFromOutside: Bool { !processes.isEmpty && processes.allSatisfy(\.isSeenFromOutside) }
  /// The newest last.
  package let stalls: [RecentStall]
  /// Stalls and occurrences that were too many for the history.
  package let leftOut: Int

  /// Sums over processes, but for callbacks that are ready.
  package struct Figures: Hashable, Sendable {
    package let tasks: Double?
    package let readyCallbacks: Double?
    package let executorBacklog: Double?
    package let executorThreads: Double?
    package let memoryBytes: Double?
    /// The share of the time in which loops ran for which they did something.
    package let busyRatio: Double?
    package let queues: [QueueFigures]
  }

  /// One process.
  package struct ProcessView: Sendable {
    package let pid: Int
    package let uid: UInt32
    /// What it is written in; empty: it is not known.
    package let language: String
    /// Empty: it is none of Python.
    package let python: String
    /// Another process looks at it: there is no probe in it.
    package let isSeenFromOutside: Bool
    package let probe: String
    /// For how long it is connected.
    package let seconds: Double
    package let figures: ProcessFigures?
    package let busyRatio: Double?
    package let standing: Standing?
  }

  /// A loop that stands.
  package struct Standing: Hashable, Sendable {
    package let seconds: Double
    /// What the kernel shows; `nil` if it was not looked at.
    package let look: AppLook?
    package let waitChannel: String?
    package let frame: String?
    package let stack: [String]
    package let task: String?
  }
}

extension AppView.Figures {
  init(_ processes: [WatchedProcess]) {
    let all = processes.compactMap(\.figures)
    func sum(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.reduce(0, +) }
    tasks = sum(all.compactMap { $0.tasks.map(Double.init) })
    readyCallbacks = all.compactMap { $0.readyMax.map(Double.init) }.max()
    executorBacklog = sum(all.compactMap { $0.executorBacklog.map(Double.init) })
    executorThreads = sum(all.compactMap { $0.executorThreads.map(Double.init) })
    memoryBytes = sum(all.compactMap { $0.memoryBytes.map(Double.init) })
    let busy = processes.filter { !($0.figures?.isBystander ?? false) }.compactMap(\.busyRatio)
    busyRatio = busy.max()
    queues = QueueFigures.merged(all.flatMap(\.queues))
  }
}

extension AppView.ProcessView {
  init(_ process: WatchedProcess, at now: Duration) {
    pid = process.key.pid
    uid = process.peer.uid
    language = process.hello.language
    python = process.hello.python
    isSeenFromOutside = process.hello.subject != nil
    probe = process.hello.probe
    seconds = (now - process.since) / .seconds(1)
    figures = process.figures
    busyRatio = process.busyRatio
    standing = process.stand(at: now)
  }
}
