/// Figures and numbers of names in few bytes, written one after the other: small and round ones, as most are, take one to three.
///
/// Seven bits a byte, the lowest first; the lowest two of a figure tell what it is. Each figure comes back as it was, to the last bit.
struct PackedFigures {
  private enum Kind: UInt64 {
    /// Thousandths.
    case thousandths = 0
    /// Eight bytes follow.
    case exact = 1
    /// There is none.
    case none = 2
    case whole = 3
  }

  private static let mostBits: UInt64 = 50

  private(set) var bytes: [UInt8] = []

  mutating func append(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func append(figure: Double?) {
    guard let figure else { return append(Kind.none.rawValue) }
    if let whole = Self.count(figure, figure) { return append(whole << 2 | Kind.whole.rawValue) }
    if let thousandths = Self.count((figure * 1000).rounded(), figure, per: 1000) {
      return append(thousandths << 2 | Kind.thousandths.rawValue)
    }
    append(Kind.exact.rawValue)
    for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: figure.bitPattern >> shift)) }
  }

  /// `nil` if so many parts are not exactly the figure; -0 is none of them.
  private static func count(_ parts: Double, _ figure: Double, per unit: Double = 1) -> UInt64? {
    guard parts >= 0, parts < Double(UInt64(1) << mostBits), figure.sign == .plus, let count = UInt64(exactly: parts),
      Double(count) / unit == figure
    else { return nil }
    return count
  }

  /// Reads them in their order.
  struct Reader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    /// `nil` if there is none, or it is longer than 64 bits.
    mutating func number() -> UInt64? {
      var number: UInt64 = 0
      for shift in stride(from: UInt64(0), to: 63, by: 7) {
        guard let byte = rest.popFirst() else { return nil }
        number |= UInt64(byte & 0x7f) << shift
        if byte < 0x80 { return number }
      }
      return nil
    }

    /// The inner `nil` is a figure that there is none of; the outer one is told if it cannot be read.
    mutating func figure() -> Double?? {
      guard let number = number(), let kind = Kind(rawValue: number & 3) else { return .none }
      switch kind {
      case .none: return .some(nil)
      case .whole: return .some(Double(number >> 2))
      case .thousandths: return .some(Double(number >> 2) / 1000)
      case .exact:
        guard rest.count >= 8 else { return .none }
        let bits = rest.prefix(8).enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << (8 * UInt64($1.offset)) }
        rest = rest.dropFirst(8)
        return .some(Double(bitPattern: bits))
      }
    }
  }
}
