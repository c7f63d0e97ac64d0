/// Whether and where applications report.
package struct WatchSettings: Hashable, Sendable {
  /// The socket at which they do.
  package enum Socket: Hashable, Sendable {
    /// Where the agent may write.
    case standard
    /// They are not watched.
    case off
    case path(String)

    /// The word that switches it off.
    static let offWord = "none"

    /// As it is written: a path, or `none`; nothing is as good as `none`.
    package init(_ text: String) { self = text.isEmpty || text == Socket.offWord ? .off : .path(text) }
  }

  package var socket = Socket.standard
  /// The group whose members may report; `nil`: that of the agent.
  package var group: String?
  private var place: IgnoredPlace = .init(place: nil)

  package init() {}

  init(_ map: YAMLMap) {
    _ = map.take("socket") { value in
      place = IgnoredPlace(place: value.node.place)
      guard let text = value.text() else { return }
      socket = Socket(text)
      if case .path = socket, let path = value.path() { socket = .path(path) }
    }
    map.set(&group, "group") { $0.line() }
  }

  /// What is wrong with the socket as things are on this host.
  package func problem(_ message: String, file: String) -> SettingsProblems {
    SettingsProblems(file: file, [SettingsProblem(place.place, "socket: \(message)")])
  }
}

/// Where something stands in a file; two settings that differ in that alone are the same.
private struct IgnoredPlace: Hashable, Sendable {
  let place: Place?

  static func == (a: Self, b: Self) -> Bool { true }
  func hash(into hasher: inout Hasher) {}
}
