/// What a client says of compression.
///
/// Source: RFC 9110, section 12.5.3.
package enum AcceptEncoding {
  /// Whether an answer may be compressed with gzip: where it is named, as it is named; else as `*` is. Without a word, it may
  /// not.
  ///
  /// - Parameter values: the values of all `Accept-Encoding` headers, in their order.
  package static func allowsGzip(_ values: [String]) -> Bool {
    let elements = HeaderElement.list(values)
    let named = elements.filter { $0.value == "gzip" || $0.value == "x-gzip" }
    return (named.isEmpty ? elements.filter { $0.value == "*" } : named).contains { $0.quality > 0 }
  }
}
