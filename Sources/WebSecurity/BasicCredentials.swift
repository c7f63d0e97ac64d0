import FoundationEssentials

/// What a header `Authorization: Basic` says (RFC 7617).
struct BasicCredentials: Hashable {
  /// Longer headers are none of a person or a scraper.
  private static let longest = 4096

  let user: [UInt8]
  let password: [UInt8]

  /// `nil` where it is of another scheme, no base 64, without a colon, with a null byte in the password, or longer than 4 KiB.
  init?(_ header: String) {
    let scheme = "basic "
    guard header.utf8.count <= Self.longest, header.prefix(scheme.count).lowercased() == scheme else { return nil }
    let encoded = header.dropFirst(scheme.count).drop { $0 == " " }
    // The decoder takes padding that nothing needs.
    guard encoded.utf8.count % 4 == 0, let decoded = Data(base64Encoded: String(encoded)) else { return nil }
    guard let colon = decoded.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    user = Array(decoded[..<colon])
    password = Array(decoded[colon...].dropFirst())
    guard !password.contains(0) else { return nil }
  }
}
