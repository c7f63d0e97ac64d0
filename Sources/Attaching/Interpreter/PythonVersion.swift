/// A version of Python, as its memory tells it: `PY_VERSION_HEX`.
struct PythonVersion: Hashable, Sendable, CustomStringConvertible {
  let major: Int
  let minor: Int
  private let micro: Int
  private let level: Int
  private let serial: Int

  /// `0x030E0AF0` is 3.14.10.
  init(_ number: UInt64) {
    major = Int(number >> 24 & 0xff)
    minor = Int(number >> 16 & 0xff)
    micro = Int(number >> 8 & 0xff)
    level = Int(number >> 4 & 0xf)
    serial = Int(number & 0xf)
  }

  /// Whether it is no alpha, beta or candidate, in which the memory may still be another.
  var isFinal: Bool { level == 0xf }

  var description: String {
    let kind = [0xa: "a", 0xb: "b", 0xc: "rc"][level]
    return "\(major).\(minor).\(micro)\(kind.map { "\($0)\(serial)" } ?? "")"
  }
}
