package import Telemetry

/// The order of what a child tells of its stalls: those of one loop follow each other, those of several loops may overlap.
package struct StallOrder: Sendable {
  private let type: String
  private let servers: Int
  private var ends: [Int: Int64] = [:]

  /// - Parameters:
  ///   - type: of the messages.
  ///   - servers: how many loops there are.
  package init(of type: String, servers: Int) {
    self.type = type
    self.servers = servers
  }

  /// Takes what a message tells of one loop.
  ///
  /// - Throws: `TelemetryError.unexpected` if it is not in order, of no loop, or of several.
  package mutating func receive(_ intervals: [TelemetryMessage.StallReport]) throws(TelemetryError) {
    guard let first = intervals.first, let last = intervals.last else { throw .unexpected("an empty '\(type)'") }
    let server = first.server ?? 0
    guard server < servers else { throw .unexpected("a '\(type)' of server \(server), of \(servers)") }
    guard intervals.allSatisfy({ $0.server == first.server }) else { throw .unexpected("a '\(type)' of several servers") }
    guard first.startedNs >= ends[server] ?? 0 else { throw .unexpected("a '\(type)' that begins before the last one ended") }
    ends[server] = last.endedNs
  }
}

extension [TelemetryMessage.StallReport] {
  /// By their begins; of one loop they are so already.
  package var inOrderOfTime: Self { sorted { ($0.startedNs, $0.endedNs) < ($1.startedNs, $1.endedNs) } }
}
