/// What a process is written in, by the files that it has mapped.
package struct OutsideRuntime: Hashable, Sendable {
  /// `python`; empty: it is not known.
  package let language: String
  /// As in `3.11`; empty: it is none, or not known.
  package let python: String

  /// - Parameters:
  ///   - program: the file that it executes; `nil`: it is not shown.
  ///   - maps: as in `/proc/<pid>/maps`; empty: they are not shown.
  package init(program: String?, maps: String) {
    let mapped = maps.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line -> Substring? in
      line.firstIndex(of: UInt8(ascii: "/")).map { Substring(line[$0...]) }
    }
    let files = ([program.map { $0[...] }].compactMap(\.self) + mapped).map { $0.split(separator: "/").last ?? "" }
    let versions = files.lazy.compactMap(Self.version)
    python = versions.first ?? ""
    language = python.isEmpty && !files.contains { $0.hasPrefix("libpypy") } ? "" : "python"
  }

  /// `3.11` of `python3.11`, `libpython3.11.so.1.0` and `libpython3.11d.so`.
  private static func version(_ file: Substring) -> String? {
    let name = file.hasPrefix("lib") ? file.dropFirst(3) : file
    guard name.hasPrefix("python3.") else { return nil }
    let minor = name.dropFirst("python3.".count).prefix { $0.isASCII && $0.isNumber }
    return minor.isEmpty || minor.utf8.count > 3 ? nil : "3.\(minor)"
  }

  /// Whether an official way leads into it: CPython 3.14 or newer.
  package var canBeAttachedTo: Bool { (Int(python.dropFirst(2)) ?? 0) >= 14 }
}
