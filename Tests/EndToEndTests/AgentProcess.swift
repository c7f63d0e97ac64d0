import CalcmonTesting
import Foundation

/// `calcmon agent` as a user would start it: the built binary, a directory of its own, a free port.
final class AgentProcess: Sendable {
  let directory: TemporaryDirectory
  let port: Int
  let announcement: String
  private let program: Program
  private let log: Transcript

  var databasePath: String { directory.file("calcmon.db") }
  var pid: Int32 { program.pid }

  private init(directory: TemporaryDirectory, program: Program, log: Transcript, announcement: String, port: Int) {
    self.directory = directory
    self.program = program
    self.log = log
    self.announcement = announcement
    self.port = port
  }

  /// Starts it, and returns when it has said where it serves.
  ///
  /// - Parameters:
  ///   - python: for the runtime asyncio; without it, that runtime is not there, and the first round is half as long.
  ///   - database: relative to the directory.
  ///   - port: 0: a free one.
  ///   - options: further ones of the command.
  ///   - wrapper: a program with arguments that becomes the agent, as `nsenter` does.
  static func start(
    in directory: TemporaryDirectory? = nil, python: String = "/nonexistent", database: String = "calcmon.db", port: Int = 0,
    options: [String] = [], through wrapper: [String] = []
  ) async throws -> AgentProcess {
    let directory = try directory ?? TemporaryDirectory()
    let address = options.contains("--web.systemd-socket") ? [] : ["--web.listen-address", "127.0.0.1:\(port)"]
    let command =
      wrapper + [BuiltBinary.path, "agent", "--log.level", "debug", "--path.python", python, "--storage.path", database]
      + address + options
    let program = try await Program.start(command, in: directory.path, output: .pipe, errors: .pipe)
    let (output, log) = (Transcript(program.output), Transcript(program.errors))
    do {
      let (announcement, port) = try await output.first("where it serves") { line in
        line.firstMatch(of: /page https?:\/\/127\.0\.0\.1:(\d+)/).flatMap { Int($0.output.1) }.map { (line, $0) }
      }
      return AgentProcess(directory: directory, program: program, log: log, announcement: announcement, port: port)
    } catch {
      throw Tool.Failure(description: "the agent did not start: \(error); it says: \(log.lines.joined(separator: "\n"))")
    }
  }

  /// Starts it with one idle run of a fifth of a second each two seconds: for tests of what is neither load nor the defaults.
  static func calm(
    in directory: TemporaryDirectory? = nil, database: String = "calcmon.db", options: [String] = [],
    through wrapper: [String] = []
  ) async throws -> AgentProcess {
    let configuration = ["--config.file", "\(Repository.root)/Tests/Fixtures/agents/calm.yml"]
    return try await start(in: directory, database: database, options: configuration + options, through: wrapper)
  }

  func get(_ path: String) async throws -> HTTP.Answer { try await HTTP.request("GET", path, port: port) }

  /// The value of one series, by its text up to the space.
  func value(_ series: String) async throws -> Double? {
    try await get("/metrics").body.split(separator: "\n").first { $0.hasPrefix(series + " ") }
      .flatMap { Double($0.dropFirst(series.count + 1)) }
  }

  /// Waits until the log has so many lines with this text.
  func waitForLog(_ text: String, count: Int) async throws {
    try await wait(for: "\(count) lines with '\(text)' in the log") { log.lines.count { $0.contains(text) } >= count }
  }

  /// Asks until it is so, as long as the agent runs.
  ///
  /// - Parameter what: the condition in words, for the failure.
  func wait(for what: String, _ condition: () async throws -> Bool) async throws {
    try await Poll.until(what) {
      // The log may be read a moment after the end of its writer.
      let hasEnded = log.isWhole
      if try await condition() { return true }
      guard !hasEnded else {
        throw Tool.Failure(description: "the agent ended before there was \(what): \(log.lines.joined(separator: "\n"))")
      }
      return false
    }
  }

  /// Waits until the first round is over and stored: with the default set, five canaries in each runtime, each with its run.
  func waitForFirstRound(runs: Int = 5) async throws {
    try await waitForLog("a run ended", count: runs)
    let shell = try await SQLiteShell(databasePath)
    try await Poll.value("\(runs) runs are stored") {
      try await shell.line("SELECT count(*) FROM runs")
    } until: {
      Int($0) ?? 0 >= runs
    }
    try await shell.end()
  }

  func sum(of family: String) async throws -> Double {
    try await get("/metrics").body.split(separator: "\n").filter { $0.hasPrefix(family + "{") }
      .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0, +)
  }

  /// Waits until the run of the mix `mixed` is under way, with its worker processes: the child's pid, then theirs.
  ///
  /// - Parameter areBusy: items wait, so that each worker has one.
  func waitForWorkers(areBusy: Bool = false) async throws -> [Int32] {
    try await waitForLog("mix=mixed", count: 1)
    var pids: [Int32] = []
    try await wait(for: "a run with its workers") {
      pids = Self.descendants(of: pid)
      let depth = try await value("calcmon_queue_depth{mix=\"mixed\",runtime=\"swift\",strategy=\"hybrid\"}") ?? 0
      // Beside others it asks for so little that items hardly ever wait: then a worker that computes shows that they are there.
      return pids.count >= 2 && (depth > 0 || !areBusy && pids.dropFirst().contains { Self.cpuTicks(of: $0) >= 5 })
    }
    return pids
  }

  /// What a process has used of the processors, in hundredths of a second.
  private static func cpuTicks(of pid: Int32) -> Int {
    let stat = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
    let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
    return fields.count > 12 ? fields[11...12].compactMap { Int($0) }.reduce(0, +) : 0
  }

  /// Sends a signal and waits for the end; the exit status, or 128 + signal.
  func stop(_ signal: Int32 = SIGTERM) async throws -> Int32 {
    program.signal(signal)
    return await program.waitForEnd()
  }

  /// All that it has logged, once it has ended.
  func wholeLog() async throws -> String { try await log.whole() }

  /// All processes below one, from `/proc`.
  static func descendants(of pid: Int32) -> [Int32] {
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
    let children = threads.flatMap { thread in
      let text = (try? String(contentsOfFile: "/proc/\(pid)/task/\(thread)/children", encoding: .utf8)) ?? ""
      return text.split(separator: " ").compactMap { Int32($0) }
    }
    return children + children.flatMap(descendants)
  }

  /// Returns when a process has ended.
  static func waitForEnd(of pid: Int32) async throws { try await Poll.until("process \(pid) has ended") { hasEnded(pid) } }

  /// Whether a process has ended; one that nobody has reaped yet has.
  static func hasEnded(_ pid: Int32) -> Bool {
    guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return true }
    return stat.contains(") Z ")
  }
}
