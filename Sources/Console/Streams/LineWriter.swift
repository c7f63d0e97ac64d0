import Glibc

/// Lines on their way to a descriptor whose other end may take nothing for long: a pipe that is never read, a terminal that Ctrl-S has stopped.
///
/// They wait here, up to a bound, and a thread writes them; who adds one never waits. What does not fit any more, or cannot be written, is
/// dropped and counted. A thread, since `O_NONBLOCK` would be set for all who share the descriptor (the shell that started this
/// process), and opening it anew loses a file's end and is refused for a pipe of another user.
package final class LineWriter: Sendable {
  private let descriptor: Int32
  private let limit: Int
  private let state = Monitor(State())

  /// - Parameter limit: of the bytes that wait.
  package init(descriptor: Int32, limit: Int = 1 << 18) {
    self.descriptor = descriptor
    self.limit = limit
  }

  /// How many lines were dropped so far.
  package var dropped: Int { state.withLock(\.dropped) }

  /// Whether all is written.
  package var isIdle: Bool { state.withLock { !$0.isWriting } }

  /// Why something could not be written, if so, and whether the last line is cut off.
  var failure: (errno: Int32?, isTorn: Bool) { state.withLock { ($0.failure, $0.isTorn) } }

  /// Sets what is written in the place of lines that were dropped; without it, nothing is.
  package func tellDropped(_ notice: @escaping @Sendable (_ count: Int) -> String) { state.withLock { $0.notice = notice } }

  /// Adds a line, with its line feed. Never waits.
  package func add(_ text: String) {
    let bytes = Array(text.utf8)
    let mustStart = state.withLock { state in
      // One line waits always, however long it is.
      guard state.waitingBytes == 0 || state.waitingBytes + bytes.count <= limit else {
        state.dropped += 1
        state.untold += 1
        return false
      }
      state.lines.append((bytes, state.untold))
      state.untold = 0
      state.waitingBytes += bytes.count
      defer { state.isWriting = true }
      return !state.isWriting
    }
    if mustStart { start() }
  }

  /// Waits until all is written, or until it is of no use to wait: the other end has taken nothing for so long.
  ///
  /// - Parameter seconds: `nil`: as long as it takes.
  @discardableResult package func flush(atMost seconds: Int?) -> Bool {
    if state.withLock({ !$0.isWriting && !$0.lines.isEmpty }) { writeHere(atMost: seconds) }
    let isHopeless = seconds != nil && state.withLock { $0.stuckAt == $0.written && $0.isWriting }
    if state.wait(atMost: isHopeless ? 0 : seconds, until: { !$0.isWriting }) { return true }
    state.withLock { $0.stuckAt = $0.written }
    return false
  }

  private func start() {
    let me = Unmanaged.passRetained(self)
    var handle = pthread_t()
    guard pthread_create(&handle, nil, writerMain, me.toOpaque()) == 0 else {
      me.release()
      // What waits is written by the next line's thread, or when it is waited for.
      return state.withLock { $0.isWriting = false }
    }
    pthread_detach(handle)
  }

  /// Writes without a thread, if the kernel gives none: at the end of a process that has to say just that.
  private func writeHere(atMost seconds: Int?) {
    var poller = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    guard poll(&poller, 1, seconds.map { Int32(clamping: $0 * 1000) } ?? -1) > 0 else { return }
    state.withLock { $0.isWriting = true }
    work()
  }

  /// Until nothing waits.
  fileprivate func work() {
    while let piece = next() {
      let failure = DescriptorWrite.all(piece.bytes, to: descriptor)
      state.withLock { $0.done(piece, failure) }
    }
  }

  private func next() -> Piece? {
    state.withLock { state in
      let piece = state.next()
      state.isWriting = piece != nil
      return piece
    }
  }
}

extension LineWriter {
  /// What is written at once: a line, and what is to be told before it.
  private struct Piece {
    let bytes: [UInt8]
    /// What of it waited.
    let waited: Int
    /// None, if it tells of dropped ones only.
    let lines: Int
    /// How many dropped lines it tells of.
    let told: Int
  }

  private struct State {
    var lines: [(bytes: [UInt8], droppedBefore: Int)] = []
    var waitingBytes = 0
    var isWriting = false
    /// Lines dropped since the last one that waits.
    var untold = 0
    var dropped = 0
    /// Whether the last thing that was written is a part of a line.
    var isTorn = false
    /// Whether the last thing could not be written.
    var isFailing = false
    /// Why something could not be written, ever.
    var failure: Int32?
    var written = 0
    /// `written` when it was last waited for in vain.
    var stuckAt: Int?
    var notice: (@Sendable (Int) -> String)?

    mutating func next() -> Piece? {
      let line = lines.isEmpty ? nil : lines.removeFirst()
      let told = line?.droppedBefore ?? (isFailing ? 0 : untold)
      let text = told > 0 ? notice?(told) ?? "" : ""
      guard line != nil || !text.isEmpty else { return nil }
      if line == nil { untold = 0 }
      return Piece(
        bytes: Array(((isTorn ? "\n" : "") + text).utf8) + (line?.bytes ?? []), waited: line?.bytes.count ?? 0,
        lines: line == nil ? 0 : 1, told: told)
    }

    mutating func done(_ piece: Piece, _ failure: DescriptorWrite.Failure?) {
      waitingBytes -= piece.waited
      isFailing = failure != nil
      isTorn = failure.map { $0.isTorn || isTorn } ?? false
      guard let failure else { return written += 1 }
      self.failure = failure.errno
      dropped += piece.lines
      // The next line is written after them.
      if lines.isEmpty { untold += piece.lines + piece.told } else { lines[0].droppedBefore += piece.lines + piece.told }
    }
  }
}

private func writerMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  let writer = Unmanaged<LineWriter>.fromOpaque(context).takeRetainedValue()
  writer.work()
  return nil
}
