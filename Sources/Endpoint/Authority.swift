/// Host and port, as a header `Host`, or a URL, has them.
struct Authority: Hashable, Sendable {
  /// A name in lower case without a dot at its end, or an address in its usual form, without brackets.
  let host: String
  /// If the host is one.
  let address: HostAddress?
  /// `nil`: that of the scheme.
  let port: UInt16?

  /// Reads such a text; `nil` if it is none.
  init?(_ text: String) {
    let end = text.hasPrefix("[") ? text.firstIndex(of: "]").map(text.index(after:)) : text.firstIndex(of: ":")
    guard let end = end ?? (text.hasPrefix("[") ? nil : text.endIndex) else { return nil }
    let rest = text[end...]
    guard rest.isEmpty || rest.first == ":" else { return nil }
    let digits = rest.dropFirst()
    guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), digits.isEmpty || UInt16(digits) != nil else { return nil }
    port = UInt16(digits)
    let name = text[..<end].lowercased()
    if name.hasPrefix("[") {
      guard let address = HostAddress(v6: String(name.dropFirst().dropLast())) else { return nil }
      (host, self.address) = (address.text, address)
    } else {
      // Of a name that ends in a dot the search list of a resolver is not tried; it is the same name.
      let plain = name.hasSuffix(".") ? String(name.dropLast()) : name
      guard !plain.isEmpty, !plain.hasSuffix(".") else { return nil }
      address = HostAddress(v4: plain)
      host = address?.text ?? plain
    }
  }
}
