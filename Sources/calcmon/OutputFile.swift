import Glibc
import Samples

/// Where the result of a command goes: standard output, or a file that is there whole or not at all.
///
/// A file is written under a name beside its own and renamed at the end, so that nobody reads half of it, and what was there before stays until
/// then; Ctrl-C leaves nothing behind. What is no regular file (`/dev/null`, a pipe) is written directly.
final class OutputFile {
  private let path: String?
  private let replaces: Bool
  private let descriptor: Int32
  private var temporary: String?

  /// - Parameters:
  ///   - path: `nil`: standard output.
  ///   - replaces: whether a file that is there may go.
  /// - Throws: `CommandFailure`: of usage where the file is there, of I/O where it cannot be written.
  init(_ path: String?, replaces: Bool) throws(CommandFailure) {
    self.path = path
    self.replaces = replaces
    guard let path else {
      descriptor = StandardStream.output.rawValue
      return
    }
    var status = stat()
    let isThere = stat(path, &status) == 0
    if isThere, status.st_mode & S_IFMT == S_IFDIR { throw OutputFile.cannotWrite(path, "it is a folder") }
    if isThere, status.st_mode & S_IFMT != S_IFREG {
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
    } else {
      guard !isThere || replaces else { throw OutputFile.isThere(path) }
      Interrupt.watch()
      let name = "\(path).calcmon-\(getpid())"
      descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      temporary = name
    }
    if descriptor < 0 {
      temporary = nil
      throw OutputFile.cannotWrite(path, String(cString: strerror(errno)))
    }
  }

  deinit {
    if let temporary { unlink(temporary) }
    if path != nil, descriptor >= 0 { close(descriptor) }
  }

  /// Writes all of it.
  ///
  /// - Throws: `CommandFailure`, or `ExitStatus.interrupted`; the file is then not made.
  func write(_ bytes: [UInt8]) throws {
    try Interrupt.check()
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw OutputFile.cannotWrite(path ?? "standard output", String(cString: strerror(errno))) }
      rest = rest.dropFirst(written)
    }
  }

  /// Writes all of it.
  func write(_ text: String) throws { try write(Array(text.utf8)) }

  /// Puts the file in its place.
  func finish() throws(CommandFailure) {
    guard let path, let temporary else { return }
    guard fsync(descriptor) == 0 else { throw OutputFile.cannotWrite(path, String(cString: strerror(errno))) }
    // A link, other than a rename, never replaces what somebody else has put there meanwhile.
    let isPlaced = replaces ? rename(temporary, path) == 0 : link(temporary, path) == 0
    guard isPlaced else {
      throw errno == EEXIST ? OutputFile.isThere(path) : OutputFile.cannotWrite(path, String(cString: strerror(errno)))
    }
    if !replaces { unlink(temporary) }
    self.temporary = nil
  }

  private static func isThere(_ path: String) -> CommandFailure {
    CommandFailure(status: .usage, message: "\(path) is there already; name another file, or give --force to replace it")
  }

  private static func cannotWrite(_ path: String, _ reason: String) -> CommandFailure {
    CommandFailure(status: .failure, message: "cannot write to \(path): \(reason)")
  }
}
