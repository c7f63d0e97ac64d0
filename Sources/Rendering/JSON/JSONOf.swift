package import Samples

/// An object with the mix, the strategy and the runtime beside its own fields.
package struct JSONOf<Body: Encodable>: Encodable {
  private enum Key: String, CodingKey { case mix, strategy, runtime }

  private let identity: RunIdentity
  private let body: Body

  /// What was run, and what is said of it.
  package init(_ identity: RunIdentity, _ body: Body) {
    self.identity = identity
    self.body = body
  }

  package func encode(to encoder: any Encoder) throws {
    try body.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(identity.mix, forKey: .mix)
    try container.encode(identity.strategy, forKey: .strategy)
    try container.encode(identity.runtime, forKey: .runtime)
  }
}
