import Glibc
import Processes
import Procfs

/// A folder that the process sees: the script that it executes, the file that it answers in, and, if it cannot see that of this machine, the probe.
///
/// Others may go through it and not look into it; nothing in it can be written but the answer, by the process's user.
package struct AttachFolder: Sendable {
  private let view: TargetView
  private let folder: TemporaryFolder
  /// Of the file with the answer, which is read as the one that was made, whatever lies there later.
  private let answerDescriptor: Int32
  /// Of the folder, as the process sees it.
  package let path: String

  /// Where folders for a while are made, the usual one first: a container may have a file system that is only for reading, and memory to write to.
  private static let parents = ["/tmp", "/dev/shm", "/run", "/var/tmp"]

  /// The path of the script, as the process sees it.
  package var script: String { "\(path)/attach.py" }
  /// The path of the file with the answer, as the process sees it.
  package var answer: String { "\(path)/answer" }

  /// Makes it. Blocks.
  package init(_ process: TargetProcess, _ view: TargetView) throws(AttachError) {
    var failure = ENOENT
    for parent in AttachFolder.parents {
      let made = try view.look { prefix in AttachFolder.make(in: parent, prefix, process) }
      switch made {
      case .success(let (folder, descriptor, path)):
        (self.view, self.folder, answerDescriptor, self.path) = (view, folder, descriptor, path)
        return
      case .failure(let error): failure = error.code
      }
    }
    throw .place(
      process.pid,
      reason:
        "none of \(AttachFolder.parents.joined(separator: ", ")), as it sees them, is a folder that can be written to and that others leave alone "
        + "(\(String(cString: strerror(failure)))); give it one, as by docker run --tmpfs /tmp")
  }

  private struct Failed: Error {
    let code: Int32
  }

  private static func make(
    in parent: String, _ prefix: String, _ process: TargetProcess
  ) -> Result<(TemporaryFolder, Int32, String), Failed> {
    let user = process.credentials
    guard isSafe("\(prefix)\(parent)", for: user.user) else { return .failure(Failed(code: EACCES)) }
    guard let folder = try? TemporaryFolder(in: "\(prefix)\(parent)", named: "calcmon-attach") else {
      return .failure(Failed(code: errno))
    }
    let answer = open(folder.file("answer"), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    let isOwned = geteuid() != 0 || fchown(answer, user.user, user.group) == 0
    guard answer >= 0, isOwned, chmod(folder.path, 0o711) == 0 else {
      let code = errno
      if answer >= 0 { close(answer) }
      folder.remove()
      return .failure(Failed(code: code))
    }
    return .success((folder, answer, String(folder.path.dropFirst(prefix.utf8.count))))
  }

  /// Whether only root, this user and that of the process can do something to what is in a folder.
  private static func isSafe(_ path: String, for user: uid_t) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return false }
    let isShared = status.st_mode & (S_IWGRP | S_IWOTH) != 0
    return [0, geteuid(), user].contains(status.st_uid) && (!isShared || status.st_mode & S_ISVTX != 0)
  }

  /// Lays a file out that all may read. Blocks.
  package func write(_ text: String, to file: String) throws(AttachError) {
    let code = try view.look { _ in
      let descriptor = open(folder.file(file), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
      guard descriptor >= 0 else { return errno }
      defer { close(descriptor) }
      let bytes = Array(text.utf8)
      guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fchmod(descriptor, 0o644) == 0 else { return errno }
      return 0
    }
    guard code == 0 else { throw .system("cannot write \(path)/\(file)", errno: code) }
  }

  /// Does something with its path, as this process may open it meanwhile.
  func look<Value>(_ body: (String) -> Value) throws(AttachError) -> Value { try view.look { _ in body(folder.path) } }

  /// What has been answered yet.
  package func answered() -> AttachAnswer? {
    var bytes = [UInt8](repeating: 0, count: AttachAnswer.longest)
    let count = pread(answerDescriptor, &bytes, bytes.count, 0)
    return count > 0 ? AttachAnswer(Array(bytes.prefix(count))) : nil
  }

  /// Removes it with all that is in it. Blocks.
  package func remove() {
    close(answerDescriptor)
    _ = try? view.look { _ in folder.remove() }
  }
}
