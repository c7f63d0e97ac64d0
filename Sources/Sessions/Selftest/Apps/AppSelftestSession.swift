import FoundationEssentials
import Glibc
import Processes
package import SampleApps

/// Executes the sample programs by `calcmon exec`, and compares each report with the truth.
package struct AppSelftestSession: Sendable {
  /// For how long a program runs, in seconds.
  private static let seconds = 6
  /// Of those that compute nothing, so many run beside each other.
  private static let mostBeside = 6

  private let python: String
  private let started: @Sendable (SampleApp) -> Void

  /// - Parameters:
  ///   - python: the interpreter, by its path or as it is found on the PATH.
  ///   - started: told each program, when it begins.
  package init(python: String, started: @escaping @Sendable (SampleApp) -> Void) {
    self.python = python
    self.started = started
  }

  private enum Step: Sendable {
    case judged(findings: [AppFinding], falseStalls: Int)
    case notTried(AppSelftestResult.NotTried)
  }

  /// Returns when everything was tried, or after SIGINT or SIGTERM: then with what was done so far.
  ///
  /// - Throws: what making its folder throws.
  package func run() async throws -> (result: AppSelftestResult, isInterrupted: Bool) {
    let folder = try SampleFolder()
    defer { folder.remove() }
    let spawner = Spawner(waiters: Self.mostBeside)
    let (steps, isInterrupted) = try await Interruption.untilInterrupted { keep in
      for app in SampleApp.all where app.isBusy { keep(try await tried(app, in: folder, by: spawner)) }
      let waiting = SampleApp.all.filter { !$0.isBusy }
      for start in stride(from: 0, to: waiting.count, by: Self.mostBeside) {
        for step in try await tried(Array(waiting[start..<min(waiting.count, start + Self.mostBeside)]), in: folder, by: spawner)
        { keep(step) }
      }
    }
    await spawner.shutDown()
    var result = AppSelftestResult()
    for step in steps {
      switch step {
      case .judged(let findings, let falseStalls): result.add((findings, falseStalls))
      case .notTried(let entry): result.add(entry)
      }
    }
    return (result, isInterrupted)
  }

  /// In the order in which they were named.
  private func tried(_ apps: [SampleApp], in folder: SampleFolder, by spawner: Spawner) async throws -> [Step] {
    try await withThrowingTaskGroup(of: (Int, Step).self) { group in
      for (index, app) in apps.enumerated() { group.addTask { (index, try await tried(app, in: folder, by: spawner)) } }
      var steps: [(Int, Step)] = []
      for try await step in group { steps.append(step) }
      return steps.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func tried(_ app: SampleApp, in folder: SampleFolder, by spawner: Spawner) async throws -> Step {
    started(app)
    let (report, truth, said) = (
      folder.file("\(app.title).json"), folder.file("\(app.title).truth"), folder.file("\(app.title).said")
    )
    let words = [
      "exec", "--app", app.title, "--format", "json", "--output", report, "--", "env", "CALCMON_TRUTH=\(truth)",
      // What a program leaves that is ended goes with the folder.
      "TMPDIR=\(folder.path)", python,
    ]
    let command = Command(
      executable: "/proc/self/exe", arguments: words + [folder.file("\(app.name).py"), "\(Self.seconds)"] + app.arguments)
    let error = open(said, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    let nulls = try Descriptors.nulls(2)
    let child = try await spawner.start(
      command, input: nulls[0], output: nulls[1], error: error >= 0 ? error : nulls[1], newGroup: true)
    try await withTaskCancellationHandler {
      try await spawner.waitForEnd(of: child)
    } onCancel: {
      // Not by SIGKILL: it removes its folder.
      child.signal(SIGTERM)
    }
    _ = spawner.reap(child)
    try Task.checkCancellation()
    return judged(app, report: report, truth: truth, said: said)
  }

  private func judged(_ app: SampleApp, report: String, truth: String, said: String) -> Step {
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      let told = try decoder.decode(ToldReport.self, from: Data(contentsOf: URL(filePath: report)))
      let lines = ((try? Data(contentsOf: URL(filePath: truth))) ?? Data()).split(separator: UInt8(ascii: "\n"))
      let truths = try lines.map { try decoder.decode(Truth.self, from: Data($0)) }
      let judged = AppJudge(app.title, told).judge(truths)
      return .judged(findings: judged.findings, falseStalls: judged.falseStalls)
    } catch {
      let reason = (try? String(decoding: Data(contentsOf: URL(filePath: said)), as: UTF8.self))?.split(separator: "\n").last
      return .notTried(.init(app: app.title, reason: reason.map(String.init) ?? "there is no report"))
    }
  }
}
