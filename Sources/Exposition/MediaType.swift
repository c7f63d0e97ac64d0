/// `type/subtype` in lower case; either may be `*` in what a client accepts.
struct MediaType: Hashable, Sendable {
  let type: String
  let subtype: String
}

extension MediaType {
  /// `nil` of what is no media type.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    self.init(type: String(parts[0]), subtype: String(parts[1]))
  }
}
