package import Alerting

extension HTTPReceiver {
  /// Takes over how to ask a server, and how to be sure of it, from a file with the keys that receivers of alerts have as well: `basic_auth`,
  /// `authorization`, `tls_config` and `timeout`. Blocks.
  ///
  /// - Throws: everything that is wrong in it, with line and column; nothing of its lines is quoted.
  package mutating func configure(file: String) throws(SettingsProblems) {
    let text: String
    do {
      text = try SettingsFile.text(file)
    } catch {
      throw SettingsProblems(file: file, [error])
    }
    var receiver = self
    do {
      _ = try SettingsText.read(text, file: file) { receiver.configure($0) }
    } catch {
      throw SettingsProblems(file: file, error.problems.map(\.withoutSource))
    }
    self = receiver
  }

  private mutating func configure(_ map: YAMLMap) {
    credentials = Credentials(map)
    map.set(&tls, "tls_config") { $0.map { TLS($0) } }
    map.set(&timeout, "timeout") { $0.duration(Bounds.timeout) }
  }
}
