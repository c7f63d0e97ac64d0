package import Glibc

/// Who is at the other end of a connection, as the kernel tells.
package struct AppPeer: Hashable, Sendable {
  /// 0 if the process is in a pid namespace that cannot be seen from here.
  package let pid: pid_t
  package let uid: uid_t

  package init(pid: pid_t, uid: uid_t) {
    self.pid = pid
    self.uid = uid
  }
}
