/// Sizes as people write them: `2GiB`, `500MB`, `65536`.
package enum SizeText {
  private static let units: [(name: String, bytes: Double)] = [
    ("", 1), ("B", 1), ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("TiB", 1_099_511_627_776), ("KB", 1e3),
    ("MB", 1e6), ("GB", 1e9), ("TB", 1e12),
  ]

  /// A number, which may have decimals, and a unit, binary or decimal; in bytes. `nil` where the text is anything else, or more than
  /// can be.
  package static func bytes(_ text: String) -> Int? {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let name = text.dropFirst(number.count)
    guard !number.isEmpty, number.count <= 15, number.first != ".", number.last != ".", let value = Double(number),
      let unit = units.first(where: { $0.name == name })
    else { return nil }
    return Int(exactly: (value * unit.bytes).rounded())
  }
}
