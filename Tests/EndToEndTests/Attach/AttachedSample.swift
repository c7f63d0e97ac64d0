import CalcmonTesting
import Foundation
import SampleApps

/// A sample program that runs already when `calcmon attach` has the probe come into it.
struct AttachedSample: Sendable {
  /// How it ended, and what it printed.
  struct End: Equatable {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The application's.
  let name: String
  private let folder: TemporaryDirectory
  private let program: Program

  var pid: Int32 { program.pid }

  /// Starts it, and returns when its loop runs: it has been held, or it has told where it would tell of that.
  static func start(
    _ app: SampleApp, by python: UnstablePythons.Python, seconds: Int, in folder: TemporaryDirectory
  ) async throws -> AttachedSample {
    let name = "\(app.title)-3.\(python.minor)"
    let program = try await Program.start(
      [python.path, folder.file("\(app.name).py"), "\(seconds)"] + app.arguments,
      environment: ["CALCMON_TRUTH": folder.file("\(name).truth")], output: .file(folder.file("\(name).out")),
      errors: .file(folder.file("\(name).err")))
    let sample = AttachedSample(name: name, folder: folder, program: program)
    try await Poll.until("\(name) runs") {
      app.name == "resting"
        ? FileManager.default.fileExists(atPath: folder.file("\(name).truth"))
        : try !sample.truths().isEmpty || !program.isRunning
    }
    return sample
  }

  /// Lays the programs out.
  static func layOut(in folder: TemporaryDirectory) throws {
    for file in SampleApp.files { try Data(file.bytes).write(to: URL(fileURLWithPath: folder.file(file.name))) }
  }

  func attach(_ socket: String) async throws -> Tool.Result {
    try await Tool.run(BuiltBinary.path, ["attach", "\(pid)", "--socket", socket, "--app", name])
  }

  func detach() async throws -> Tool.Result { try await Tool.run(BuiltBinary.path, ["detach", "\(pid)"]) }

  /// How its loop was held until now.
  func truths() throws -> [Truth] {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let text = FileManager.default.contents(atPath: folder.file("\(name).truth")) ?? Data()
    return try text.split(separator: UInt8(ascii: "\n")).map { try decoder.decode(Truth.self, from: Data($0)) }
  }

  /// How many threads and descriptors it has.
  func possessions() throws -> [Int] {
    try ["task", "fd"].map { try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/\($0)").count }
  }

  /// Waits until it has ended.
  func end() async throws -> End {
    let status = await program.waitForEnd()
    let (output, errors) = (folder.file("\(name).out"), folder.file("\(name).err"))
    return End(
      status: status, output: try String(contentsOfFile: output, encoding: .utf8),
      errors: try String(contentsOfFile: errors, encoding: .utf8))
  }
}
