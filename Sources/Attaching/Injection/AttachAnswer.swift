import FoundationEssentials

/// What the probe says of an order: one line of JSON.
package struct AttachAnswer: Codable, Hashable, Sendable {
  package enum State: String, Codable, Sendable {
    case attached
    /// It was attached to before, and nothing was changed.
    case already
    case detached
    /// There was nothing to detach.
    case notAttached = "not_attached"
    /// It could not be done.
    case refused
  }

  package let state: State
  package let reason: String?
  /// The name that it is watched by already; `nil`: it does not tell.
  package let app: String?
  package let hasLoop: Bool?

  enum CodingKeys: String, CodingKey {
    case state, reason, app
    case hasLoop = "has_loop"
  }

  /// The longest line that is read.
  static let longest = 4096

  /// The first line of what was written; `nil`: it is not whole yet, or none that is understood.
  package init?(_ bytes: [UInt8]) {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")),
      let answer = try? JSONDecoder().decode(AttachAnswer.self, from: Data(bytes[..<end]))
    else { return nil }
    self = answer
  }
}
