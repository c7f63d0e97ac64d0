/// Reads the text of a configuration file, whatever it configures.
enum SettingsText {
  /// What the one mapping of a text says; `nil` where there is nothing in it.
  ///
  /// - Parameters:
  ///   - file: its name, for messages; relative paths in it begin in its directory.
  ///   - cores: usable by runs.
  /// - Throws: everything that is wrong in it.
  static func read<S>(
    _ text: String, file: String, cores: Int = 1, _ read: (YAMLMap) -> S
  ) throws(SettingsProblems) -> S? {
    let problems = ProblemList()
    let document: YAMLDocument
    do {
      document = try YAMLDocument(text, problems)
    } catch {
      throw SettingsProblems(file: file, [error])
    }
    var settings: S?
    if let root = document.root, !root.isNull {
      let folder = String(file.prefix(upTo: file.lastIndex(of: "/").map(file.index(after:)) ?? file.startIndex))
      let file = FileBeingRead(source: document.source, problems: problems, folder: folder, cores: cores)
      settings = YAMLValue(root, name: "configuration", file).map(read)
    }
    guard problems.problems.isEmpty else { throw SettingsProblems(file: file, Array(problems.problems)) }
    return settings
  }
}
