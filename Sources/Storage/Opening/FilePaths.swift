import Glibc

enum FilePaths {
  /// The folder that a file is in.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The same file by the one name that leads to it without symbolic links, so that its lock and its mark are the same whatever name was
  /// given; the name itself where there is no file yet.
  static func canonical(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    // What is not UTF-8 would be another name: a folder above may be called so.
    return String(validatingCString: resolved) ?? path
  }
}
