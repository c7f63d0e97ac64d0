import Glibc

/// The CPU times of all processes that can be seen, as of one pass over `/proc/*/stat`.
///
/// A pass is cheap: a file is read into a buffer that all share, and of its fields only those that are kept are taken apart. Processes
/// come and go meanwhile: one that is gone, or whose file is cut short or malformed, is left out and counts as `unread`.
package struct ProcessTable: Sendable, Equatable {
  /// A process and what it has used since its start. Times are in clock ticks: see `ProcessStat.ticksPerSecond`.
  package struct Entry: Hashable, Sendable {
    package let pid: Int32
    /// The parent's pid.
    package let parent: Int32
    /// Start of the process since boot: with the pid it identifies a process, since pids are reused.
    package let startTicks: UInt64
    /// User and system time of all its threads.
    package let ownTicks: UInt64
    /// User and system time of the children that it has waited for, and of those that they have waited for.
    package let reapedTicks: UInt64
    /// The command's name, at most 15 bytes. Bytes that are not UTF-8 become U+FFFD.
    package let comm: String

    package init(pid: Int32, parent: Int32, startTicks: UInt64, ownTicks: UInt64, reapedTicks: UInt64, comm: String) {
      self.pid = pid
      self.parent = parent
      self.startTicks = startTicks
      self.ownTicks = ownTicks
      self.reapedTicks = reapedTicks
      self.comm = comm
    }
  }

  /// By pid.
  package let entries: [Int32: Entry]
  /// Processes that were listed and could not be read.
  package let unread: Int
  /// Whether there were more than `limit`, and those are not in the table.
  package let isCut: Bool

  /// Processes of a table at most: more would cost the host more than the answer is worth.
  package static let limit = 16_384

  package init(_ entries: some Sequence<Entry>, unread: Int = 0, isCut: Bool = false) {
    self.entries = Dictionary(entries.map { ($0.pid, $0) }) { first, _ in first }
    self.unread = unread
    self.isCut = isCut
  }

  /// Reads all processes once.
  ///
  /// - Throws: `ProcError` if the directory itself cannot be read.
  package init(_ root: ProcRoot) throws(ProcError) {
    let pids = try root.list("/").compactMap { Int32($0) }
    var entries: [Entry] = []
    entries.reserveCapacity(min(pids.count, ProcessTable.limit))
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 1)
    defer { buffer.deallocate() }
    for pid in pids.prefix(ProcessTable.limit) {
      guard let fd = try? root.descriptor(of: "\(pid)/stat") else { continue }
      let count = retryingInterrupts { Glibc.read(fd, buffer.baseAddress, buffer.count) }
      close(fd)
      guard count > 0 else { continue }
      if let entry = Entry(parsing: UnsafeRawBufferPointer(rebasing: buffer[..<count])) { entries.append(entry) }
    }
    self.init(entries, unread: min(pids.count, ProcessTable.limit) - entries.count, isCut: pids.count > ProcessTable.limit)
  }
}

extension ProcessTable.Entry {
  /// Takes the bytes of `/proc/<pid>/stat` apart; `nil` if they are not of that form. The name is what stands between the first `(` and
  /// the last `)`.
  package init?(parsing bytes: UnsafeRawBufferPointer) {
    guard let open = bytes.firstIndex(of: UInt8(ascii: "(")), let close = bytes.lastIndex(of: UInt8(ascii: ")")), open < close
    else { return nil }
    guard let pid = number(bytes[..<open]) else { return nil }
    // Numbered as in the manual page, where the state is the third.
    var field = 2
    var parent: UInt64?, user: UInt64?, system: UInt64?, reapedUser: UInt64?, reapedSystem: UInt64?, start: UInt64?
    for word in bytes[bytes.index(after: close)...].split(separator: UInt8(ascii: " "), maxSplits: 20) {
      field += 1
      switch field {
      case 4: parent = number(word)
      case 14: user = number(word)
      case 15: system = number(word)
      case 16: reapedUser = number(word)
      case 17: reapedSystem = number(word)
      case 22: start = number(word)
      default: break
      }
    }
    guard let parent, let user, let system, let start else { return nil }
    self.init(
      pid: Int32(truncatingIfNeeded: pid), parent: Int32(truncatingIfNeeded: parent), startTicks: start,
      ownTicks: user &+ system, reapedTicks: (reapedUser ?? 0) &+ (reapedSystem ?? 0),
      comm: String(decoding: bytes[bytes.index(after: open)..<close], as: UTF8.self))
  }
}

/// The digits of a word, blanks before and after them left out; `nil` if there is anything else, or too much of it.
private func number(_ word: Slice<UnsafeRawBufferPointer>) -> UInt64? {
  var value: UInt64?
  for byte in word {
    if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") { continue }
    guard (0x30...0x39).contains(byte) else { return nil }
    let (shifted, tooLarge) = (value ?? 0).multipliedReportingOverflow(by: 10)
    let (sum, overflow) = shifted.addingReportingOverflow(UInt64(byte - 0x30))
    if tooLarge || overflow { return nil }
    value = sum
  }
  return value
}
