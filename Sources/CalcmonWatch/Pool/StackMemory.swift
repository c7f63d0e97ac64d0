import CLinux
import Glibc

/// The memory of this process, as the kernel shows it: a read of what is not there fails, and harms nothing.
final class StackMemory: Sendable {
  private let descriptor = open("/proc/self/mem", O_RDONLY | O_CLOEXEC)

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Whether a thread that sleeps runs a job of a task; `nil` if that cannot be known.
  func hasJob(from stackPointer: UInt64) -> Bool? {
    switch calcmon_stack_has_job(descriptor, stackPointer) {
    case 1: true
    case 0: false
    default: nil
    }
  }
}
