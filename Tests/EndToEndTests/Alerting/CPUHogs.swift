import CalcmonTesting
import Foundation

/// Processes that compute without end, all on one core, so that others' tests have the rest of the machine.
final class CPUHogs {
  private let programs: [Program]

  /// - Parameter core: its number.
  init(count: Int, core: String) async throws {
    var programs: [Program] = []
    for _ in 0..<count {
      programs.append(try await Program.start(["taskset", "--cpu-list", core, "sh", "-c", "while :; do :; done"]))
    }
    self.programs = programs
  }

  /// The number of the first core that this process may use.
  static func firstCore() throws -> String {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let list = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }?.split(separator: "\t").last ?? "0"
    return String(list.prefix { $0.isNumber })
  }

  func end() async {
    for program in programs { await program.kill() }
  }
}
