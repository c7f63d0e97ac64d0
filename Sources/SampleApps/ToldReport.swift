package import Samples

/// What `calcmon exec --format json` tells, as far as the truth has something to say about it.
package struct ToldReport: Sendable, Decodable {
  package struct Stall: Sendable, Decodable {
    package let startedMonotonicNs: Int64
    package let endedMonotonicNs: Int64
    package let cause: StallCause?
    package let secondsByCause: [String: Double]
    package let startup: Bool
    package let overload: Bool
    package let hostCaused: Bool
    package let frame: String?
    package let holder: Holder?

    /// Its length.
    package var seconds: Double { Double(endedMonotonicNs - startedMonotonicNs) * 1e-9 }
    var interval: ClosedRange<Int64> { startedMonotonicNs...max(startedMonotonicNs, endedMonotonicNs) }
  }

  package struct Holder: Sendable, Decodable {
    package let thread: String
    package let frame: String?
  }

  package struct Gauge: Sendable, Decodable {
    package let queue: String?
    package let trendPerSecond: Double?
  }

  package let app: String
  package let exitStatus: Int
  package let processes: Int
  package let stalls: [Stall]
  package let tasks: Gauge
  package let queues: [Gauge]
  package let probeErrors: Int
}
