import CalcmonTesting
import Foundation
import Testing

/// Debian's chromedriver on a free port. Its browsers end with it, and it ends with whoever started it, however that ends.
final class ChromeDriver: Sendable {
  let port: Int
  private let input: Pipe
  private let process: Process

  private init(port: Int, input: Pipe, process: Process) {
    self.port = port
    self.input = input
    self.process = process
  }

  /// Starts it, and returns when it listens.
  static func start() async throws -> ChromeDriver {
    let input = Pipe()
    let output = Pipe()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try Tool.find("setsid"))
    // The `cat` ends with the other end of its input, and then the whole group: chromedriver would leave its browsers behind.
    let script = "\"$0\" --port=0 --log-level=SEVERE 2>/dev/null & cat; kill -KILL 0"
    process.arguments = ["--wait", "sh", "-c", script, try Tool.find("chromedriver")]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let port = try await offThePool { try portInOutput(output.fileHandleForReading) }
    output.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
    return ChromeDriver(port: port, input: input, process: process)
  }

  private static func portInOutput(_ output: FileHandle) throws -> Int {
    var text = ""
    while let bytes = try output.read(upToCount: 1), !bytes.isEmpty {
      text += String(decoding: bytes, as: UTF8.self)
      guard text.hasSuffix(".\n"), let range = text.range(of: "started successfully on port ") else { continue }
      if let port = Int(text[range.upperBound...].prefix { $0.isNumber }) { return port }
    }
    throw Tool.Failure(description: "chromedriver did not start: \(text)")
  }

  func stop() async throws {
    try input.fileHandleForWriting.close()
    try await offThePool { [process] in process.waitUntilExit() }
  }
}

/// One chromedriver for all tests of a suite, which ends with the last of them.
struct SharedChromeDriver: SuiteTrait, TestScoping {
  @TaskLocal static var current: ChromeDriver?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let driver = try await ChromeDriver.start()
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await Self.$current.withValue(driver, operation: function)) } catch { outcome = .failure(error) }
    try await driver.stop()
    try outcome.get()
  }
}

extension Trait where Self == SharedChromeDriver {
  /// The tests of the suite share a chromedriver.
  static var browser: Self { Self() }
}
