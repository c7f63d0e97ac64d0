import Glibc

/// `/proc/pressure/<resource>`: for how long tasks were held up because a resource was short.
///
/// Source: `Documentation/accounting/psi.rst`. It needs Linux 4.20 with CONFIG_PSI, and no `psi=0` at the boot.
package struct Pressure: Equatable, Sendable {
  /// What tasks may have to wait for.
  package enum Resource: String, CaseIterable, Sendable {
    case cpu
    case memory
    case io
    /// Time that interrupts took from tasks. Since Linux 6.1, with CONFIG_IRQ_TIME_ACCOUNTING.
    case irq
  }

  /// One line of the file.
  package struct Stall: Equatable, Sendable {
    /// Percent of the last 10 seconds.
    package let average10: Double
    /// Percent of the last minute.
    package let average60: Double
    /// Percent of the last five minutes.
    package let average300: Double
    /// Since the boot, in seconds.
    package let totalSeconds: Double
  }

  /// While at least one task was held up; `nil` for `irq`, which counts only the other.
  package let some: Stall?
  /// While all tasks that were not idle were held up at once. For the processors of a whole machine it stays 0, since one task
  /// always has them, and before Linux 5.13 the line is missing.
  package let full: Stall?

  /// Reads `/proc/pressure/<resource>`.
  ///
  /// - Throws: `ProcError.unavailable` where this kernel does not count it: no file, or one that cannot be read (EOPNOTSUPP).
  package init(_ root: ProcRoot, _ resource: Resource) throws(ProcError) {
    let file = "pressure/\(resource.rawValue)"
    try self.init(parsing: root.readFeature(file), path: "\(root.path)/\(file)")
  }

  /// Takes the text apart: `some avg10=0.12 avg60=0.05 avg300=0.00 total=157656722`, the total in microseconds.
  package init(parsing text: String, path: String) throws(ProcError) {
    let values = NamedValues(parsing: text, separator: .space, path: path)
    some = try Pressure.stall("some", values, path)
    full = try Pressure.stall("full", values, path)
    if some == nil, full == nil {
      throw .malformed(path: path, reason: "no line 'some' and no line 'full'")
    }
  }

  private static func stall(_ name: String, _ values: NamedValues, _ path: String) throws(ProcError) -> Stall? {
    guard let text = values[Substring(name)] else { return nil }
    let words = text.words
    func value(_ key: String) throws(ProcError) -> Substring {
      for word in words where word.utf8.starts(with: key.utf8) {
        let rest = word.utf8.dropFirst(key.utf8.count)
        if rest.first == UInt8(ascii: "=") { return Substring(rest.dropFirst()) }
      }
      throw .malformed(path: path, reason: "line '\(name)' has no '\(key)='")
    }
    func percent(_ key: String) throws(ProcError) -> Double {
      let text = try value(key)
      guard let percent = text.decimal else { throw values.refusal(name, "has a '\(key)=' that is not a number", text) }
      return percent
    }
    let total = try value("total")
    guard let microseconds = UInt64(total) else { throw values.refusal(name, "has a 'total=' that is not a number", total) }
    return Stall(
      average10: try percent("avg10"), average60: try percent("avg60"), average300: try percent("avg300"),
      totalSeconds: Double(microseconds) / 1e6)
  }
}
