package import Samples

/// Alertmanager's fingerprint of a set of labels: FNV-1a of 64 bits over the names in ascending order, each with its value, each followed by
/// the byte 255 (`prometheus/common`, `model/signature.go`). Labels without a value do not count.
package struct Fingerprint: Hashable, Comparable, Sendable {
  private let bits: UInt64

  /// Of labels.
  package init(_ labels: Labels) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ text: String) {
      for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      hash = (hash ^ 255) &* 0x100_0000_01b3
    }
    for pair in labels.pairs where !pair.value.isEmpty {
      add(pair.name)
      add(pair.value)
    }
    bits = hash
  }

  /// 16 hexadecimal digits.
  package var text: String {
    let digits = String(bits, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// By number.
  package static func < (a: Fingerprint, b: Fingerprint) -> Bool { a.bits < b.bits }
}
