import Thresholds

/// An application as `/api/v1/apps` tells it. Agents of another version may lack what they do not judge.
struct WatchedAppAnswer: Decodable {
  let app: String
  let up: Bool
  let event_loop_latency_seconds: Latency
  let busy_ratio: Double?
  let tasks: Double?
  let memory_bytes: Double?
  let stalls: Stalls
  let processes: [Process]
  let verdict: Verdict?
  let targets: [Target]?

  struct Latency: Decodable {
    let p99: Double?
  }

  struct Stalls: Decodable {
    let count: Double
    let newest: [Stall]
  }

  struct Stall: Decodable {
    let seconds: Double
    let cause: String?
    let frame: String?
    let startup: Bool
  }

  struct Process: Decodable {
    let pid: Int
    let python: String?
    let connected_seconds: Double?
    let busy_ratio: Double?
    let tasks: Double?
    let memory_bytes: Double?
    let standing: Standing?
  }

  struct Standing: Decodable {
    let seconds: Double
    let state: String?
    let wait_channel: String?
    let frame: String?
  }

  struct Target: Decodable {
    let target: String
    let verdict: Verdict
    let value: Double?
    let value_text: String?
    let limit_text: String?
    let cause: String?
    let cause_text: String?
    let queue: String?
    let reason: String?
  }
}

/// What `/api/v1/apps/NAME` tells beside it.
struct WatchedAppDetailAnswer: Decodable {
  let app: String
  let verdict: Verdict
  let targets: [WatchedAppAnswer.Target]
  let places: [Place]
  let occurrences: [Occurrence]

  struct Place: Decodable {
    let frame: String?
    let cause: String
    let seconds: Double
    let count: Int
    let worst_seconds: Double
  }

  struct Occurrence: Decodable {
    let at: String
    let kind: String
    let pid: Int?
    let version: String?
    let frame: String?
    let stood_seconds: Double?
  }
}
