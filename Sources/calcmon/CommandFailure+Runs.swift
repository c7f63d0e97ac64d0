import Procfs
import Sessions

extension CommandFailure {
  /// Why runs could not be made: what was asked for, or where to look, is wrong usage; all else a failure.
  init(ofRuns error: any Error) {
    let isUsage =
      switch error {
      case RunSessionError.problems: true
      case is ProcError: true
      default: false
      }
    self.init(status: isUsage ? .usage : .failure, message: "\(error)")
  }
}
