import CalcmonTesting
import Foundation
import Processes
import Runs
import Testing
import Workloads

/// Children that are asked how fast they compute, and do not say it.
@Suite(.timeLimit(.minutes(2))) struct CalibrationTests {
  private static let hello = #"echo '{"v":1,"type":"hello","pid":1,"version":"1"}'"#
  private static let integer = #"echo '{"v":1,"type":"calibrated","kernel":"integer","operations_per_second":1e9}'"#

  @Test(
    arguments: [
      ("exit 3", "it ended with status 3"),
      ("\(hello); exit 0", "it ended with status 0"),
      ("\(hello); \(integer); exit 1", "it ended with status 1"),
      ("\(integer); exec sleep 1000", "telemetry out of order: 'calibrated' in a calibration"),
      ("\(hello); \(integer); \(integer); exec sleep 1000", "a calibration of 'integer', which was not asked for"),
      ("\(hello); echo garbage; exec sleep 1000", "not a line of telemetry: 'garbage'"),
      (#"echo '{"v":1,"type":"failed","message":"no luck"}'; echo why >&2; exit 4"#, "no luck (stderr: why)"),
    ] as [(String, String)])
  func `The reason is told`(script: String, reason: String) async throws {
    let command = Command(executable: "/bin/sh", arguments: ["-c", script])
    let failure = await #expect(throws: CalibrationFailure.self) {
      try await withSupervisor(command) { try await $0.calibrate([.integer], runtime: .swift) }
    }
    #expect(failure?.reason.contains(reason) == true, "\(failure?.reason ?? "")")
  }

  @Test func `A runtime that is not there says so`() async throws {
    let refusal = PythonUnavailable.Refusal(path: "/nonexistent", problem: .cannotStart("No such file or directory"))
    await #expect(throws: PythonUnavailable.refused([refusal])) {
      try await withSupervisor(python: "/nonexistent") { try await $0.calibrate([.integer], runtime: .asyncio) }
    }
  }
}
