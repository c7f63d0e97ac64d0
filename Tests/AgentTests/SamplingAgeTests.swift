import Agent
import CalcmonTesting
import Foundation
import Procfs
import Testing

/// When the agent reads its own process and its host.
@Suite(.timeLimit(.minutes(2))) struct SamplingAgeTests {
  private let directory: TemporaryDirectory
  private let tree: String
  private let agent: ManualAgent

  init() throws {
    directory = try TemporaryDirectory()
    tree = directory.file("proc")
    try FileManager.default.copyItem(atPath: "\(Repository.procFixtures)/tree/1", toPath: tree)
    agent = try ManualAgent(directory: directory, proc: ProcRoot(procfs: tree)) { _, plan, start in
      Records.completed(plan.identity, kind: plan.kind, at: start)
    }
  }

  /// Pressure that can be read, or that cannot.
  private func write(pressure total: String) throws {
    try FileManager.default.createDirectory(atPath: "\(tree)/pressure", withIntermediateDirectories: true)
    try "some avg10=0.00 avg60=0.00 avg300=0.00 total=\(total)\n".write(
      toFile: "\(tree)/pressure/cpu", atomically: true, encoding: .utf8)
  }

  /// Whether a page would say that the pressure could not be read.
  private var pageTellsFailure: Bool { agent.core.snapshot().notes.contains { $0.contains("pressure") } }

  private var seconds: Double? { agent.value("calcmon_host_pressure_seconds_total{kind=\"some\",resource=\"cpu\"}") }

  @Test func `Pages read at most once a second`() throws {
    #expect(!pageTellsFailure)
    try write(pressure: "x")
    agent.time.advance(by: .milliseconds(999))
    #expect(!pageTellsFailure)
    agent.time.advance(by: .milliseconds(1))
    #expect(pageTellsFailure)
  }

  @Test func `A scrape always reads, and a page within a second of it shows the same`() throws {
    try write(pressure: "1000000")
    #expect(seconds == 1)
    try write(pressure: "2000000")
    #expect(seconds == 2)
    try write(pressure: "x")
    #expect(!pageTellsFailure)
  }

  @Test func `The API reads as pages do, and the calculator not at all`() async throws {
    #expect(!pageTellsFailure)
    agent.time.advance(by: .seconds(2))
    try write(pressure: "x")
    let content = agent.core.content { .nothingToRead }
    #expect(await content.api(["simulate"], []).status == 200)
    try write(pressure: "1000000")
    // It would show the failure if the calculator had read.
    #expect(!pageTellsFailure)
    agent.time.advance(by: .seconds(2))
    try write(pressure: "x")
    #expect(await content.api(["status"], []).status == 200)
    try write(pressure: "1000000")
    #expect(pageTellsFailure)
  }
}
