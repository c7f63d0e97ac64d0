import CLinux
import Glibc

/// Waits for the end of a process, whoever has started it.
package final class ProcessEnd: Sendable {
  private let handle: Int32

  /// Where the kernel has no handles of processes, it does not see the end.
  package init(_ pid: Int32) { handle = calcmon_process_handle(pid) }

  deinit { if handle >= 0 { close(handle) } }

  /// Waits for so long at the most, or for a signal. Returns whether the process has ended.
  package func wait(seconds: Double) -> Bool {
    var waited = pollfd(fd: handle, events: Int16(POLLIN), revents: 0)
    let milliseconds = Int32((1000 * min(max(0, seconds), 3600)).rounded(.up))
    return poll(&waited, handle < 0 ? 0 : 1, milliseconds) > 0
  }
}
