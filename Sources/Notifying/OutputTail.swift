import Glibc
import Processes
import Synchronization

/// The end of what a child prints: all is read, so that it never waits, and little is kept.
final class OutputTail: Sendable {
  private static let kept = 4096

  /// The child's standard output and error. Whoever starts the child closes it.
  let childEnd: Int32
  private let reading: Int32
  private let ended: Descriptors.Pipe
  private let isEndOpen = Mutex(true)

  init() throws(DescriptorError) {
    let pipes = try Descriptors.pipes(2)
    (reading, childEnd) = pipes[0]
    ended = pipes[1]
    _ = fcntl(reading, F_SETFL, O_NONBLOCK)
  }

  /// The child has ended: what it has printed is there, and a process that it left behind is not waited for.
  func end() {
    isEndOpen.withLock { isOpen in
      if isOpen { _ = Glibc.close(ended.writing) }
      isOpen = false
    }
  }

  /// After `read` has returned, or where it was never called.
  func close() {
    end()
    _ = (Glibc.close(reading), Glibc.close(ended.reading))
  }

  /// Blocks until the child has ended, or has closed it.
  func read() -> [UInt8] {
    var tail: [UInt8] = []
    while true {
      var waits = [pollfd(fd: reading, events: Int16(POLLIN), revents: 0), pollfd(fd: ended.reading, events: 0, revents: 0)]
      if poll(&waits, 2, -1) < 0 { if errno == EINTR { continue } else { return tail } }
      if waits[1].revents != 0 {
        // A pipe holds no more than that by itself.
        for _ in 0..<256 where readSome(&tail) == .some {}
        return tail
      }
      if readSome(&tail) == .end { return tail }
    }
  }

  private enum Progress { case some, nothingNow, end }

  private func readSome(_ tail: inout [UInt8]) -> Progress {
    var chunk = [UInt8](repeating: 0, count: Self.kept)
    let count = Glibc.read(reading, &chunk, chunk.count)
    if count < 0 { return errno == EINTR || errno == EAGAIN ? .nothingNow : .end }
    tail = (tail + chunk[..<count]).suffix(Self.kept)
    return count == 0 ? .end : .some
  }
}
