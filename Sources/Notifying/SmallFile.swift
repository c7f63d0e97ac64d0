import Glibc
import NIOPosix
import Scheduling

/// A file that settings name: a password, a token, certificates.
enum SmallFile {
  private static let longest = 1 << 20

  /// All of it. Never waits for a file that is none.
  static func read(_ path: String, _ what: String) async throws(FileProblem) -> [UInt8] {
    let result = await uncancelled {
      try? await NIOThreadPool.singleton.runIfActive { Result { () throws(FileProblem) in try readBlocking(path, what) } }
    }
    guard let result else { throw FileProblem(what: what, path: path, problem: "the threads have ended") }
    return try result.get()
  }

  /// The one line that a password file or a token file holds, as a header can carry it.
  static func secret(_ path: String, _ what: String) async throws(FileProblem) -> String {
    var bytes = try await read(path, what)
    while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { bytes.removeLast() }
    guard !bytes.isEmpty else { throw FileProblem(what: what, path: path, problem: "it is empty") }
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
      throw FileProblem(what: what, path: path, problem: "it holds more than one line")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileProblem(what: what, path: path, problem: "it is not UTF-8")
    }
    return text
  }

  private static func readBlocking(_ path: String, _ what: String) throws(FileProblem) -> [UInt8] {
    let fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard fd >= 0 else { throw FileProblem(what: what, path: path, errno: errno) }
    defer { close(fd) }
    var status = stat()
    guard fstat(fd, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw FileProblem(what: what, path: path, problem: "it is not a file")
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(fd, &chunk, chunk.count)
      guard count >= 0 else { throw FileProblem(what: what, path: path, errno: errno) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= longest else { throw FileProblem(what: what, path: path, problem: "it is too long") }
    }
  }
}

/// A file could not be used. It holds nothing of its content.
struct FileProblem: Error, CustomStringConvertible {
  let description: String

  init(what: String, path: String, problem: String) {
    description = "\(what) \(path) cannot be used: \(problem)"
  }

  init(what: String, path: String, errno: Int32) {
    self.init(what: what, path: path, problem: String(cString: strerror(errno)))
  }
}
