import CLinux
import Glibc

/// What a process does before anything else: it makes itself independent of what it has inherited.
package enum ProcessStart {
  /// To be called first thing in `main`, before there are threads and before a file is opened.
  package static func prepare() {
    calcmon_note_ignored_signals()
    openStandardDescriptors()
    calcmon_raise_descriptor_limit()
    // If it is ignored, the kernel tells nobody how a child has ended.
    signal(SIGCHLD, SIG_DFL)
    if getpid() == 1 { calcmon_obey_signals() }
    OrphanReaper.start()
  }

  /// Puts something in the place of those of 0, 1 and 2 that are closed: the next file that is opened, such as the database, would be given that
  /// number, and what is printed would go there. What is written to them is an error, as it was.
  private static func openStandardDescriptors() {
    for descriptor in Int32(0)..<3 where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is this one.
      if open("/dev/null", O_RDONLY) < 0 { _ = open("/", O_RDONLY | O_DIRECTORY) }
    }
  }
}
