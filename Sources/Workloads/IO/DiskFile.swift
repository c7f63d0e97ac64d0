import Glibc

/// A file of 4 KiB that is written, synced, read back and compared; each with content of its own.
final class DiskFile: IOResource {
  private static let size = 4096

  private let descriptor: Int32

  init(directory: String) throws {
    descriptor = open("\(directory)/step-\(UInt64.random(in: 0 ... .max))", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw DiskFileError(what: "open", errno: errno) }
  }

  deinit { close(descriptor) }

  func perform(_ item: UInt64) throws {
    let words = [UInt64](repeating: item &* 0x9E37_79B9_7F4A_7C15, count: DiskFile.size / 8)
    try require(words.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, DiskFile.size, 0) } == DiskFile.size, "write")
    try require(fsync(descriptor) == 0, "fsync")
    var found = [UInt64](repeating: 0, count: DiskFile.size / 8)
    try require(found.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, DiskFile.size, 0) } == DiskFile.size, "read")
    guard found == words else { throw AttemptError.wrongAnswer("the file does not hold what was written") }
  }

  private func require(_ done: Bool, _ what: String) throws {
    if !done { throw DiskFileError(what: what, errno: errno) }
  }
}

/// What the kernel said.
struct DiskFileError: Error {
  let what: String
  let errno: Int32
}
