extension AgentSettings {
  /// Reads a configuration.
  ///
  /// - Parameters:
  ///   - file: its name, for messages; relative paths in it begin in its directory.
  ///   - cores: usable by runs.
  /// - Throws: everything that is wrong in it, with line and column.
  package init(parsing text: String, file: String, cores: Int) throws(SettingsProblems) {
    self = try SettingsText.read(text, file: file, cores: cores) { AgentSettings($0) } ?? AgentSettings()
  }

  /// Reads a configuration file. An empty one is as good as none.
  ///
  /// - Parameter cores: usable by runs.
  /// - Throws: everything that is wrong; what is no regular file, or more than 1 MiB, is refused at once.
  package static func read(file: String, cores: Int) throws(SettingsProblems) -> AgentSettings {
    let text: String
    do {
      text = try SettingsFile.text(file)
    } catch {
      throw SettingsProblems(file: file, [error])
    }
    return try AgentSettings(parsing: text, file: file, cores: cores)
  }

  /// A configuration with every key and its default, explained. What has no default to be written down stands behind a `#` without a space.
  package static let reference = String(decoding: PackageResources.reference_yaml, as: UTF8.self)
}
