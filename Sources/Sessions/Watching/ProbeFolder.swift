import Glibc
import ProbeSources

/// The folder from which an application gets its probe, and in which it finds the socket. Only its owner may write to it.
struct ProbeFolder: Sendable {
  let path: String

  var socket: String { "\(path)/apps.sock" }
  /// What comes first on PYTHONPATH.
  var pathFolder: String { "\(path)/\(ProbeSources.pathFolder)" }

  /// Makes one of its own for one application, under a name that cannot be guessed.
  ///
  /// An application that changes its user must be able to read it, and to connect; the list of its parents is not for others.
  init() throws(ProbeFolderError) {
    var template = Array("\(ProbeFolder.parent)/calcmon-exec-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw ProbeFolderError(ProbeFolder.parent, errno) }
    path = String(cString: made)
    do throws(ProbeFolderError) {
      chmod(path, 0o711)
      for file in ProbeSources.files { try write(file) }
    } catch {
      remove()
      throw error
    }
  }

  /// Of which a path is short enough for that of a socket, of which the kernel takes 107 bytes.
  private static var parent: String {
    let names: [String] = ["XDG_RUNTIME_DIR", "TMPDIR"]
    let wanted: [String] = names.compactMap { name in getenv(name).map { String(cString: $0) } } + ["/tmp", "/dev/shm"]
    return wanted.first { $0.hasPrefix("/") && $0.utf8.count <= 70 && access($0, W_OK | X_OK) == 0 } ?? "/tmp"
  }

  /// Removes it with all that is in it. Bytecode that interpreters have put there as well.
  func remove() { ProbeFolder.removeTree(path) }

  private func write(_ file: ProbeSources.File) throws(ProbeFolderError) {
    let target = "\(path)/\(file.path)"
    var made = path
    for part in file.path.split(separator: "/").dropLast() {
      made += "/\(part)"
      guard mkdir(made, 0o755) == 0 || errno == EEXIST else { throw ProbeFolderError(made, errno) }
    }
    let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw ProbeFolderError(target, errno) }
    defer { close(descriptor) }
    var rest = file.bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard written > 0 else { throw ProbeFolderError(target, errno) }
      rest = rest.dropFirst(written)
    }
  }

  private static func removeTree(_ path: String) {
    guard let folder = opendir(path) else { return }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      let child = "\(path)/\(name)"
      if unlink(child) != 0 { removeTree(child) }
    }
    closedir(folder)
    rmdir(path)
  }
}

/// Why the probe could not be laid out.
package struct ProbeFolderError: Error, CustomStringConvertible {
  let path: String
  let code: Int32

  init(_ path: String, _ code: Int32) {
    self.path = path
    self.code = code
  }

  package var description: String { "cannot write the probe to \(path): \(String(cString: strerror(code)))" }
}
