import CalcmonTesting
import SampleApps
import Testing

extension EndToEnd {
  /// Programs that run already when the probe comes into them, and tell themselves what they really do.
  @Suite(.timeLimit(.minutes(6))) struct AttachedSampleTests {
    private static let waiting = ["sleeping", "reading", "waiting", "calling", "piping"]
    private static let computing = ["computing", "matching", "collecting", "hoarding", "crowding", "resting"]

    @Test(arguments: UnstablePythons.minors)
    func `Programs that wait are found and named, and are as they would be`(minor: Int) async throws {
      guard let python = try await UnstablePythons.find(minor) else { return }
      let place = try await Place()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for app in SampleApp.all where Self.waiting.contains(app.name) {
          group.addTask { try await expectTruth(app, python, place) }
        }
        try await group.waitForAll()
      }
      #expect(try await place.agent.stop() == 0)
    }

    @Test(arguments: UnstablePythons.minors)
    func `Programs that compute are found and named, and are as they would be`(minor: Int) async throws {
      guard let python = try await UnstablePythons.find(minor) else { return }
      let place = try await Place()
      for app in SampleApp.all where Self.computing.contains(app.name) { try await expectTruth(app, python, place) }
      #expect(try await place.agent.stop() == 0)
    }

    @Test(arguments: UnstablePythons.minors)
    func `After detach it has the threads and descriptors that it had, and can be attached to again`(minor: Int) async throws {
      guard let python = try await UnstablePythons.find(minor), let app = SampleApp.all.first(where: { $0.name == "sleeping" })
      else {
        return
      }
      let place = try await Place()
      let sample = try await AttachedSample.start(app, by: python, seconds: 30, in: place.folder)
      #expect(try await sample.detach().status == 0)
      // What the interpreter has loaded for the probe stays: it is there from the first time on.
      #expect(try await sample.attach(place.socket).status == 0)
      #expect(try await sample.detach().status == 0)
      let before = try sample.possessions()
      for _ in 0..<5 {
        #expect(try await sample.attach(place.socket).status == 0)
        #expect(try sample.possessions()[0] == before[0] + 1)
        #expect(try await sample.attach(place.socket).status == 0)
        #expect(try await sample.detach().status == 0)
        #expect(try sample.possessions() == before)
      }
      try await place.waitForEnd(of: sample)
      let seen = try sample.truths().count
      let told = try await place.stalls(of: sample).count
      try await Poll.until("it goes on") { try sample.truths().count > seen + 1 }
      #expect(try await place.stalls(of: sample).count == told)
      #expect(try await place.agent.stop() == 0)
    }

    /// An agent, and the folder of the programs.
    private struct Place: Sendable {
      let folder: TemporaryDirectory
      let agent: AgentProcess

      var socket: String { folder.file("apps.sock") }

      init() async throws {
        folder = try TemporaryDirectory()
        try AttachedSample.layOut(in: folder)
        agent = try await AgentProcess.calm(in: folder, options: ["--watch.socket", folder.file("apps.sock")])
        try await agent.waitForLog("applications may report", count: 1)
      }

      /// Waits until the agent knows that no process is left.
      func waitForEnd(of sample: AttachedSample) async throws {
        try await agent.wait(for: "\(sample.name) has gone") {
          try await agent.value("calcmon_app_up{app=\"\(sample.name)\"}") == 0
        }
      }

      func stalls(of sample: AttachedSample) async throws -> ToldStalls {
        let answer = try await agent.get("/api/v1/apps").body
        guard let told = try ToldStalls(of: sample.name, in: answer) else {
          throw Tool.Failure(description: "the agent does not know \(sample.name): \(answer)")
        }
        return told
      }
    }

    private func expectTruth(_ app: SampleApp, _ python: UnstablePythons.Python, _ place: Place) async throws {
      let sample = try await AttachedSample.start(app, by: python, seconds: 6, in: place.folder)
      let attached = try await sample.attach(place.socket)
      #expect(attached.status == 0, "\(sample.name): \(attached.errors)")
      let seen = try sample.truths().count
      let result = try await sample.end()
      #expect(result == AttachedSample.End(status: 0, output: "", errors: ""), "\(sample.name)")
      try await place.waitForEnd(of: sample)
      let told = try await place.stalls(of: sample).newest.filter { !$0.startup }
      let truths = try sample.truths()
      // The one that was under way when the probe came may be told, or not.
      #expect(app.name == "resting" || told.count >= max(1, truths.count - seen - 1), "\(sample.name): \(told)")
      #expect(told.count { !$0.hostCaused } <= truths.count, "\(sample.name): \(told)")
      for stall in told { #expect(truths.contains(where: stall.isRight), "\(sample.name): \(stall)") }
    }
  }
}
