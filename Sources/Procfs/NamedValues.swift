/// A file whose lines give each value a name, such as `MemTotal:  4096 kB` or `nr_periods 17`.
///
/// Of a name that stands twice the first line counts; a line without the separator is none of these and is passed over.
struct NamedValues {
  /// What ends the name.
  enum Separator: UInt8 {
    case colon = 0x3A
    case space = 0x20
  }

  private let path: String
  private let separator: Separator
  private let values: [Substring: Substring]

  init(parsing text: String, separator: Separator, path: String) {
    var values: [Substring: Substring] = [:]
    for line in text.lines {
      guard let end = line.utf8.firstIndex(of: separator.rawValue) else { continue }
      let name = line[..<end]
      if values[name] == nil { values[name] = line[line.utf8.index(after: end)...].trimmingSpaces }
    }
    self.path = path
    self.separator = separator
    self.values = values
  }

  /// All names, in no particular order.
  var names: some Collection<Substring> { values.keys }

  /// The text after the name, trimmed; `nil` where there is no such line.
  subscript(_ name: Substring) -> Substring? { values[name] }

  /// The text after the name, trimmed.
  func text(_ name: String) throws(ProcError) -> Substring {
    guard let value = values[Substring(name)] else { throw .malformed(path: path, reason: "no line \(quoted(name))") }
    return value
  }

  /// A whole number.
  func number(_ name: String) throws(ProcError) -> UInt64 {
    let text = try text(name)
    guard let number = UInt64(text) else { throw refusal(name, "is not a number", text) }
    return number
  }

  /// A whole number; `nil` where there is no such line.
  func numberIfPresent(_ name: String) throws(ProcError) -> UInt64? {
    values[Substring(name)] == nil ? nil : try number(name)
  }

  /// A size in bytes. The file counts in kB, which are KiB.
  func bytes(_ name: String) throws(ProcError) -> UInt64 {
    let text = try text(name)
    guard let kibibytes = text.words.first.flatMap({ UInt64($0) }), kibibytes < 1 << 50 else {
      throw refusal(name, "is not a size", text)
    }
    return kibibytes * 1024
  }

  /// A size in bytes; `nil` where there is no such line.
  func bytesIfPresent(_ name: String) throws(ProcError) -> UInt64? {
    values[Substring(name)] == nil ? nil : try bytes(name)
  }

  /// What to throw for a line that says something else than it should.
  func refusal(_ name: String, _ problem: String, _ found: Substring) -> ProcError {
    .malformed(path: path, reason: "line \(quoted(name)) \(problem): '\(found.excerpt)'")
  }

  private func quoted(_ name: String) -> String { separator == .colon ? "'\(name):'" : "'\(name)'" }
}
