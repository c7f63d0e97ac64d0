/// Names that applications give to themselves and to their queues, and that become labels.
package enum AppName {
  /// Longest name.
  package static let longest = 64

  /// The name with a dash for each run of characters that a name has not, cut to its length; `nil` if nothing is left.
  package static func clean(_ text: String) -> String? {
    var name: [UInt8] = []
    for byte in text.utf8 where name.count < longest {
      if isLetter(byte) { name.append(byte) } else if name.last != UInt8(ascii: "-") { name.append(UInt8(ascii: "-")) }
    }
    return name.contains { $0 != UInt8(ascii: "-") } ? String(decoding: name, as: UTF8.self) : nil
  }

  /// The name with an ending, by which it is told from others; cut so that both have room.
  package static func joined(_ name: String, _ ending: String) -> String {
    "\(name.prefix(max(1, longest - ending.utf8.count)))\(ending)"
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"): true
    default: false
    }
  }
}
