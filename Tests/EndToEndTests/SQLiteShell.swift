import CalcmonTesting
import Foundation

/// A `sqlite3` that is left open on a database.
final class SQLiteShell {
  private let program: Program
  private let answers: Transcript
  private var count = 0

  init(_ database: String) async throws {
    program = try await Program.start(["sqlite3", database], input: .pipe, output: .pipe)
    answers = Transcript(program.output)
  }

  /// Returns when the statements, which answer one line, have been executed; what they opened stays open.
  @discardableResult func line(_ statements: String) async throws -> String {
    try program.input?.write(contentsOf: Data((statements + ";\n").utf8))
    count += 1
    let lines = try await Poll.value("sqlite3 executes '\(statements)'") { [answers] in
      answers.lines
    } until: {
      $0.count >= count || answers.isWhole
    }
    guard lines.count >= count else { throw Tool.Failure(description: "sqlite3 did not execute '\(statements)'") }
    return lines[count - 1]
  }

  /// Ends it as Ctrl-D does; a transaction is rolled back.
  func end() async throws {
    try program.input?.close()
    await program.waitForEnd()
  }
}
