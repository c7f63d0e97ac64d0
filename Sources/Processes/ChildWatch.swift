import CLinux
import Glibc

/// Watches a child until it has ended, and takes what it writes to a pipe meanwhile: a child that is not listened to would wait.
///
/// Something that it has started may keep the pipe open: only the end of the child itself counts.
package struct ChildWatch: ~Copyable {
  /// Of what it has written, so much is kept.
  private static let limit = 1500
  /// Without a handle of the process, it is looked for this often.
  private static let lookMilliseconds: Int64 = 10

  private let child: ChildProcess
  /// Readable when it has ended; below 0 if the kernel has no such thing, as before 5.3.
  private let handle: Int32
  private let tail: Int32
  private var isListening: Bool
  private var said: [UInt8] = []

  /// - Parameters:
  ///   - child: one that is not reaped meanwhile.
  ///   - tail: the reading end of a pipe, which is closed by `close`.
  package init(of child: ChildProcess, tail: Int32?) {
    self.child = child
    self.tail = tail ?? -1
    isListening = tail != nil
    handle = calcmon_process_handle(child.pid)
    if let tail { _ = fcntl(tail, F_SETFL, O_NONBLOCK) }
  }

  /// Blocks until it has ended, or there was something to read, or the time is over, whichever comes first. Returns whether it has ended.
  package mutating func isOver(milliseconds: Int64?) -> Bool {
    var waiting = [
      pollfd(fd: handle, events: Int16(POLLIN), revents: 0),
      pollfd(fd: isListening ? tail : -1, events: Int16(POLLIN), revents: 0),
    ]
    let longest = handle >= 0 ? milliseconds : min(milliseconds ?? .max, ChildWatch.lookMilliseconds)
    if !hasEnded { _ = poll(&waiting, 2, longest.map { Int32(clamping: max(0, $0)) } ?? -1) }
    let isOver = hasEnded
    listen()
    return isOver
  }

  /// Lets go of it. Returns the end of what it has written.
  package consuming func close() -> String {
    for descriptor in [handle, tail] where descriptor >= 0 { _ = Glibc.close(descriptor) }
    let text = String(decoding: said, as: UTF8.self)
    return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  /// Its pid stays its own.
  private var hasEnded: Bool {
    var info = siginfo_t()
    return waitid(P_PID, id_t(child.pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo == SIGCHLD
  }

  private mutating func listen() {
    var chunk = [UInt8](repeating: 0, count: 16384)
    while isListening {
      let count = read(tail, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        isListening = count < 0 && errno == EAGAIN
        return
      }
      said = (said + chunk[..<count]).suffix(ChildWatch.limit)
    }
  }
}
