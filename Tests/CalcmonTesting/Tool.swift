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
    try await offThePool { try runBlocking(name, arguments, input: input, directory: directory) }
  }

  private static func runBlocking(_ name: String, _ arguments: [String], input: String, directory: String?) throws -> Result {
    let scratch = try TemporaryDirectory()
    let files = ["in", "out", "err"].map(scratch.file)
    try input.write(toFile: files[0], atomically: true, encoding: .utf8)
    for file in files.dropFirst() { _ = FileManager.default.createFile(atPath: file, contents: nil) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try find(name))
    process.arguments = arguments
    process.standardInput = FileHandle(forReadingAtPath: files[0])
    process.standardOutput = FileHandle(forWritingAtPath: files[1])
    process.standardError = FileHandle(forWritingAtPath: files[2])
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
      output: try String(contentsOfFile: files[1], encoding: .utf8), errors: try String(contentsOfFile: files[2], encoding: .utf8)
    )
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
