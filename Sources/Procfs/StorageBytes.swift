import Glibc

/// Bytes that processes have fetched from storage and sent there so far, as of one pass over `/proc/*/io`.
///
/// A pass is cheap, as that over `/proc/*/stat` is: all files are read into one buffer, and only two numbers of each are taken apart.
package struct StorageBytes: Equatable, Sendable {
  /// By pid. With those of children that were waited for.
  package let bytes: [Int32: UInt64]
  /// Processes that this user may not ask; all, if the kernel does not count it.
  package let denied: Int

  /// Asks these processes. One that is gone, or that says what cannot be understood, is left out.
  package init(_ root: ProcRoot, pids: [Int32]) {
    var bytes: [Int32: UInt64] = [:]
    var denied = 0
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 512, alignment: 1)
    defer { buffer.deallocate() }
    for pid in pids {
      do throws(ProcError) {
        bytes[pid] = try StorageBytes.read(root, pid, buffer)
      } catch .unavailable {
        denied += 1
      } catch {
        continue
      }
    }
    self.bytes = bytes
    self.denied = bytes.isEmpty ? pids.count : denied
  }

  private static func read(
    _ root: ProcRoot, _ pid: Int32, _ buffer: UnsafeMutableRawBufferPointer
  ) throws(ProcError) -> UInt64? {
    let fd = try root.descriptor(of: "\(pid)/io")
    let count = retryingInterrupts { Glibc.read(fd, buffer.baseAddress, buffer.count) }
    let code = errno
    close(fd)
    // One that has ended since it was opened is gone, and was not denied.
    guard count >= 0 else { throw ProcRoot.error("\(root.path)/\(pid)/io", code) }
    return sum(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
  }

  /// `read_bytes` and `write_bytes` of the text; `nil` if one is not there, or no number.
  static func sum(_ text: UnsafeRawBufferPointer) -> UInt64? {
    var (read, written): (UInt64?, UInt64?)
    for line in text.split(separator: UInt8(ascii: "\n")) {
      if line.starts(with: "read_bytes: ".utf8) { read = digits(line.dropFirst(12)) }
      if line.starts(with: "write_bytes: ".utf8) { written = digits(line.dropFirst(13)) }
    }
    guard let read, let written else { return nil }
    return read &+ written
  }

  private static func digits(_ text: Slice<UnsafeRawBufferPointer>) -> UInt64? {
    guard !text.isEmpty else { return nil }
    var value: UInt64 = 0
    for byte in text {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value &* 10 &+ UInt64(byte - 0x30)
    }
    return value
  }
}
