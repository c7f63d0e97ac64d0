import Processes
import Samples
import Telemetry
import Workloads

/// Makes measurements of steps out of what a child says.
struct MeasuringIntake: ChildIntake {
  private let steps: Set<StepMeasurement.Step>
  private let callsUserCode: Bool
  private var greeted = false
  private var found: [StepMeasurement] = []
  private var histograms: [RunDistribution: LatencyHistogram] = [:]
  private var failure: String?
  private(set) var ending: ChildEnding?

  init(_ order: RunOrder.Measure) {
    steps = Set((order.io == nil ? [] : [StepMeasurement.Step.io]) + (order.cpu == nil ? [] : [.cpu]))
    callsUserCode = order.userCode != nil
  }

  mutating func receive(_ message: TelemetryMessage, at now: Timestamp) throws(TelemetryError) {
    switch message {
    case .hello where !greeted: greeted = true
    case .histogram(let body) where greeted: histograms[body.of] = body.histogram
    case .measured(let body) where greeted:
      guard steps.contains(body.step), !found.contains(where: { $0.step == body.step }) else {
        throw .unexpected("a measurement of the \(body.step.rawValue) step, which was not asked for")
      }
      found.append(body)
    case .failed(let body): failure = body.message
    case .hello, .calibrated, .measured, .started, .progress, .stall, .late, .injected, .histogram, .result:
      throw .unexpected("'\(message.type)' in a measurement of steps")
    }
  }

  mutating func end(because ending: ChildEnding) { self.ending = self.ending ?? ending }

  /// - Throws: `MeasuringFailure` if not every step was told.
  func result(exit: ChildExit?, diagnostics: String) throws(MeasuringFailure) -> StepMeasurements {
    if let exit, Set(found.map(\.step)) == steps, ending == nil, failure == nil, exit.status == .exited(0) {
      return StepMeasurements(found, histograms: histograms, costSeconds: exit.cpu.totalSeconds)
    }
    throw MeasuringFailure(reason: reason(exit) + lastLine(diagnostics))
  }

  private func reason(_ exit: ChildExit?) -> String {
    switch ending {
    case .deadline(let seconds):
      let step = StepMeasurement.Step.allCases.first { steps.contains($0) && !found.map(\.step).contains($0) }
      let name = step.map { "the \($0 == .io ? "I/O" : "CPU") step" } ?? "it"
      return
        "\(name) was still being measured after \(DurationText.text(seconds)): does one call of it take that long, or never end?"
    case .protocolBroken(let error): return error.description
    case .cancelled, nil:
      return failure ?? exit.map { "the child \($0.status) before it had measured the steps" } ?? "it could not be started"
    }
  }

  /// What the user's code has printed says nothing about a failure that the child explains.
  private func lastLine(_ diagnostics: String) -> String {
    failure != nil && callsUserCode ? "" : LastLine.of(diagnostics).map { " (stderr: \($0))" } ?? ""
  }
}
