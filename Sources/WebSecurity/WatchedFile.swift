import Glibc

/// A file as it was at a moment: another one in its place, by writing, renaming or a changed link, is told apart.
struct FileMark: Hashable, Sendable {
  private let device: UInt64
  private let inode: UInt64
  private let size: Int64
  private let modified: Int64
  /// Changes with permissions as well.
  private let changed: Int64

  /// Of what a path leads to; `nil` where that is nothing.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    size = Int64(status.st_size)
    modified = Self.nanoseconds(status.st_mtim)
    changed = Self.nanoseconds(status.st_ctim)
  }

  private static func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec) }
}

/// Reads the files that a web configuration names.
enum PEMFile {
  private static let longest = 1 << 20

  /// All of it, and its mode; that of a text is 0, for it is no file. Blocks.
  static func read(_ source: PEMSource, _ what: String) throws(WebSecurityError) -> (bytes: [UInt8], mode: mode_t) {
    switch source {
    case .file(let path): try read(path, what)
    case .text(let text, _): (Array(text.utf8), 0)
    }
  }

  /// All of it, and its mode. Never waits for a file that is none.
  static func read(_ path: String, _ what: String) throws(WebSecurityError) -> (bytes: [UInt8], mode: mode_t) {
    let fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard fd >= 0 else { throw .file(what, path, errno: errno) }
    defer { close(fd) }
    var status = stat()
    guard fstat(fd, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .file(what: what, path: path, problem: "it is not a file")
    }
    var bytes = [UInt8](repeating: 0, count: longest + 1)
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { Glibc.read(fd, $0.baseAddress?.advanced(by: filled), $0.count - filled) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .file(what, path, errno: errno) }
      if count == 0 { return (Array(bytes.prefix(filled)), status.st_mode & 0o7777) }
      filled += count
    }
    throw .file(what: what, path: path, problem: "it is longer than 1 MiB, which is no PEM file of certificates or a key")
  }
}
