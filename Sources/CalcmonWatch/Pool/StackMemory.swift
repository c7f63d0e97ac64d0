import CLinux
import Glibc

/// The memory of this process, as the kernel shows it: a read of what is not there fails, and harms nothing.
final class StackMemory: Sendable {
  private let descriptor = open("/proc/self/mem", O_RDONLY | O_CLOEXEC)

  private let queues = calcmon_data_of_queues()

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Whether a thread that sleeps runs a job of a task; `nil` if that cannot be known. One that waits for work may have an old job on its stack,
  /// but it waits in a place of the library of queues.
  ///
  /// - Parameter place: the first argument of the call in which it sleeps.
  func hasJob(from stackPointer: UInt64, in place: UInt64) -> Bool? {
    if queues.begin <= place, place < queues.end { return false }
    return switch calcmon_stack_has_job(descriptor, stackPointer) {
    case 1: true
    case 0: false
    default: nil
    }
  }
}
