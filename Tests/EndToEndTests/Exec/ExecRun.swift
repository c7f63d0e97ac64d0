import CalcmonTesting
import Foundation
import SampleApps

/// `calcmon exec` of the built binary, in a folder with the sample programs.
final class ExecRun: Sendable {
  let folder: TemporaryDirectory

  /// Lays the programs out.
  init() throws {
    folder = try TemporaryDirectory()
    for file in SampleApp.files { try Data(file.bytes).write(to: URL(fileURLWithPath: folder.file(file.name))) }
  }

  /// What a program did, and what was reported.
  struct Told: Sendable {
    let report: ToldReport
    let truths: [Truth]
    let result: Tool.Result
  }

  /// Runs a sample program for some seconds.
  ///
  /// - Parameters:
  ///   - words: the program, in which `{}` stands for its script.
  func judge(_ app: SampleApp, seconds: Int = 3, by words: [String] = ["python3", "{}"]) async throws -> Told {
    let script = folder.file("\(app.name).py")
    let command = words.map { $0 == "{}" ? script : $0 } + ["\(seconds)"] + app.arguments
    return try await run(command, name: app.title)
  }

  /// Runs a program that tells the truth.
  func run(_ command: [String], name: String, variables: [String: String] = [:]) async throws -> Told {
    let (report, truth) = (folder.file("\(name).json"), folder.file("\(name).truth"))
    let set = variables.merging(["CALCMON_TRUTH": truth]) { $1 }.map { "\($0.key)=\($0.value)" }
    let result = try await Tool.run(
      "env", set + [BuiltBinary.path, "exec", "--app", name, "--format", "json", "--output", report, "--"] + command,
      directory: folder.path)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let data = FileManager.default.contents(atPath: report) else {
      throw Tool.Failure(description: "\(name): there is no report: \(result.errors)")
    }
    let lines = (FileManager.default.contents(atPath: truth) ?? Data()).split(separator: UInt8(ascii: "\n"))
    return Told(
      report: try decoder.decode(ToldReport.self, from: data),
      truths: try lines.map { try decoder.decode(Truth.self, from: Data($0)) },
      result: result)
  }
}
