import CalcmonTesting
import Foundation

/// `calcmon agent` as a user would start it: the built binary, a directory of its own, a free port.
final class AgentProcess {
  let directory: TemporaryDirectory
  let port: Int
  let announcement: String
  private let process: Process
  private let errors: Pipe
  private var log = ""

  var databasePath: String { directory.file("calcmon.db") }
  var pid: Int32 { process.processIdentifier }

  private init(directory: TemporaryDirectory, process: Process, errors: Pipe, announcement: String, port: Int) {
    self.directory = directory
    self.process = process
    self.errors = errors
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
    let output = Pipe()
    let errors = Pipe()
    let process = Process()
    let address = options.contains("--web.systemd-socket") ? [] : ["--web.listen-address", "127.0.0.1:\(port)"]
    let command =
      wrapper + [BuiltBinary.path, "agent", "--log.level", "debug", "--path.python", python, "--storage.path", database]
      + address + options
    process.executableURL = URL(fileURLWithPath: try Tool.find(command[0]))
    process.arguments = Array(command.dropFirst())
    process.currentDirectoryURL = URL(fileURLWithPath: directory.path)
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let announcement = try await offThePool { () throws -> String in
      var line: [UInt8] = []
      while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") { line.append(byte) }
      return String(decoding: line, as: UTF8.self)
    }
    guard let port = announcement.firstMatch(of: /page https?:\/\/127\.0\.0\.1:(\d+)/).flatMap({ Int($0.output.1) }) else {
      let complaint = try errors.fileHandleForReading.readToEnd() ?? Data()
      throw Tool.Failure(description: "the agent did not start: \(String(decoding: complaint, as: UTF8.self))")
    }
    return AgentProcess(directory: directory, process: process, errors: errors, announcement: announcement, port: port)
  }

  func get(_ path: String) async throws -> HTTP.Answer { try await HTTP.request("GET", path, port: port) }

  /// The value of one series, by its text up to the space.
  func value(_ series: String) async throws -> Double? {
    try await get("/metrics").body.split(separator: "\n").first { $0.hasPrefix(series + " ") }
      .flatMap { Double($0.dropFirst(series.count + 1)) }
  }

  /// Waits until the log has so many lines with this text.
  func waitForLog(_ text: String, count: Int) async throws {
    while log.split(separator: "\n").count(where: { $0.contains(text) }) < count {
      try Task.checkCancellation()
      let bytes = try await offThePool { [errors] in errors.fileHandleForReading.availableData }
      guard !bytes.isEmpty else { throw Tool.Failure(description: "the agent ended before it logged '\(text)': \(log)") }
      log += String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Asks until it is so.
  func wait(until condition: () async throws -> Bool) async throws {
    while try await !condition() {
      try Task.checkCancellation()
      guard process.isRunning else { throw Tool.Failure(description: "the agent has ended: \(log)") }
      await Task.yield()
    }
  }

  /// Waits until the first round is over and stored: five canaries in each runtime, each with its run.
  func waitForFirstRound(runs: Int = 5) async throws {
    try await waitForLog("a run ended", count: runs)
    try await wait { try await Tool.output("sqlite3", [databasePath, "SELECT count(*) FROM runs"]) == "\(runs)" }
  }

  func sum(of family: String) async throws -> Double {
    try await get("/metrics").body.split(separator: "\n").filter { $0.hasPrefix(family + "{") }
      .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0, +)
  }

  /// Waits until the run of the mix `mixed` is under way, with its worker processes: the child's pid, then theirs.
  func waitForWorkers() async throws -> [Int32] {
    try await waitForLog("mix=mixed", count: 1)
    var pids: [Int32] = []
    try await wait {
      pids = Self.descendants(of: pid)
      let depth = try await value("calcmon_queue_depth{mix=\"mixed\",runtime=\"swift\",strategy=\"hybrid\"}") ?? 0
      return pids.count >= 3 && depth > 0
    }
    return pids
  }

  /// Sends a signal and waits for the end; the exit status, or 128 + signal.
  func stop(_ signal: Int32 = SIGTERM) async throws -> Int32 {
    kill(pid, signal)
    try await offThePool { [process] in process.waitUntilExit() }
    return process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
  }

  /// All that it has logged, once it has ended.
  func wholeLog() async throws -> String {
    let rest = try await offThePool { [errors] in try errors.fileHandleForReading.readToEnd() }
    log += String(decoding: rest ?? Data(), as: UTF8.self)
    return log
  }

  deinit { if process.isRunning { kill(pid, SIGKILL) } }

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
  static func waitForEnd(of pid: Int32) async throws {
    while !hasEnded(pid) {
      try Task.checkCancellation()
      await Task.yield()
    }
  }

  /// Whether a process has ended; one that nobody has reaped yet has.
  static func hasEnded(_ pid: Int32) -> Bool {
    guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return true }
    return stat.contains(") Z ")
  }
}
