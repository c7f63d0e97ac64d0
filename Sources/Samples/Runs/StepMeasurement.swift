/// What one step of a mix takes, found out by doing it for a moment: what is not known beforehand of a function, a server or a command.
package struct StepMeasurement: Codable, Hashable, Sendable {
  /// Which of the two steps.
  package enum Step: String, CaseIterable, Codable, Sendable {
    case io
    case cpu
  }

  /// Which step.
  package let step: Step
  /// How often it was done.
  package let count: Int
  /// How often of these it failed.
  package let failures: Int
  /// The end of the first failure's traceback, or what it said; `nil`: there was none.
  package let firstError: String?
  /// On average: CPU time of a CPU step, time of an I/O step.
  package let seconds: Double
  /// On average, from begin to end.
  package let wallSeconds: Double
  /// The share of a CPU step in which it held Python's lock, 0...1; `nil`: there is no lock, or it could not be told.
  package let lockShare: Double?
  /// What it takes to send an item to another process and its result back; `nil`: it could not be sent, or need not be.
  package let transfer: TransferCost?

  /// Joins the figures.
  package init(
    step: Step, count: Int, failures: Int = 0, firstError: String? = nil, seconds: Double, wallSeconds: Double,
    lockShare: Double? = nil, transfer: TransferCost? = nil
  ) {
    self.step = step
    self.count = count
    self.failures = failures
    self.firstError = firstError
    self.seconds = seconds
    self.wallSeconds = wallSeconds
    self.lockShare = lockShare
    self.transfer = transfer
  }
}

extension StepMeasurement {
  /// Whether to send an item to a worker process and its result back takes longer than to compute it: then `hybrid` disappoints.
  package var isDearerToSend: Bool { step == .cpu && (transfer?.seconds ?? 0) > seconds }
}

/// What it costs on average to send an item's argument to a worker process and its result back: pickled, and unpickled.
package struct TransferCost: Codable, Hashable, Sendable {
  /// Pickled.
  package let argumentBytes: Double
  /// Pickled.
  package let resultBytes: Double
  /// CPU time beside the loop: to pickle the argument and to unpickle the result.
  package let loopSeconds: Double
  /// CPU time in the worker: to unpickle the argument and to pickle the result.
  package let workerSeconds: Double

  /// Joins the figures.
  package init(argumentBytes: Double, resultBytes: Double, loopSeconds: Double, workerSeconds: Double) {
    self.argumentBytes = argumentBytes
    self.resultBytes = resultBytes
    self.loopSeconds = loopSeconds
    self.workerSeconds = workerSeconds
  }

  /// CPU time on both sides.
  package var seconds: Double { loopSeconds + workerSeconds }
}
