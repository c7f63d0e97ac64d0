import Glibc
import Procfs

/// Finds out why the kernel keeps this user from looking into a process.
package struct TargetRights {
  private let process: TargetProcess
  private let ownUser: UInt32

  /// - Parameter ownUser: as which this process works.
  package init(_ process: TargetProcess, ownUser: UInt32 = geteuid()) {
    self.process = process
    self.ownUser = ownUser
  }

  /// A part of a sentence, with what can be done about it.
  package func reason(errno code: Int32) -> String {
    if ownUser == 0 {
      return
        "root may not do it here (\(String(cString: strerror(code)))); it needs the capability SYS_PTRACE, as in docker run --cap-add SYS_PTRACE"
    }
    if process.credentials.user != ownUser {
      return "it belongs to user \(process.credentials.user), and this is user \(ownUser); only that one and root may"
    }
    if let scope = yama, scope > 0 {
      return
        "kernel.yama.ptrace_scope is \(scope), so \(scope < 3 ? "only root may" : "no user may, root neither, until the next boot")"
    }
    if isUndumpable {
      return "it is hardened: it has made itself undumpable (PR_SET_DUMPABLE), or has rights of its own; only root may"
    }
    return "\(String(cString: strerror(code))); only root may"
  }

  /// Its files belong to root then, though it does not.
  private var isUndumpable: Bool {
    var status = stat()
    return stat("\(process.proc.path)/\(process.pid)/stat", &status) == 0 && status.st_uid == 0
  }

  private var yama: Int? {
    (try? process.proc.read("sys/kernel/yama/ptrace_scope")).flatMap { $0.first?.wholeNumberValue }
  }
}
