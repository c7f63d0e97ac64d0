import Glibc
import Processes
import ProbeSources

/// The probe's files in a folder that is named by what is in them, so that those of several versions lie beside each other and programs that
/// began with one keep it.
package enum ProbeLibrary {
  /// The name of the folder.
  package static let name = "probe-\(hash)"

  /// What comes first on PYTHONPATH, of a folder of that kind.
  package static func pathFolder(in folder: String) -> String { "\(folder)/\(ProbeSources.pathFolder)" }

  /// Folders of this user's own that outlive this process, the best first; made here if they are not there. Programs of root may become other users, who
  /// have to get there.
  package static var ownFolders: [String] {
    folders.filter { folder in
      // The mask of this process may hide a new one from others.
      mkdir(folder, 0o755) == 0 ? chmod(folder, 0o755) == 0 : errno == EEXIST
    }
  }

  private static var folders: [String] {
    if geteuid() == 0 { return ["/run/calcmon-exec"] }
    let runtime = EnvironmentVariable.text("XDG_RUNTIME_DIR").map { "\($0)/calcmon" }
    let cache = EnvironmentVariable.text("XDG_CACHE_HOME") ?? EnvironmentVariable.text("HOME").map { "\($0)/.cache" }
    return [runtime, cache.map { "\($0)/calcmon" }].compactMap { $0 }.filter { $0.hasPrefix("/") }
  }

  /// Lays the files out below a folder, unless they lie there. Returns the path of their own.
  ///
  /// - Throws: `ProbeLibraryError`.
  package static func layOut(below folder: String) throws(ProbeLibraryError) -> String {
    let path = "\(folder)/\(name)"
    if isTrusted(path) { return path }
    let new = try makeFolder(in: folder)
    defer { new.remove() }
    guard chmod(new.path, 0o755) == 0 else { throw ProbeLibraryError(path: new.path, errno: errno) }
    for file in ProbeSources.files { try write(file, below: new.path) }
    // Another process may have done it meanwhile.
    guard rename(new.path, path) == 0 || isTrusted(path) else { throw ProbeLibraryError(path: path, errno: errno) }
    return path
  }

  private static func makeFolder(in folder: String) throws(ProbeLibraryError) -> TemporaryFolder {
    do throws(TemporaryFolderError) {
      return try TemporaryFolder(in: folder, named: ".probe")
    } catch {
      throw ProbeLibraryError(path: folder, errno: error.errno)
    }
  }

  /// Whether all that Python would read there, and the folder in which it lies, belongs to root or to this user, and others may not write to it.
  package static func isTrusted(_ path: String) -> Bool {
    guard let end = path.lastIndex(of: "/"), end > path.startIndex else { return false }
    guard isOwn(String(path[..<end]), mayBeShared: true), isOwn(path) else { return false }
    return ProbeSources.files.allSatisfy { file in
      let parts = file.path.split(separator: "/")
      return (1...parts.count).allSatisfy { isOwn("\(path)/\(parts.prefix($0).joined(separator: "/"))") }
    }
  }

  /// - Parameter mayBeShared: others may write to it, if they may not touch what is not theirs.
  private static func isOwn(_ path: String, mayBeShared: Bool = false) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFLNK else { return false }
    let isShared = status.st_mode & 0o022 != 0 && !(mayBeShared && status.st_mode & S_ISVTX != 0)
    return (status.st_uid == 0 || status.st_uid == geteuid()) && !isShared
  }

  private static func write(_ file: ProbeSources.File, below folder: String) throws(ProbeLibraryError) {
    var made = folder
    for part in file.path.split(separator: "/").dropLast() {
      made += "/\(part)"
      // The mask of this process may hide it from others.
      guard mkdir(made, 0o755) == 0 || errno == EEXIST, chmod(made, 0o755) == 0 else {
        throw ProbeLibraryError(path: made, errno: errno)
      }
    }
    let target = "\(folder)/\(file.path)"
    let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw ProbeLibraryError(path: target, errno: errno) }
    defer { close(descriptor) }
    var rest = file.bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard written > 0 else { throw ProbeLibraryError(path: target, errno: errno) }
      rest = rest.dropFirst(written)
    }
    guard fchmod(descriptor, 0o644) == 0 else { throw ProbeLibraryError(path: target, errno: errno) }
  }

  /// FNV-1a of all names and all that is in the files.
  private static var hash: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for file in ProbeSources.files {
      for byte in Array(file.path.utf8) + [0] + file.bytes + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    return String(hash, radix: 16)
  }
}

/// Why the probe's files could not be laid out.
package struct ProbeLibraryError: Error, Hashable, CustomStringConvertible {
  package let path: String
  package let errno: Int32

  package init(path: String, errno: Int32) {
    self.path = path
    self.errno = errno
  }

  package var description: String { "cannot write the probe for applications to \(path): \(String(cString: strerror(errno)))" }
}
