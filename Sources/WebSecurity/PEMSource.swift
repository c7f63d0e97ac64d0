/// Where PEM comes from. Its description does not show what may be a key.
package enum PEMSource: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  /// A file's path.
  case file(String)
  /// What the configuration itself holds, and the key at which it stands.
  case text(String, key: String)

  package var description: String {
    switch self {
    case .file(let path): path
    case .text(_, let key): "'\(key)' of the web configuration"
    }
  }

  package var customMirror: Mirror { Mirror(self, children: []) }

  /// `nil`: it is no file.
  var path: String? { if case .file(let path) = self { path } else { nil } }
}
