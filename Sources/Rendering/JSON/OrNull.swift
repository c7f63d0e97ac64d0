/// An optional that is written as `null`, and not left out, if there is no figure. So is a number that is not finite, which JSON cannot say.
package struct OrNull<Value: Encodable>: Encodable {
  private let value: Value?

  package init(_ value: Value?) { self.value = value }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value, (value as? Double)?.isFinite ?? true { try container.encode(value) } else { try container.encodeNil() }
  }
}
