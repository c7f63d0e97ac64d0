/// What a request is about: a path, or a URL of which only the path counts (RFC 9112, section 3.2).
package struct RequestTarget: Sendable, Equatable {
  /// From the first slash on, not decoded; `*` stands for the server itself.
  package let path: String
  /// What is between `?` and `#`, not decoded; `nil` if there is none.
  package let query: String?

  /// Splits the text of the request line.
  package init(_ text: String) {
    var rest = text.utf8[...]
    if rest.first != UInt8(ascii: "/"), let scheme = rest.firstRange(of: "://".utf8) {
      rest = rest[scheme.upperBound...].drop { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
    }
    let path = rest.prefix { $0 != UInt8(ascii: "?") }
    self.path = path.isEmpty ? "/" : String(Substring(path))
    let query = rest[path.endIndex...].dropFirst().prefix { $0 != UInt8(ascii: "#") }
    self.query = path.endIndex == rest.endIndex ? nil : String(Substring(query))
  }
}
