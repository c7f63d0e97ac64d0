package import Glibc

/// CPU seconds that a process has used.
package struct CPUTime: Hashable, Sendable {
  /// In the program's own code.
  package let userSeconds: Double
  /// In the kernel, on its behalf.
  package let systemSeconds: Double

  /// Pairs the two.
  package init(userSeconds: Double, systemSeconds: Double) {
    self.userSeconds = userSeconds
    self.systemSeconds = systemSeconds
  }

  init(_ usage: rusage) {
    userSeconds = Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) * 1e-6
    systemSeconds = Double(usage.ru_stime.tv_sec) + Double(usage.ru_stime.tv_usec) * 1e-6
  }

  /// Of this process until now, all threads, children left out.
  package static var ofThisProcess: CPUTime {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return CPUTime(usage)
  }

  /// Of its children that have ended, and of theirs.
  package static var ofEndedChildren: CPUTime {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    return CPUTime(usage)
  }

  /// User and system seconds of another process until now, all threads, reaped children left out; 0 where it is gone.
  package static func seconds(ofProcess pid: pid_t) -> Double {
    var clock = clockid_t()
    var time = timespec()
    guard clock_getcpuclockid(pid, &clock) == 0, clock_gettime(clock, &time) == 0 else { return 0 }
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Both together.
  package var totalSeconds: Double { userSeconds + systemSeconds }
}
