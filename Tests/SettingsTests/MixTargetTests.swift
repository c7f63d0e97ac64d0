import Settings
import Testing
import Thresholds
import Workloads

@Suite struct MixTargetTests {
  private func targets(_ text: String) throws -> [Target] {
    let settings = try AgentSettings(parsing: text, file: "f", cores: 2)
    return settings.targets(for: try #require(settings.effectiveMixes.first))
  }

  @Test func `Without a word in the file a mix has the targets of its kind`() throws {
    for mix in Mix.builtIn {
      #expect(Set(AgentSettings().targets(for: MixSettings(mix))) == Set(Target.standard(for: mix.kind)))
    }
  }

  @Test func `The file's targets replace those that the kind has, and add none`() throws {
    let targets = try targets("{targets: {memory: max < 1MiB, io_wait: ratio < 0.1}, mixes: [{name: io-bound}]}")
    #expect(targets.map(\.name) == [.eventLoopLatency, .queueDepth, .memory])
    #expect(targets.last?.conditions.map(\.limit) == [.below(1_048_576)])
  }

  @Test func `A mix's own targets replace the file's, and may add to them`() throws {
    let targets = try targets(
      "{targets: {memory: max < 1MiB}, mixes: [{name: idle, targets: {memory: max < 2MiB, io_wait: ratio < 0.1}}]}")
    #expect(targets.map(\.name) == [.eventLoopLatency, .memory, .ioWait])
    #expect(targets[1].conditions.map(\.limit) == [.below(2_097_152)])
  }

  @Test(arguments: ["off", "\"off\"", "null", ""])
  func `A mix may switch a target off`(word: String) throws {
    let targets = try targets("targets: {memory: max < 1MiB}\nmixes:\n- name: idle\n  targets:\n    memory: \(word)\n")
    #expect(targets.map(\.name) == [.eventLoopLatency])
  }
}
