import Glibc

/// A folder that this process has made for itself, under a name that cannot be guessed. Others cannot look into it.
package struct TemporaryFolder: Sendable {
  package let path: String

  /// Makes it.
  ///
  /// - Parameters:
  ///   - parent: the folder that it is made in.
  ///   - name: what its name begins with.
  package init(in parent: String, named name: String = "calcmon") throws(TemporaryFolderError) {
    // mkdtemp puts a name of its own in the place of the six letters.
    var template = Array("\(parent)/\(name)-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw TemporaryFolderError(parent: parent, errno: errno) }
    path = String(cString: made)
  }

  /// Where people want such folders: what TMPDIR names, else the usual place.
  package static func parent(usual: String) throws(EnvironmentVariable.NotUTF8) -> String {
    try EnvironmentVariable.path("TMPDIR") ?? usual
  }

  /// The path of something in it.
  package func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Removes it with all that is in it. What cannot be removed stays; links are removed, and not followed.
  package func remove() {
    TemporaryFolder.empty(open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC))
    rmdir(path)
  }

  /// - Parameter descriptor: of a folder; closed here.
  private static func empty(_ descriptor: Int32) {
    guard descriptor >= 0 else { return }
    guard let folder = fdopendir(descriptor) else {
      close(descriptor)
      return
    }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      // As it is: it need not be UTF-8.
      withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { remove($0, from: descriptor) }
      }
    }
  }

  private static func remove(_ name: UnsafePointer<CChar>, from folder: Int32) {
    if strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || unlinkat(folder, name, 0) == 0 { return }
    empty(openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC))
    _ = unlinkat(folder, name, AT_REMOVEDIR)
  }
}

/// Why a folder could not be made.
package struct TemporaryFolderError: Error, Hashable, CustomStringConvertible {
  package let parent: String
  package let errno: Int32

  package var description: String {
    "cannot make a folder in \(parent): \(String(cString: strerror(errno))); TMPDIR can name another place"
  }
}
