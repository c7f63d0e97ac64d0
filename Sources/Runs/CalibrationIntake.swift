import Processes
package import Samples
import Telemetry
import Workloads

/// Makes a calibration out of what a child says.
struct CalibrationIntake: ChildIntake {
  private let kernels: [Kernel]
  private var greeted = false
  private var found: [Kernel: Double] = [:]
  private var failure: String?
  private(set) var ending: ChildEnding?

  init(kernels: [Kernel]) { self.kernels = kernels }

  mutating func receive(_ message: TelemetryMessage, at now: Timestamp) throws(TelemetryError) {
    switch message {
    case .hello where !greeted: greeted = true
    case .calibrated(let body) where greeted:
      guard let kernel = Kernel(rawValue: body.kernel), kernels.contains(kernel), found[kernel] == nil else {
        throw .unexpected("a calibration of '\(body.kernel.prefix(40))', which was not asked for")
      }
      found[kernel] = body.operationsPerSecond
    case .failed(let body): failure = body.message
    case .hello, .calibrated, .measured, .started, .progress, .stall, .late, .injected, .histogram, .result:
      throw .unexpected("'\(message.type)' in a calibration")
    }
  }

  mutating func end(because ending: ChildEnding) { self.ending = self.ending ?? ending }

  /// - Throws: `CalibrationFailure` where not every kernel was told.
  func result(exit: ChildExit?, diagnostics: String) throws(CalibrationFailure) -> CalibrationResult {
    if let exit, found.count == kernels.count, ending == nil, exit.status == .exited(0) {
      return CalibrationResult(operationsPerSecond: found, costSeconds: exit.cpu.totalSeconds)
    }
    let reason =
      switch ending {
      case .deadline(let seconds): "it was still running after \(seconds) s"
      case .protocolBroken(let error): error.description
      case .cancelled, nil: failure ?? exit.map { "it \($0.status)" } ?? "it could not be started"
      }
    let lastLine = LastLine.of(diagnostics).map { " (stderr: \($0))" } ?? ""
    throw CalibrationFailure(reason: reason + lastLine)
  }
}

/// How fast a runtime computes on this host.
package struct CalibrationResult: Hashable, Sendable {
  /// Of each kernel that was asked for.
  package let operationsPerSecond: [Kernel: Double]
  /// CPU time that it took to find out.
  package let costSeconds: Double

  /// A finding with its cost.
  package init(operationsPerSecond: [Kernel: Double], costSeconds: Double) {
    self.operationsPerSecond = operationsPerSecond
    self.costSeconds = costSeconds
  }
}

/// A runtime did not tell how fast it computes.
package struct CalibrationFailure: Error, Equatable, CustomStringConvertible {
  /// One line for a person.
  package let reason: String

  package var description: String { "the calibration failed: \(reason)" }
}
