import Samples
package import Workloads

extension Mix {
  /// A step that takes so much longer than its CPU time waits for something, and occupies its worker or thread meanwhile.
  private static let waitingShare = 1.5
  /// What is measured as nothing is not unknown.
  private static let leastSeconds = 1e-7

  /// The same with the times of the steps whose times are not known beforehand.
  package func with(_ measurements: StepMeasurements) -> Mix {
    var mix = self
    if cpu?.call != nil, let found = measurements[.cpu] {
      let isWaiting = found.wallSeconds > Mix.waitingShare * found.seconds
      mix.cpu?.seconds = max(isWaiting ? found.wallSeconds : found.seconds, Mix.leastSeconds)
      // Rounded, so that runs with the same parameters are told to have them.
      mix.cpu?.lockShare = found.lockShare.map { ($0 * 100).rounded() / 100 }
      mix.cpu?.transfer = found.transfer
      mix.cpu?.pauseSeconds = isWaiting ? ((found.wallSeconds - found.seconds) * 1e4).rounded() / 1e4 : nil
    }
    switch io?.work {
    case .call, .url, .command: if let found = measurements[.io] { mix.io?.seconds = max(found.seconds, Mix.leastSeconds) }
    case .timer, .http, .disk, .sqlite, nil: break
    }
    return mix
  }
}
