import Samples

/// A target as one word of a command: `event_loop_latency=p(99) < 50ms`.
package enum NamedTarget {
  /// The reason why a text is none.
  package enum Problem: Error, Hashable, CustomStringConvertible {
    /// It has another form, or there is no target of this name.
    case form
    /// What is behind the name is no target.
    case target(TargetName, TargetSyntaxError)

    /// Goes on after the text if it is of another form; else a sentence for itself.
    package var description: String {
      switch self {
      case .form:
        "is not NAME=TARGET, such as 'event_loop_latency=p(99) < 50ms', with one of the names \(NamedTarget.names.joined(separator: ", "))"
      case .target(let name, let error): "\(name.rawValue), \(error)"
      }
    }
  }

  /// All names, in order.
  package static let names = TargetName.allCases.map(\.rawValue)

  /// Reads a target with its name.
  package static func parse(_ text: String) throws(Problem) -> Target {
    guard let equals = text.firstIndex(of: "=") else { throw .form }
    let word = text[..<equals].split(separator: " ").joined(separator: " ")
    guard let name = TargetName(rawValue: word) else { throw .form }
    do {
      return try Target(parsing: String(text[text.index(after: equals)...]), for: name)
    } catch {
      throw .target(name, error)
    }
  }
}
