import Glibc
import Processes
import ProbeSources

/// The folder from which an application gets its probe, and in which it finds the socket. Only its owner may write to it.
package struct ProbeFolder: Sendable {
  private let folder: TemporaryFolder

  package var path: String { folder.path }
  package var socket: String { "\(path)/apps.sock" }
  /// What comes first on PYTHONPATH.
  package var pathFolder: String { "\(path)/\(ProbeSources.pathFolder)" }

  /// Makes one of its own for one application, under a name that cannot be guessed.
  ///
  /// An application that changes its user must be able to read it, and to connect; the list of its parents is not for others.
  ///
  /// - Parameter parents: folders that it may be in; it is in the first in which others can neither replace nor remove it.
  package init(in parents: [String] = ProbeFolder.usualParents) throws(ProbeFolderError) {
    guard let parent = parents.first(where: ProbeFolder.isSafe) else {
      throw ProbeFolderError(parents.joined(separator: ", "), reason: "none of these is a folder in which others leave it alone")
    }
    do throws(TemporaryFolderError) {
      folder = try TemporaryFolder(in: parent, named: "calcmon-exec")
    } catch {
      throw ProbeFolderError(parent, error.errno)
    }
    do throws(ProbeFolderError) {
      guard chmod(path, 0o711) == 0 else { throw ProbeFolderError(path, errno) }
      for file in ProbeSources.files { try write(file) }
    } catch {
      remove()
      throw error
    }
  }

  /// What the environment names, and what there is on each machine.
  package static var usualParents: [String] {
    let names: [String] = ["XDG_RUNTIME_DIR", "TMPDIR"]
    return names.compactMap { name in getenv(name).map { String(cString: $0) } } + ["/tmp", "/dev/shm"]
  }

  /// Whether only this user and root can do something to what is in a folder, and its path is short enough for that of a socket, of which
  /// the kernel takes 107 bytes. A program of root may become another user, who has to get there.
  private static func isSafe(_ parent: String) -> Bool {
    var status = stat()
    guard parent.hasPrefix("/"), parent.utf8.count <= 70, access(parent, W_OK | X_OK) == 0, stat(parent, &status) == 0 else {
      return false
    }
    let isOwn = status.st_uid == geteuid() || status.st_uid == 0
    let isShared = status.st_mode & (S_IWGRP | S_IWOTH) != 0
    let isReachable = geteuid() != 0 || status.st_mode & S_IXOTH != 0
    return isOwn && isReachable && (!isShared || status.st_mode & S_ISVTX != 0)
  }

  /// Removes it with all that is in it. Bytecode that interpreters have put there as well.
  package func remove() { folder.remove() }

  private func write(_ file: ProbeSources.File) throws(ProbeFolderError) {
    let target = "\(path)/\(file.path)"
    var made = path
    for part in file.path.split(separator: "/").dropLast() {
      made += "/\(part)"
      guard mkdir(made, 0o755) == 0 || errno == EEXIST, chmod(made, 0o755) == 0 else { throw ProbeFolderError(made, errno) }
    }
    let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw ProbeFolderError(target, errno) }
    defer { close(descriptor) }
    // Whatever the umask is: the program may become another user.
    fchmod(descriptor, 0o644)
    var rest = file.bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard written > 0 else { throw ProbeFolderError(target, errno) }
      rest = rest.dropFirst(written)
    }
  }
}

/// Why the probe could not be laid out.
package struct ProbeFolderError: Error, CustomStringConvertible {
  let path: String
  let reason: String

  init(_ path: String, _ code: Int32) { self.init(path, reason: String(cString: strerror(code))) }

  init(_ path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  package var description: String { "cannot write the probe to \(path): \(reason)" }
}
