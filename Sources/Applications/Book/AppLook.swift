/// What the kernel shows of the main thread of a process that has been silent.
package struct AppLook: Hashable, Sendable {
  /// As in `/proc/<pid>/stat`: `R` on a core or ready for one, `S` and `D` asleep, `T` stopped.
  package let state: Character
  /// In what it sleeps; `nil` if it does not, or this user may not know.
  package let waitChannel: String?
  /// The share of the time since the look before in which it was on a core; `nil` if it is not known.
  package let onCPURatio: Double?

  package init(state: Character, waitChannel: String?, onCPURatio: Double?) {
    self.state = state
    self.waitChannel = waitChannel
    self.onCPURatio = onCPURatio
  }

  /// Whether it was stopped, by a signal or a debugger.
  package var isStopped: Bool { state == "T" || state == "t" }
}
