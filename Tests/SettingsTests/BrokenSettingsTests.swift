import CalcmonTesting
import Settings
import Testing

/// Each file in Broken breaks one rule; beside it stands what is told.
@Suite struct BrokenSettingsTests {
  @Test(arguments: SettingsFolder.names(in: SettingsFolder.broken))
  func `What is wrong is told with its place`(name: String) throws {
    let text = try SettingsFolder.text(name, in: SettingsFolder.broken)
    let problems = try #require(throws: SettingsProblems.self) {
      _ = try AgentSettings(parsing: text, file: "\(name).yaml", cores: 2)
    }
    try Golden.expect("\(problems)\n", matches: "\(SettingsFolder.broken)/\(name).expected")
  }

  @Test func `There is a file for every rule`() {
    #expect(SettingsFolder.names(in: SettingsFolder.broken).count >= 90)
  }

  @Test func `No secret is told`() throws {
    for name in SettingsFolder.names(in: SettingsFolder.broken) {
      let text = try SettingsFolder.text(name, in: SettingsFolder.broken)
      let problems = #expect(throws: SettingsProblems.self) { _ = try AgentSettings(parsing: text, file: "f", cores: 2) }
      #expect(problems?.description.contains("hunter2") == false, "\(name)")
    }
  }
}
