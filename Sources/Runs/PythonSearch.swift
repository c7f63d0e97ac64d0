import FoundationEssentials
import Glibc

/// Looks for programs of a name, as a shell does, but for all of them: the first need not be one that works.
enum PythonSearch {
  /// What bears the name.
  struct Candidate: Hashable {
    let path: String
    /// What can be seen without starting it.
    var problem: PythonUnavailable.Problem?
  }

  private struct Identity: Hashable {
    let device: UInt
    let inode: UInt
  }

  /// In the order of the search path; a file that is found by two of its folders is there once. An empty entry, which means the working directory,
  /// is left out: it is hardly ever meant.
  static func candidates(_ name: String, in searchPath: String) -> [Candidate] {
    var seen: Set<Identity> = []
    guard !name.isEmpty else { return [] }
    return searchPath.split(separator: ":").compactMap { folder in
      let path = absolute("\(folder)/\(name)")
      var status = stat()
      guard stat(path, &status) == 0 else {
        // As after an update, of which a virtual environment does not know.
        let reason = String(cString: strerror(errno))
        return lstat(path, &status) == 0 ? Candidate(path: path, problem: .cannotStart(reason)) : nil
      }
      let identity = Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
      guard seen.insert(identity).inserted else { return nil }
      return Candidate(path: path, problem: problem(path, status))
    }
  }

  /// A path as it is; what cannot be seen shows when it is started.
  static func candidate(at path: String) -> Candidate {
    var status = stat()
    return Candidate(path: path, problem: stat(path, &status) == 0 ? problem(path, status) : nil)
  }

  private static func problem(_ path: String, _ status: stat) -> PythonUnavailable.Problem? {
    if status.st_mode & S_IFMT == S_IFDIR { return .isFolder }
    return access(path, X_OK) == 0 ? nil : .isNotExecutable
  }

  private static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
  }
}
