import Glibc

/// The kernel does not give what is needed: there is no more of it, or the call for it is not there or forbidden.
package struct ResourceError: Error, Hashable, CustomStringConvertible {
  /// What is needed.
  package enum Thing: String, Sendable {
    case thread = "start a thread"
    case eventLoop = "make an event loop"
    case signals = "listen to signals"
  }

  /// What was to be had.
  package let thing: Thing
  /// The system call, or the library's function, that has failed.
  package let call: String
  /// The kernel's reason.
  package let errno: Int32

  /// Joins the three.
  package init(_ thing: Thing, call: String, errno: Int32) {
    self.thing = thing
    self.call = call
    self.errno = errno
  }

  package var description: String {
    "cannot \(thing.rawValue): \(call): \(String(cString: strerror(errno)))" + (advice.map { "; \($0)" } ?? "")
  }

  private var advice: String? {
    switch errno {
    case ENOSYS, EPERM, EACCES: "Linux 3.2 or later is needed, and a seccomp filter (of the container) that allows \(call)"
    case EMFILE: "raise the limit of open files (ulimit -n, LimitNOFILE=)"
    case ENFILE: "the whole system has no open files left (sysctl fs.file-max)"
    case EAGAIN:
      "raise the limit of processes (ulimit -u, LimitNPROC=), of the control group (TasksMax=, --pids-limit) or of address space "
        + "(ulimit -v, LimitAS=)"
    case ENOMEM: "there is too little memory"
    default: nil
    }
  }
}
