import CalcmonTesting
import Foundation

/// Processes that compute without end, all on one core, so that others' tests have the rest of the machine.
final class CPUHogs {
  private let processes: [Process]

  /// - Parameter core: its number.
  init(count: Int, core: String) throws {
    processes = try (0..<count).map { _ in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: try Tool.find("taskset"))
      process.arguments = ["--cpu-list", core, "sh", "-c", "while :; do :; done"]
      try process.run()
      return process
    }
  }

  /// The number of the first core that this process may use.
  static func firstCore() throws -> String {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let list = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }?.split(separator: "\t").last ?? "0"
    return String(list.prefix { $0.isNumber })
  }

  func end() async throws {
    for process in processes where process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try await offThePool { [processes] in for process in processes { process.waitUntilExit() } }
  }

  deinit { for process in processes where process.isRunning { kill(process.processIdentifier, SIGKILL) } }
}
