package import Samples

/// A stall of an application with its process and its place in time, as JSON.
package struct JSONAppStallEntry: Encodable {
  private let at: String
  private let pid: Int
  private let stall: JSONAppStall

  private enum CodingKeys: CodingKey { case at, pid }

  /// - Parameter at: when the loop turned again.
  package init(at: Timestamp, pid: Int, _ stall: AppStall) {
    (self.at, self.pid, self.stall) = (at.iso8601, pid, JSONAppStall(stall))
  }

  package init(_ entry: AppStallEntry) { self.init(at: entry.endedAt, pid: entry.pid, entry.stall) }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(at, forKey: .at)
    try container.encode(pid, forKey: .pid)
    try stall.encode(to: encoder)
  }
}
