import Glibc
import Procfs

/// The memory of a process that runs, of this start alone: if its pid is used again, or it becomes another program, it is gone.
final class LiveMemory: ProcessMemory {
  private let descriptor: Int32

  /// Opens it.
  ///
  /// - Throws: `AttachError.denied` without the rights of ptrace, `.noProcess`, `.ended`.
  init(_ process: TargetProcess) throws(AttachError) {
    descriptor = open("\(process.proc.path)/\(process.pid)/mem", O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code = errno
      throw code == ENOENT || code == ESRCH
        ? .ended(process.pid) : .denied(process.pid, reason: TargetRights(process).reason(errno: code))
    }
    // It may be that of another process, which got the pid meanwhile; from here on it is that of no other.
    guard process.isThere else {
      close(descriptor)
      throw .ended(process.pid)
    }
  }

  deinit { close(descriptor) }

  func read(_ address: UInt64, _ count: Int) throws(MemoryError) -> [UInt8] {
    guard let offset = off_t(exactly: address) else { throw .absent(address: address) }
    var result = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      result = pread(descriptor, buffer.baseAddress, count, offset)
      filled = max(0, result)
    }
    guard result == count else { throw result == 0 && count > 0 ? .gone : .absent(address: address) }
    return bytes
  }

  func write(_ bytes: [UInt8], at address: UInt64) throws(MemoryError) {
    guard let offset = off_t(exactly: address) else { throw .absent(address: address) }
    let result = pwrite(descriptor, bytes, bytes.count, offset)
    guard result == bytes.count else { throw result == 0 ? .gone : .absent(address: address) }
  }
}
