import Foundation

/// A program that a test needs, run to its end.
package enum Tool {
  /// What it printed and how it ended.
  package struct Result: Sendable {
    package let status: Int32
    package let output: String
    package let errors: String
  }

  /// The program is missing or failed. Tests that need a peer fail where it is missing; they never skip.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) { self.description = description }
  }

  /// Runs a program found on the PATH and returns everything that it printed.
  package static func run(
    _ name: String, _ arguments: [String], input: String = "", directory: String? = nil
  ) async throws -> Result {
    let scratch = try TemporaryDirectory()
    let files = ["in", "out", "err"].map(scratch.file)
    try input.write(toFile: files[0], atomically: true, encoding: .utf8)
    let program = try await Program.start(
      [name] + arguments, in: directory, input: .file(files[0]), output: .file(files[1]), errors: .file(files[2]))
    let status = await withTaskCancellationHandler {
      await program.waitForEnd()
    } onCancel: {
      program.signal(SIGKILL)
    }
    return Result(
      status: status, output: try String(contentsOfFile: files[1], encoding: .utf8),
      errors: try String(contentsOfFile: files[2], encoding: .utf8))
  }

  /// Runs a program that must succeed; its output without the last line break.
  package static func output(_ name: String, _ arguments: [String], input: String = "") async throws -> String {
    let result = try await run(name, arguments, input: input)
    guard result.status == 0 else { throw Failure(description: "\(name) ended with status \(result.status): \(result.errors)") }
    return result.output.hasSuffix("\n") ? String(result.output.dropLast()) : result.output
  }

  /// The path of a program.
  package static func find(_ name: String) throws -> String {
    if name.hasPrefix("/") { return name }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders: [String] = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/sbin"]
    for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") { return "\(folder)/\(name)" }
    throw Failure(description: "\(name) is not installed; 'make test' installs what the tests need")
  }
}
