import Telemetry

/// Messages of probes as tests need them.
enum AppMessages {
  static func hello(pid: Int = 4711, app: String = "shop") -> AppMessage.Hello {
    AppMessage.Hello(
      app: app, pid: pid, python: "3.11.7", implementation: "cpython", probe: "0.1.0", monotonicNs: 1_000_000_000,
      wallNs: 1_700_000_000_000_000_000)
  }

  /// - Parameters:
  ///   - second: when it was taken, since the begin.
  ///   - main: whether its loop is in the main thread.
  static func snapshot(
    seq: Int, second: Double, busyNs: Int64? = 0, cpuNs: Int64 = 0, tasks: Int? = 3, memoryBytes: Int64? = 20_000_000,
    main: Bool = true, queues: [AppMessage.Queue] = [], executor: AppMessage.Executor? = nil, gc: [[Int64]] = [],
    ioWaitNs: Int64? = nil, latency: [[UInt64]] = []
  ) -> AppMessage {
    let ran = Int64(second * 1e9)
    let loop = AppMessage.Loop(
      loop: 1, kind: "asyncio", thread: main ? "MainThread" : "arbiter", main: main, running: true, runningNs: ran,
      busyNs: busyNs,
      readyMax: 1, longestTurnNs: 1_000_000)
    return .snapshot(
      AppMessage.Snapshot(
        seq: seq, atNs: 1_000_000_000 + ran, runningNs: ran, busyNs: busyNs, turns: 10 * seq, stalls: 0, stallNs: 0,
        loops: [loop],
        tasks: tasks, queues: queues, executor: executor, gc: gc, timed: [], ioWaitNs: ioWaitNs, threads: 2, dropped: 0,
        errors: 0,
        cpuUserNs: cpuNs, cpuSystemNs: 0, memoryBytes: memoryBytes, latency: latency))
  }

  static func queue(_ name: String, depth: Int) -> AppMessage.Queue {
    AppMessage.Queue(queue: name, queues: 1, depth: depth, fullest: depth, capacity: 0)
  }

  /// A stall; all figures in milliseconds.
  static func stall(
    at started: Int64 = 2000, milliseconds: Int64 = 400, onCPU: Int64 = 0, waiting: Int64? = 0, timeslices: Int64? = 1,
    gc: Int64 = 0,
    startup: Bool = false, looks: Int = 10, asleep: Int = 0, inFutex: Int = 0, channel: String? = nil, tasksSeen: Int = 1,
    frame: String? = "shop.py:7:load", stack: [String] = ["lib/driver.py:80:read", "shop.py:7:load", "shop.py:12:main"],
    task: String? = "main", holder: AppMessage.Holder? = nil
  ) -> AppMessage.Stall {
    AppMessage.Stall(
      loop: 1, startedNs: started * 1_000_000, endedNs: (started + milliseconds) * 1_000_000, onCpuNs: onCPU * 1_000_000,
      runqueueNs: waiting.map { $0 * 1_000_000 }, timeslices: timeslices, gcNs: gc * 1_000_000, startup: startup, looks: looks,
      looksAsleep: asleep, looksInFutex: inFutex, noticedNs: nil, waitChannel: channel, stack: stack, frame: frame, task: task,
      tasksSeen: tasksSeen, captures: 5, ready: 0, holder: holder)
  }

  /// Another thread that was on a core, and waited for one, so many milliseconds.
  static func holder(onCPU: Int64, waiting: Int64 = 0) -> AppMessage.Holder {
    AppMessage.Holder(thread: "resize", frame: "images.py:9:resize", onCpuNs: onCPU * 1_000_000, runqueueNs: waiting * 1_000_000)
  }
}
