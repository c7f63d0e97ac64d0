/// Something that is wrong in a configuration file.
package struct SettingsProblem: Error, Hashable, Comparable, Sendable {
  /// Counted from 1; 0 where the file as a whole is meant.
  package let line: Int
  /// Counted from 1, in Unicode scalars; 0 where the file as a whole is meant.
  package let column: Int
  /// What is wrong, and what would be right. It shows no secret.
  package let message: String
  /// The line itself, for what is no YAML.
  package var source: String?

  init(_ place: Place?, _ message: String, source: String? = nil) {
    line = place?.line ?? 0
    column = place?.column ?? 0
    self.message = message
    self.source = source
  }

  /// By place, then by message.
  package static func < (a: SettingsProblem, b: SettingsProblem) -> Bool {
    (a.line, a.column, a.message) < (b.line, b.column, b.message)
  }
}

/// Why a configuration file cannot be used: everything at once, except that of a file that is no YAML only the first problem is known.
package struct SettingsProblems: Error, Hashable, Sendable, CustomStringConvertible {
  /// As it was given.
  package let file: String
  /// At least one, in the order of the file.
  package let problems: [SettingsProblem]

  init(file: String, _ problems: [SettingsProblem]) {
    self.file = file
    self.problems = problems.sorted()
  }

  /// `FILE:LINE:COLUMN: message`, one line a problem; below it the line of the file where it is no YAML.
  package var description: String {
    problems.map { problem in
      let place = problem.line > 0 ? ":\(problem.line):\(problem.column)" : ""
      return "\(file)\(place): \(problem.message)" + (problem.source.map { "\n    \($0)" } ?? "")
    }.joined(separator: "\n")
  }
}
