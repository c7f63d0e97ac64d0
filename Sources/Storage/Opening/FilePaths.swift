import Glibc

enum FilePaths {
  /// So many symbolic links may follow each other, as in the kernel.
  private static let mostLinks = 40

  /// The folder that a file is in.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The file by the one absolute name that leads to it without symbolic links, so that its lock and its mark are the same whatever name was
  /// given. The file need not be there: then its folder's name counts, also at the end of a link that leads to nothing yet.
  static func canonical(_ path: String) -> String {
    var path = path
    for _ in 0..<mostLinks {
      if let resolved = resolved(path) { return resolved }
      guard let target = target(ofLink: path) else { break }
      path = target.hasPrefix("/") ? target : "\(folder(of: path))/\(target)"
    }
    let name = path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...]
    guard let folder = resolved(folder(of: path)), !name.isEmpty, name != ".", name != ".." else { return absolute(path) }
    return folder == "/" ? "/\(name)" : "\(folder)/\(name)"
  }

  /// As it stands in a URI: every byte but letters, digits and `/._-` as `%XX`.
  static func percentEncoded(_ path: String) -> String {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-".utf8)
    let digits = Array("0123456789ABCDEF".utf8)
    return String(
      decoding: path.utf8.flatMap { byte in
        plain.contains(byte) ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }, as: UTF8.self)
  }

  /// `nil` if nothing is there, or if its name is no text.
  private static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(validatingCString: resolved)
  }

  /// `nil` if it is no symbolic link.
  private static func target(ofLink path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &bytes, bytes.count)
    return count < 0 ? nil : String(validating: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let directory = resolved(".") else { return "./\(path)" }
    return directory == "/" ? "/\(path)" : "\(directory)/\(path)"
  }
}
