import Foundation
import Settings
import Testing

@Suite struct ReferenceTests {
  /// The reference with the lines that show examples, and without those that they stand for.
  static let withExamples: String = {
    let lines = AgentSettings.reference.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return lines.compactMap { line -> String? in
      if line.hasSuffix(": []") || line.hasPrefix("  io_wait:") { return nil }
      let indent = line.prefix { $0 == " " }
      let rest = line.dropFirst(indent.count)
      guard rest.first == "#", rest.count > 1, rest.dropFirst().first != " " || rest.hasPrefix("#  ") else { return line }
      return String(indent + String(rest.dropFirst()))
    }.joined(separator: "\n")
  }()

  @Test func `The reference says the defaults`() throws {
    var settings = try AgentSettings(parsing: AgentSettings.reference, file: "calcmon.yaml", cores: 2)
    let standard = AgentSettings()
    for kind in ["io", "cpu", "mixed", "realtime", "idle"] {
      let mix = try #require(standard.effectiveMixes.first { $0.mix.kind.rawValue == kind })
      #expect(settings.targets(for: mix) == standard.targets(for: mix))
    }
    #expect(settings.targets.count == 5)
    settings.targets = [:]
    #expect(settings == standard)
  }

  @Test func `Its examples are good`() throws {
    let settings = try AgentSettings(parsing: Self.withExamples, file: "calcmon.yaml", cores: 2)
    #expect(
      settings.mixes?.map(\.mix.name) == ["checkout", "stream", "cpu-bound", "price", "front-page", "convert", "parse", "resize"])
    #expect(
      settings.alerting.notifiers.map(\.name) == [
        "log", "alertmanager/main", "alertmanager/alerts.example.org", "webhook/chat", "webhook/token", "command/page",
      ])
    #expect(settings.alerting.maintenance.count == 1)
  }

  /// Below each key a wrong one is added; what calcmon says of it names all keys that there may be at that place.
  @Test func `Every key stands in it`() throws {
    let lines = Self.withExamples.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let keyLine = /(?<indent>\ *(- )?)(?<key>[a-z_]+):(?<value>.*)/
    var text: [String] = []
    for line in lines {
      text.append(line.replacing("{", with: "{qqqqqqqqqqqq: 1, ").replacing("qqqqqqqqqqqq: 1, }", with: "}"))
      guard let match = line.wholeMatch(of: keyLine), !match.value.isEmpty, !line.contains("|") else { continue }
      text.append(String(repeating: " ", count: match.indent.count) + "qqqqqqqqqqqq\(text.count): 1")
    }
    text.append("qqqqqqqqqqqq: 1")
    let known = try knownKeys(text.joined(separator: "\n"))
    #expect(known.count > 15)
    for (keys, places) in known {
      for key in keys where !places.contains(where: { isGiven(key, beside: $0, in: text) }) {
        Issue.record(
          "\(key) is missing in all mappings like the one in line \(places[0].line) of \n\(text.joined(separator: "\n"))")
      }
    }
  }

  /// The keys that there may be in a mapping, with the places in which a wrong one stands beside them.
  private func knownKeys(_ text: String) throws -> [[String]: [SettingsProblem]] {
    let problems = try #require(throws: SettingsProblems.self) { _ = try AgentSettings(parsing: text, file: "f", cores: 2) }
      .problems
    return Dictionary(grouping: problems.filter { $0.message.contains("known here: ") }) { problem in
      problem.message.split(separator: "known here: ").dropFirst().joined().split(separator: ", ").map(String.init)
    }
  }

  private func isGiven(_ key: String, beside place: SettingsProblem, in text: [String]) -> Bool {
    let line = text[place.line - 1]
    let before = line.prefix(place.column - 1)
    if before.last == "{" {
      return line.dropFirst(place.column - 1).prefix { $0 != "}" }.contains("\(key): ") || line.contains(", \(key): ")
    }
    let isInBlock = { (other: String) in
      other.allSatisfy { $0 == " " } || other.prefix(place.column - 1).allSatisfy { " -#".contains($0) }
    }
    let above = text[..<(place.line - 1)].reversed().prefix(while: isInBlock)
    let below = text[place.line...].prefix(while: isInBlock)
    return (above + below).contains { $0.dropFirst(place.column - 1).hasPrefix("\(key):") }
  }
}
