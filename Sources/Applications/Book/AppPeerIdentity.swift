/// Who has connected, as the kernel tells and not as it says itself.
package struct AppPeerIdentity: Hashable, Sendable {
  /// `nil` if its pid is not seen from here.
  package let pid: Int?
  package let uid: UInt32
  /// When it was started, in clock ticks since the boot: with the pid it tells processes apart; `nil` if it cannot be read.
  package let startTicks: UInt64?

  package init(pid: Int?, uid: UInt32, startTicks: UInt64?) {
    self.pid = pid
    self.uid = uid
    self.startTicks = startTicks
  }
}
