import CalcmonTesting
import Foundation
import SampleApps
import Testing

extension EndToEnd {
  /// What `calcmon exec` reports of programs that tell themselves what they really do.
  @Suite struct ExecTruthTests {
    /// What of a length is not the disturbance: the rest of its turn, and how late the machine is.
    private static let turn = 0.01

    @Test(arguments: SampleApp.all.filter(\.isBusy))
    func `A program that computes is told as it is`(app: SampleApp) async throws {
      expectTruth(app.title, try await ExecRun().judge(app))
    }

    @Test func `Programs that wait are told as they are, beside each other`() async throws {
      let exec = try ExecRun()
      try await withThrowingTaskGroup(of: (SampleApp, ExecRun.Told).self) { group in
        for app in SampleApp.all where !app.isBusy { group.addTask { (app, try await exec.judge(app, seconds: 5)) } }
        for try await (app, told) in group { expectTruth(app.title, told, processes: app.name == "parting" ? 2 : 1) }
      }
    }

    @Test func `A program of a virtual environment, started by its own script, and one on uvloop`() async throws {
      let exec = try ExecRun()
      let environment = exec.folder.file("venv")
      _ = try await Tool.output("python3", ["-m", "venv", "--without-pip", environment])
      let script = "\(environment)/bin/newsletter"
      let text = "#!\(environment)/bin/python3\nimport runpy, sys\nsys.path.insert(0, '\(exec.folder.path)')\nimport sleeping\n"
      try text.write(toFile: script, atomically: false, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
      let looped = exec.folder.file("looped.py")
      try "import uvloop\nuvloop.install()\nimport sleeping\n".write(toFile: looped, atomically: false, encoding: .utf8)
      async let plain = exec.run([script, "3"], name: "console")
      async let other = exec.run(["/usr/bin/python3", looped, "3"], name: "uvloop")
      expectTruth("console", try await plain)
      // Without sight of its turns a stall is known from the tick that it hindered on.
      expectTruth("uvloop", try await other, slack: 0.05)
    }

    @Test func `Workers of uvicorn are one application, and counted each`() async throws {
      let packages = try await Tool.output("\(Repository.root)/.ci/uvicorn", [])
      let exec = try ExecRun()
      let server = """
        import os, signal, sys, threading
        import uvicorn
        if __name__ == "__main__":
          threading.Timer(6, os.kill, (os.getpid(), signal.SIGTERM)).start()
          uvicorn.run("serving:app", port=0, workers=int(sys.argv[2]), log_level="critical")
        """
      try server.write(toFile: exec.folder.file("server.py"), atomically: false, encoding: .utf8)
      async let one = exec.run(["python3", "server.py", "4", "1"], name: "one", variables: ["PYTHONPATH": packages])
      async let two = exec.run(["python3", "server.py", "4", "2"], name: "two", variables: ["PYTHONPATH": packages])
      // A single server ends by the signal that told it to.
      expectTruth("one", try await one, status: 143)
      expectTruth("two", try await two, processes: 2)
    }

    private func expectTruth(_ name: String, _ told: ExecRun.Told, processes: Int = 1, status: Int32 = 0, slack: Double = 0) {
      #expect(told.result.status == status, "\(name): \(told.result.errors)")
      #expect(told.result.errors == "", "\(name)")
      #expect(told.report.app == name)
      #expect(told.report.processes == processes, "\(name)")
      #expect(told.report.probeErrors == 0, "\(name)")
      let judged = AppJudge(name, told.report).judge(told.truths)
      #expect(name == "resting" || judged.findings.count >= processes, "\(name): \(told.truths)")
      for finding in judged.findings {
        #expect(finding.isFound, "\(name): \(finding)")
        #expect(finding.isCauseRight != false, "\(name): \(finding)")
        #expect(finding.isFrameRight != false, "\(name): \(finding)")
        let allowed = max(0.001, 0.01 * (finding.seconds ?? 0)) + finding.slack + finding.hostSeconds + slack + Self.turn
        #expect(finding.error ?? 0 <= allowed, "\(name): \(finding)")
      }
      #expect(judged.falseStalls == 0, "\(name): \(told.report.stalls)")
    }
  }
}
