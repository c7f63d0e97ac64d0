package import Samples

/// What the probe inside an application says: one JSON object a line.
///
/// All times are nanoseconds; instants are CLOCK_MONOTONIC as the application reads it. What counts up does so since the process has begun
/// to be watched, so a line that is lost loses no count.
package enum AppMessage: Hashable, Sendable {
  /// The version of the protocol, in `v`.
  package static let version = 1

  case hello(Hello)
  case snapshot(Snapshot)
  case stall(Stall)
  case standing(Standing)
  case bye

  /// The first line of a connection.
  package struct Hello: Hashable, Sendable {
    /// The name that all processes of the application share.
    package let app: String
    /// The pid of the process that speaks, as it knows it itself.
    package let pid: Int
    /// What the application is written in, as in `python` or `swift`; empty: it is not known.
    package let language: String
    /// The version of Python; empty: it is none.
    package let python: String
    package let implementation: String
    /// The version of the probe.
    package let probe: String
    package let monotonicNs: Int64
    package let wallNs: Int64
    /// Tells probes of one process apart, each of which counts from 0; `nil`: there is only one.
    package let instance: String?
    /// Of the application, as it was told its own; `nil`: it was not.
    package let version: String?
    /// The process that is told about, if another one looks at it from outside; `nil`: the process speaks of itself.
    package let subject: Subject?
  }

  /// A process that another one looks at from outside.
  package struct Subject: Hashable, Sendable {
    /// As the process knows it that speaks.
    package let pid: Int
    /// When it was started, in clock ticks since the boot: a pid alone may be another process by now.
    package let startTicks: Int

    package init(pid: Int, startTicks: Int) {
      self.pid = pid
      self.startTicks = startTicks
    }
  }

  /// What was counted, once a second.
  package struct Snapshot: Hashable, Sendable {
    package let seq: Int
    package let atNs: Int64
    /// For how long loops have run.
    package let runningNs: Int64
    /// For how long they did something; `nil` if the turns of one of them cannot be seen.
    package let busyNs: Int64?
    package let turns: Int
    package let stalls: Int
    package let stallNs: Int64
    package let loops: [Loop]
    /// `nil` if counting them would cost too much.
    package let tasks: Int?
    package let queues: [Queue]
    package let executor: Executor?
    /// By generation of Python's collector.
    package let gc: [Collections]
    package let timed: [Step]
    /// For how long there was nothing to do but to wait for steps that were timed; `nil` if none was.
    package let ioWaitNs: Int64?
    package let threads: Int?
    package let dropped: Int
    package let errors: Int
    package let cpuUserNs: Int64
    package let cpuSystemNs: Int64
    package let memoryBytes: Int64?
    /// How late loops were since the snapshot before, as it was told: the buckets need be none of ours.
    package let latency: [LatencyHistogram.Bucket]
  }

  /// What Python's collector did in one generation: how often, and for how long it stopped all code.
  package struct Collections: Hashable, Sendable {
    package let count: Int64
    package let ns: Int64
  }

  /// One loop, as it is.
  package struct Loop: Hashable, Sendable {
    package let loop: Int
    /// `asyncio` or `uvloop`; of a service in Swift `nio`, or `pool` for the threads that tasks run on.
    package let kind: String
    package let thread: String
    /// Whether it is in the main thread.
    package let main: Bool
    package let running: Bool
    package let runningNs: Int64
    package let busyNs: Int64?
    /// Callbacks that were ready at the most, since the snapshot before.
    package let readyMax: Int?
    package let longestTurnNs: Int64?
  }

  /// Queues that were made at one place.
  package struct Queue: Hashable, Sendable {
    package let queue: String
    package let queues: Int
    /// Items that wait, in all of them.
    package let depth: Int
    package let fullest: Int
    /// 0: without a limit.
    package let capacity: Int
  }

  /// The default executors of the loops together.
  package struct Executor: Hashable, Sendable {
    package let backlog: Int
    package let threads: Int
    package let limit: Int
  }

  /// I/O steps of one name that the application timed.
  package struct Step: Hashable, Sendable {
    package let step: String
    package let count: Int
    package let ns: Int64
  }

  /// A loop stood still, and turns again.
  package struct Stall: Hashable, Sendable {
    package let loop: Int
    package let startedNs: Int64
    package let endedNs: Int64
    package let onCpuNs: Int64
    /// Throttling included; `nil` if the kernel does not count it.
    package let runqueueNs: Int64?
    /// How often the thread was put on a core; `nil` if the kernel does not count it.
    package let timeslices: Int64?
    /// For how long Python's collector stopped this thread.
    package let gcNs: Int64
    /// Whether the loop had not begun its work, or modules were being imported.
    package let startup: Bool
    package let looks: Int
    package let looksAsleep: Int
    /// Those in which it slept in a futex, where Python's lock is waited for.
    package let looksInFutex: Int
    package let noticedNs: Int64?
    package let waitChannel: String?
    package let stack: [String]
    /// The innermost frame of the application's own code.
    package let frame: String?
    package let task: String?
    /// How many tasks were seen at `captures` looks at the code.
    package let tasksSeen: Int
    package let captures: Int
    /// Callbacks that waited for their turn.
    package let ready: Int
    package let holder: Holder?

    /// Its length.
    package var nanoseconds: Int64 { endedNs - startedNs }
  }

  /// Another thread that computed, or waited for a core, meanwhile.
  package struct Holder: Hashable, Sendable {
    package let thread: String
    package let frame: String?
    package let onCpuNs: Int64
    package let runqueueNs: Int64
  }

  /// A loop stands, and has not turned yet.
  package struct Standing: Hashable, Sendable {
    package let loop: Int
    package let sinceNs: Int64
    package let atNs: Int64
    package let waitChannel: String?
    package let stack: [String]
    package let frame: String?
    package let task: String?
  }
}
