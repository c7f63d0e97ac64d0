import Glibc

/// The environment of this process.
package enum EnvironmentVariable {
  /// A variable's text; `nil` if it is not set, or set and empty: so a wrapper script takes back what it was given.
  ///
  /// What is not UTF-8 is mended: for names and words, not for paths.
  package static func text(_ name: String) -> String? { bytes(name).map { String(decoding: $0, as: UTF8.self) } }

  /// The path that a variable holds; `nil` if it is not set, or set and empty.
  ///
  /// - Throws: `NotUTF8`, since the path would be another one.
  package static func path(_ name: String) throws(NotUTF8) -> String? {
    guard let bytes = bytes(name) else { return nil }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw NotUTF8(variable: name) }
    return text
  }

  /// The folders of a search path, but for those whose names are not UTF-8: nothing can be found there.
  package static func searchPath(_ name: String) -> [String] {
    bytes(name)?.split(separator: UInt8(ascii: ":")).compactMap { String(validating: $0, as: UTF8.self) } ?? []
  }

  /// A variable holds a path that is not UTF-8.
  package struct NotUTF8: Error, Hashable, CustomStringConvertible {
    let variable: String

    package var description: String { "the path in \(variable) is not UTF-8; name one that is" }
  }

  /// A variable as it is; `nil` if it is not set, or set and empty.
  package static func bytes(_ name: String) -> [UInt8]? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return UnsafeRawBufferPointer(start: value, count: strlen(value)).map { $0 }
  }
}
