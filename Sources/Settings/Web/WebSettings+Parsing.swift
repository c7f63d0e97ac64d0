package import WebSecurity

extension WebSettings {
  /// Reads a web configuration, in the form of Prometheus' exporters.
  ///
  /// - Parameter file: its name, for messages; relative paths in it begin in its directory.
  /// - Throws: everything that is wrong in it, with line and column. Nothing of the file's lines is quoted, for they hold
  ///   secrets.
  package init(parsing text: String, file: String) throws(SettingsProblems) {
    do {
      self = try SettingsText.read(text, file: file) { WebSettings($0) } ?? WebSettings()
    } catch {
      throw SettingsProblems(file: file, error.problems.map(\.withoutSource))
    }
  }

  /// Reads a web configuration file; it blocks. An empty one is as good as none.
  ///
  /// - Throws: everything that is wrong; what is no regular file, or more than 1 MiB, is refused at once.
  package static func read(file: String) throws(SettingsProblems) -> WebSettings {
    let text: String
    do {
      text = try SettingsFile.text(file)
    } catch {
      throw SettingsProblems(file: file, [error])
    }
    return try WebSettings(parsing: text, file: file)
  }
}

extension SettingsProblem {
  /// Without the line of the file, which may hold a secret.
  var withoutSource: SettingsProblem {
    var problem = self
    problem.source = nil
    return problem
  }
}
