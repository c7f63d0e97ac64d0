import Foundation
import Telemetry
import Testing

/// Messages of probes as tests need them: as lines, since that is how they come.
enum AppMessages {
  static func hello(
    pid: Int = 4711, app: String = "shop", monotonicNs: Int64 = 1_000_000_000, instance: String? = nil,
    version: String? = nil
  ) -> AppMessage.Hello {
    let message = message(
      "hello",
      [
        "app": app, "pid": pid, "python": "3.11.7", "implementation": "cpython", "probe": "0.1.0", "monotonic_ns": monotonicNs,
        "wall_ns": 1_700_000_000_000_000_000, "instance": instance, "version": version,
      ])
    guard case .hello(let hello) = message else { preconditionFailure("\(message)") }
    return hello
  }

  /// - Parameters:
  ///   - second: when it was taken, since the begin.
  ///   - main: whether its loop is in the main thread.
  ///   - queues: names and depths.
  ///   - made: more of them, however many.
  ///   - executor: calls that wait, and threads.
  static func snapshot(
    seq: Int, second: Double, busyNs: Int64? = 0, cpuNs: Int64 = 0, tasks: Int? = 3, memoryBytes: Int64? = 20_000_000,
    main: Bool = true, queues: KeyValuePairs<String, Int> = [:], executor: (backlog: Int, threads: Int)? = nil,
    gc: [[Int64]] = [],
    ioWaitNs: Int64? = nil, latency: [[UInt64]] = [], made: [(name: String, depth: Int)] = [], stalls: Int = 0,
    stallNs: Int64 = 0, running: Bool = true, dropped: Int = 0
  ) -> AppMessage {
    let ran = Int64(second * 1e9)
    let loop: [String: Any?] = [
      "loop": 1, "kind": "asyncio", "thread": main ? "MainThread" : "arbiter", "main": main, "running": running,
      "running_ns": ran,
      "busy_ns": busyNs, "ready_max": 1, "longest_turn_ns": 1_000_000,
    ]
    return message(
      "snapshot",
      [
        "seq": seq, "at_ns": 1_000_000_000 + ran, "running_ns": ran, "busy_ns": busyNs, "turns": seq, "stalls": stalls,
        "stall_ns": stallNs, "loops": [object(loop)], "tasks": tasks,
        "queues": (queues.map { (name: $0.key, depth: $0.value) } + made).map {
          ["queue": $0.name, "queues": 1, "depth": $0.depth, "fullest": $0.depth, "capacity": 0] as [String: Any]
        },
        "executor": executor.map { ["backlog": $0.backlog, "threads": $0.threads, "limit": 32] }, "gc": gc, "timed": [] as [Int],
        "io_wait_ns": ioWaitNs, "threads": 2, "dropped": dropped, "errors": 0, "cpu_user_ns": cpuNs, "cpu_system_ns": 0,
        "memory_bytes": memoryBytes, "latency": latency,
      ])
  }

  /// Another thread of a stall, in milliseconds.
  struct Holder: Sendable {
    var onCPU: Int64
    var waiting: Int64 = 0
  }

  /// A stall; all figures in milliseconds.
  static func stall(
    at started: Int64 = 2000, milliseconds: Int64 = 400, onCPU: Int64 = 0, waiting: Int64? = 0, timeslices: Int64? = 1,
    gc: Int64 = 0, startup: Bool = false, looks: Int = 10, asleep: Int = 0, inFutex: Int = 0, channel: String? = nil,
    tasksSeen: Int = 1, frame: String? = "shop.py:7:load",
    stack: [String] = ["lib/driver.py:80:read", "shop.py:7:load", "shop.py:12:main"], task: String? = "main",
    holder: Holder? = nil
  ) -> AppMessage {
    let other: [String: Any]? = holder.map {
      [
        "thread": "resize", "frame": "images.py:9:resize", "on_cpu_ns": $0.onCPU * 1_000_000,
        "runqueue_ns": $0.waiting * 1_000_000,
      ]
    }
    return message(
      "stall",
      [
        "loop": 1, "started_ns": started * 1_000_000, "ended_ns": (started + milliseconds) * 1_000_000,
        "on_cpu_ns": onCPU * 1_000_000, "runqueue_ns": waiting.map { $0 * 1_000_000 }, "timeslices": timeslices,
        "gc_ns": gc * 1_000_000, "startup": startup, "looks": looks, "looks_asleep": asleep, "looks_in_futex": inFutex,
        "noticed_ns": nil, "wait_channel": channel, "stack": stack, "frame": frame, "task": task, "tasks_seen": tasksSeen,
        "captures": 5, "ready": 0, "holder": other,
      ])
  }

  /// A loop that has stood since an instant, in milliseconds.
  static func standing(since: Int64, at now: Int64, channel: String? = nil, frame: String? = nil) -> AppMessage {
    message(
      "standing",
      [
        "loop": 1, "since_ns": since * 1_000_000, "at_ns": now * 1_000_000, "wait_channel": channel,
        "stack": frame.map { [$0, "shop.py:12:main"] } ?? [], "frame": frame, "task": nil,
      ])
  }

  /// A loop that stood still for four seconds when it was seen last.
  static let standing = message(
    "standing",
    [
      "loop": 1, "since_ns": 3_000_000_000, "at_ns": 7_000_000_000, "wait_channel": "do_poll", "stack": ["shop.py:7:load"],
      "frame": "shop.py:7:load", "task": "main",
    ])

  private static func object(_ fields: [String: Any?]) -> [String: Any] { fields.mapValues { $0 ?? NSNull() } }

  private static func message(_ type: String, _ fields: [String: Any?]) -> AppMessage {
    do {
      let line = try JSONSerialization.data(withJSONObject: object(fields).merging(["v": 1, "type": type]) { $1 })
      return try AppCoding.decode(Array(line))
    } catch {
      Issue.record("a message of a test: \(error)")
      return .bye
    }
  }
}
