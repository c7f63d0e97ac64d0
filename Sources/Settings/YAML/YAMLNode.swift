/// A value of the file, aliases and merged keys resolved.
struct YAMLNode {
  /// What it is.
  enum Content {
    case scalar(String, isPlain: Bool)
    case list([YAMLNode])
    case map([Entry])
  }

  /// A key with its value.
  struct Entry {
    let key: String
    let place: Place
    let value: YAMLNode
  }

  let place: Place
  let content: Content

  static func null(_ place: Place) -> YAMLNode { YAMLNode(place: place, content: .scalar("", isPlain: true)) }

  /// Nothing at all, `~` or `null`.
  var isNull: Bool {
    if case .scalar(let text, isPlain: true) = content { ["", "~", "null", "Null", "NULL"].contains(text) } else { false }
  }

  /// What stands at a key, or at a place of a list.
  subscript(key: String) -> YAMLNode? {
    switch content {
    case .scalar: nil
    case .list(let nodes): Int(key).flatMap { nodes.indices.contains($0) ? nodes[$0] : nil }
    case .map(let entries): entries.first { $0.key == key }?.value
    }
  }
}
