/// `/proc/cpuinfo`: what the processors are called.
///
/// Source: `man 5 proc_cpuinfo`.
package enum CPUModel {
  /// Keys that name the model, by architecture: x86 and some ARM, POWER, RISC-V.
  private static let keys = ["model name", "cpu", "uarch"]

  /// Reads `/proc/cpuinfo`; `nil` if it does not tell, as on most ARM processors.
  package static func read(_ root: ProcRoot) throws(ProcError) -> String? { try model(parsing: root.read("cpuinfo")) }

  /// Takes the text apart: `model name : AMD EPYC 7B13`.
  package static func model(parsing text: String) -> String? {
    for line in text.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let (key, value) = (words(line[..<colon]), words(line[line.index(after: colon)...]))
      if keys.contains(key), !value.isEmpty, Int(value) == nil { return value }
    }
    return nil
  }

  /// With one space between two words.
  private static func words(_ text: Substring) -> String { text.split { $0 == " " || $0 == "\t" }.joined(separator: " ") }
}
