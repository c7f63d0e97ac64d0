import Glibc

/// An IP address in any of its spellings.
struct HostAddress: Hashable, Sendable {
  /// Four bytes, or sixteen.
  private let bytes: [UInt8]

  /// Also in the shorter and the hexadecimal forms of inet_aton(3), as `127.1`: every browser reads such a host as an address, and none as a
  /// name (https://url.spec.whatwg.org/#concept-ipv4-parser).
  init?(v4 text: String) {
    var address = in_addr()
    // It would stop at a space.
    guard text.allSatisfy({ $0.isHexDigit || $0 == "." || $0 == "x" }), inet_aton(text, &address) == 1 else { return nil }
    bytes = withUnsafeBytes(of: address) { Array($0) }
  }

  /// Without brackets; the zone, as in `fe80::1%eth0`, says which link is meant and is left out. An IPv4 address that is mapped into IPv6 is
  /// that IPv4 address.
  init?(v6 text: String) {
    var address = in6_addr()
    guard inet_pton(AF_INET6, String(text.prefix { $0 != "%" }), &address) == 1 else { return nil }
    let all = withUnsafeBytes(of: address) { Array($0) }
    let isMapped = all.prefix(10).allSatisfy { $0 == 0 } && all[10] == 0xFF && all[11] == 0xFF
    bytes = isMapped ? Array(all[12...]) : all
  }

  /// 127.0.0.0/8 and ::1.
  var isLoopback: Bool { bytes.count == 4 ? bytes[0] == 127 : bytes.last == 1 && bytes.dropLast().allSatisfy { $0 == 0 } }

  /// 0.0.0.0 and ::, by which Linux reaches itself.
  var isUnspecified: Bool { bytes.allSatisfy { $0 == 0 } }

  /// `127.0.0.1`; an IPv6 address with all of its digits, which is enough to be compared.
  var text: String {
    if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
    return stride(from: 0, to: 16, by: 2).map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
      .joined(separator: ":")
  }
}
