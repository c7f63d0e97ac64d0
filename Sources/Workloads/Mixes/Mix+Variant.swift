import FoundationEssentials
import Samples

/// The name of a mix that was changed for some runs: its history is another one.
extension Mix {
  /// A name may have so many bytes.
  private static let longestName = 64
  private static let digits = 6

  /// Under a name of its own, such as `mixed~3f2a81`: equal changes have equal names, on any host.
  package var asVariant: Mix {
    var variant = self
    variant.name = "\(stem)~\(variantDigits)"
    return variant
  }

  /// As much of the name as there is room for.
  private var stem: String {
    var stem = name
    while stem.utf8.count > Self.longestName - Self.digits - 1 { stem.removeLast() }
    return stem
  }

  /// FNV-1a of the parameters.
  private var variantDigits: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let bytes = ((try? encoder.encode(parameters)).map { Array($0) } ?? []) + Array(kind.rawValue.utf8)
    let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    let text = String((hash ^ hash >> 32) & 0xff_ffff, radix: 16)
    return String(repeating: "0", count: Self.digits - text.count) + text
  }
}
