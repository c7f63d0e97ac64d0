import CalcmonTesting
import Foundation

/// A `sqlite3` that somebody has left open on a database.
final class SQLiteShell {
  private let process = Process()
  private let input = Pipe()

  /// Returns when the statements, which answer at least one line, have been executed; what they opened stays open.
  init(_ database: String, _ statements: String) async throws {
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: try Tool.find("sqlite3"))
    process.arguments = [database]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data((statements + "\n").utf8))
    let answer = try await offThePool { output.fileHandleForReading.availableData }
    guard !answer.isEmpty else { throw Tool.Failure(description: "sqlite3 did not execute '\(statements)'") }
  }

  /// Ends it as Ctrl-D does; a transaction is rolled back.
  func end() async throws {
    try input.fileHandleForWriting.close()
    try await offThePool { [process] in process.waitUntilExit() }
  }

  deinit { if process.isRunning { process.terminate() } }
}
