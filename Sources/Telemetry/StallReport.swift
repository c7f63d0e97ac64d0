extension TelemetryMessage {
  /// A stall as the process that it happened in can tell it: what its own kernel figures say. The agent adds what only the outside
  /// knows (throttling, steal, an idle loop beside it) and makes a budget of it.
  package struct StallReport: Codable, Hashable, Sendable {
    /// Longest `stack`; what a child says beyond is refused.
    package static let maximumFrames = 12
    /// Longest frame and wait channel, in characters.
    package static let maximumText = 120

    /// CLOCK_MONOTONIC at its begin: of what held the loop, or the instant at which the sleeping loop should have woken up.
    package let startedNs: Int64
    /// CLOCK_MONOTONIC when the loop turned again.
    package let endedNs: Int64
    /// CPU time of the loop's thread meanwhile.
    package let onCpuNs: Int64
    /// Time in which the thread was runnable and did not run, throttling included; `nil` where this kernel does not account for it.
    package let runqueueNs: Int64?
    /// How often the thread was put on a core; `nil` if that is not told.
    package let timeslices: Int64?
    /// For how long Python's collector stopped this thread; `nil` if there is none.
    package let gcNs: Int64?
    /// How often a watcher looked at the thread meanwhile.
    package let looks: Int
    /// In how many of them it was asleep or stopped.
    package let looksAsleep: Int
    /// In how many of those it waited for a lock; `nil` if that is not told.
    package let looksInFutex: Int?
    /// Another thread of the process, which computed meanwhile.
    package let holder: Holder?
    /// CLOCK_MONOTONIC at the first look.
    package let noticedNs: Int64?
    /// The kernel function that the thread slept in at most of the looks.
    package let waitChannel: String?
    /// What held the loop, innermost frame first, as `file:line:function`; empty where nobody looked.
    package let stack: [String]
    /// Which of several loops that share the items it was, from 0; `nil`: there is one.
    package let server: Int?

    /// A thread that may have had Python's lock.
    package struct Holder: Codable, Hashable, Sendable {
      package let thread: String
      /// The line that it was at.
      package let frame: String?
      package let onCpuNs: Int64
      /// For how long it waited for a core.
      package let runqueueNs: Int64

      package init(thread: String, frame: String?, onCpuNs: Int64, runqueueNs: Int64) {
        self.thread = thread
        self.frame = frame
        self.onCpuNs = onCpuNs
        self.runqueueNs = runqueueNs
      }
    }

    /// Joins the figures.
    package init(
      startedNs: Int64, endedNs: Int64, onCpuNs: Int64, runqueueNs: Int64?, timeslices: Int64? = nil, gcNs: Int64? = nil,
      looks: Int = 0,
      looksAsleep: Int = 0, looksInFutex: Int? = nil, holder: Holder? = nil, noticedNs: Int64? = nil, waitChannel: String? = nil,
      stack: [String] = [], server: Int? = nil
    ) {
      self.startedNs = startedNs
      self.endedNs = endedNs
      self.onCpuNs = onCpuNs
      self.runqueueNs = runqueueNs
      self.timeslices = timeslices
      self.gcNs = gcNs
      self.looks = looks
      self.looksAsleep = looksAsleep
      self.looksInFutex = looksInFutex
      self.holder = holder
      self.noticedNs = noticedNs
      self.waitChannel = waitChannel
      self.stack = stack
      self.server = server
    }

    /// Its length.
    package var nanoseconds: Int64 { endedNs - startedNs }

    /// Each field, and whether it says what cannot be.
    var impossibleFields: [(String, Bool)] {
      guard 0 <= startedNs, startedNs < endedNs else { return [("ended_ns", true)] }
      return [
        ("on_cpu_ns", !(0...nanoseconds).contains(onCpuNs)),
        ("runqueue_ns", !(0...max(0, nanoseconds - onCpuNs)).contains(runqueueNs ?? 0)),
        ("looks", looks < 0), ("looks_asleep", !(0...max(0, looks)).contains(looksAsleep)),
        ("looks_in_futex", !(0...max(0, looksAsleep)).contains(looksInFutex ?? 0)),
        ("timeslices", (timeslices ?? 0) < 0), ("gc_ns", !(0...nanoseconds).contains(gcNs ?? 0)),
        ("holder", holder.map(isImpossible) ?? false),
        ("noticed_ns", noticedNs.map { $0 < startedNs || $0 > endedNs } ?? false),
        ("server", (server ?? 0) < 0), ("wait_channel", (waitChannel?.count ?? 0) > StallReport.maximumText),
        ("stack", stack.count > StallReport.maximumFrames || stack.contains { $0.count > StallReport.maximumText }),
      ]
    }

    private func isImpossible(_ holder: Holder) -> Bool {
      !(0...nanoseconds).contains(holder.onCpuNs) || !(0...nanoseconds).contains(holder.runqueueNs)
        || [holder.thread, holder.frame ?? ""].contains { $0.count > StallReport.maximumText }
    }
  }
}
