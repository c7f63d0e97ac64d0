import Samples
import Telemetry

/// Each message once, as a value and as the line that says it: fields in alphabetical order, as calcmon writes them.
enum Messages {
  static let all: [(message: TelemetryMessage, line: String)] = [
    (.hello(.init(pid: 2000, version: "1.2.0")), #"{"pid":2000,"type":"hello","v":1,"version":"1.2.0"}"#),
    (
      .calibrated(.init(kernel: "integer", operationsPerSecond: 812_500_000.5)),
      #"{"kernel":"integer","operations_per_second":812500000.5,"type":"calibrated","v":1}"#
    ),
    (
      .started(.init(cpuUserSeconds: 0.25, cpuSystemSeconds: 0)),
      #"{"cpu_system_seconds":0,"cpu_user_seconds":0.25,"type":"started","v":1}"#
    ),
    (
      .progress(
        .init(elapsed: 0.5, queueDepth: 12, inFlight: 4, done: 7, ioWaitSeconds: 0.125, eventLoopLatencySeconds: 0.0625)),
      #"{"done":7,"elapsed":0.5,"event_loop_latency_seconds":0.0625,"in_flight":4,"io_wait_seconds":0.125,"#
        + #""queue_depth":12,"type":"progress","v":1}"#
    ),
    (
      .stall(
        .init(
          startedNs: 5_000_000_000, endedNs: 5_300_000_000, onCpuNs: 200_000_000, runqueueNs: 50_000_000, looks: 10,
          looksAsleep: 2,
          noticedNs: 5_110_000_000, waitChannel: "futex_do_wait", stack: ["work.py:12:parse", "work.py:40:serve"])),
      #"{"ended_ns":5300000000,"looks":10,"looks_asleep":2,"noticed_ns":5110000000,"on_cpu_ns":200000000,"runqueue_ns":50000000,"#
        + #""stack":["work.py:12:parse","work.py:40:serve"],"started_ns":5000000000,"type":"stall","v":1,"#
        + #""wait_channel":"futex_do_wait"}"#
    ),
    (
      .late(.init(intervals: [.init(startedNs: 5_000_000_000, endedNs: 5_040_000_000, onCpuNs: 40_000_000, runqueueNs: 0)])),
      #"{"intervals":[{"ended_ns":5040000000,"looks":0,"looks_asleep":0,"on_cpu_ns":40000000,"runqueue_ns":0,"stack":[],"#
        + #""started_ns":5000000000}],"type":"late","v":1}"#
    ),
    (
      .injected(.init(kind: "sleep", startedNs: 5_000_000_000, endedNs: 5_300_000_000)),
      #"{"ended_ns":5300000000,"kind":"sleep","started_ns":5000000000,"type":"injected","v":1}"#
    ),
    (
      .histogram(.init(of: .queueWait, histogram: LatencyHistogram([(0, 3), (1_000, 1), (250_111, 2)]))),
      #"{"buckets":[[0,3],[1000,1],[250111,2]],"of":"queue_wait","type":"histogram","v":1}"#
    ),
    (
      .result(
        .init(
          seconds: 5.5, itemsOk: 100, itemsFailed: 1, itemsTimeout: 2, itemsDropped: 3, retries: 4, queuePeak: 40,
          ioWaitSeconds: 0.75, cpuStepSeconds: 1.25)),
      #"{"cpu_step_seconds":1.25,"io_wait_seconds":0.75,"items_dropped":3,"items_failed":1,"items_ok":100,"#
        + #""items_timeout":2,"queue_peak":40,"retries":4,"seconds":5.5,"type":"result","v":1}"#
    ),
    (
      .failed(.init(message: "no such mix: 'a/b'\n\"x\"")),
      #"{"message":"no such mix: 'a/b'\n\"x\"","type":"failed","v":1}"#
    ),
  ]
}

extension LatencyHistogram {
  /// From pairs of bucket bound and count; empty where they are not ascending.
  init(_ pairs: [(UInt64, UInt64)]) {
    self = LatencyHistogram(ascending: pairs.map { .init(upperMicroseconds: $0.0, count: $0.1) }) ?? LatencyHistogram()
  }
}
