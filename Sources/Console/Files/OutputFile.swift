import Glibc

/// Where the result of a command goes: standard output, or a file that is there whole or not at all.
///
/// What the name leads to is written, through all links. A file is written under a name beside its own and renamed at the end, so that no
/// reader sees half of it, and what was there before stays until then; Ctrl-C leaves nothing behind. It keeps its owner and mode; another
/// hard link to it keeps the old content. What is no regular file (`/dev/null`, a pipe) is written directly.
package final class OutputFile {
  private enum Way {
    case standardOutput
    case direct(Int32, isOwn: Bool)
    case replacement(Replacement)
  }

  private let name: String
  private let way: Way

  /// - Parameters:
  ///   - path: `nil`, or `-`: standard output.
  ///   - replaces: whether a file that is there may go.
  ///   - isForAll: whether a new file can be read by all, whatever the umask says: its reader is another user.
  /// - Throws: `OutputError`, if the file is there, or cannot be written.
  package init(_ path: String?, replaces: Bool, isForAll: Bool = false) throws(OutputError) {
    let path = path ?? "-"
    name = path == "-" ? StandardOutput.name : path
    switch try OutputPlace(path) {
    case .descriptor(STDOUT_FILENO): way = .standardOutput
    case .descriptor(let number):
      StandardError.flush()
      way = .direct(number, isOwn: false)
    case .direct(let flags):
      let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | flags)
      guard descriptor >= 0 else { throw .cannotWrite(path, errno: errno) }
      way = .direct(descriptor, isOwn: true)
    case .file(let target, let old):
      guard old == nil || replaces else { throw .isThere(path) }
      Interrupt.watch()
      way = .replacement(try Replacement(of: target, old: old, named: path, replaces: replaces, isForAll: isForAll))
    }
  }

  deinit {
    if case .direct(let descriptor, isOwn: true) = way { close(descriptor) }
  }

  /// Whether nobody reads on: then there is no use in writing more.
  package var isUnread: Bool { if case .standardOutput = way { StandardOutput.isUnread } else { false } }

  /// How many characters a line of it holds; `nil` if it is no terminal.
  package var columns: Int? { if case .standardOutput = way { StandardOutput.columns } else { nil } }

  /// Whether it is a terminal on which colours are wanted.
  package var hasColours: Bool { if case .standardOutput = way { StandardOutput.hasColours } else { false } }

  /// Writes all of it.
  ///
  /// - Throws: `OutputError`; the file is then not made.
  package func write(_ bytes: [UInt8]) throws(OutputError) {
    try Interrupt.check()
    switch way {
    case .standardOutput: try StandardOutput.write(bytes)
    case .direct(let descriptor, _): try write(bytes, to: descriptor)
    case .replacement(let replacement): try write(bytes, to: replacement.descriptor)
    }
  }

  /// Writes all of it.
  package func write(_ text: String) throws(OutputError) { try write(Array(text.utf8)) }

  /// Puts the file in its place.
  package func finish() throws(OutputError) {
    if case .replacement(let replacement) = way { try replacement.place() }
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) throws(OutputError) {
    if let failure = DescriptorWrite.all(bytes, to: descriptor) { throw .cannotWrite(name, errno: failure.errno) }
  }
}
