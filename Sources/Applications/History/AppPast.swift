/// What an agent before this one has left of an application.
package struct AppPast: Hashable, Sendable {
  /// See `AppInterval.life`.
  package let life: Int
  /// The version that it told last; `nil`: none.
  package let version: String?
  /// Processes that were started before were there already, in clock ticks since the boot; `nil`: none was.
  package let knownUntilTicks: UInt64?

  package init(life: Int, version: String?, knownUntilTicks: UInt64?) {
    self.life = life
    self.version = version
    self.knownUntilTicks = knownUntilTicks
  }
}
