import Glibc

/// A pseudo-file that is opened once and read from its beginning any number of times, each time with fresh content.
///
/// For readings so frequent that opening, and allocating, would cost more than the content is worth. `self` and `thread-self`
/// name the process and thread that opened the file, also where another thread reads it. Any thread may read at any time: there
/// is no state but the descriptor, and `pread` moves no offset.
package final class KeptFile: Sendable {
  private let descriptor: Int32

  /// Opens a file.
  ///
  /// - Parameter file: relative to the mount point, such as `thread-self/schedstat`.
  package init(_ root: ProcRoot, _ file: String) throws(ProcError) {
    descriptor = try root.descriptor(of: file)
  }

  deinit { close(descriptor) }

  /// Reads from the beginning, as much as the buffer takes, without allocating anything.
  ///
  /// - Returns: the number of bytes; `nil` where the process or thread has ended, or the file cannot be read at all.
  package func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    let count = retryingInterrupts { pread(descriptor, buffer.baseAddress, buffer.count, 0) }
    return count < 0 ? nil : count
  }
}
