import Glibc

/// Folders with all that is in them.
enum FolderTree {
  /// Removes one. What cannot be removed stays; links are removed, and not followed.
  static func remove(_ path: String) {
    guard let folder = opendir(path) else { return }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      let child = "\(path)/\(name)"
      if unlink(child) != 0 { remove(child) }
    }
    closedir(folder)
    rmdir(path)
  }
}
