package import Samples

/// What a CPU step is beside the CPU time that it takes: one of calcmon's own computes in pure Python, or in Swift, and its argument and result
/// are two numbers. A function of the user's own may be otherwise.
package struct CallTraits: Hashable, Sendable {
  /// The share of its CPU time in which it holds Python's lock, 0...1. A thread computes it first; the rest follows, and other threads may hold
  /// the lock meanwhile. At the end the thread takes the lock once more, to hand its result over.
  package var lockShare = 1.0
  /// In which it neither computes nor is over, in seconds: it sleeps, or waits for something. That follows the computation; it needs no core
  /// and no lock, but the loop, the thread or the worker process has nothing else to do.
  package var pauseSeconds = 0.0
  /// What it takes to send its argument to a worker process and its result back, more than a trip takes anyway. The loop cannot turn while
  /// something is pickled: only one thread has the lock.
  package var transfer: TransferCost?

  /// One of calcmon's own.
  package static let kernel = CallTraits()

  /// As a computation of calcmon's own is.
  package init() {}

  /// As a function was found to be. A step that took a little longer than its CPU time was held up by others; it did not sleep.
  package init(_ measured: StepMeasurement) {
    if let share = measured.lockShare { lockShare = max(0, min(1, share)) }
    let rest = measured.wallSeconds - measured.seconds
    if rest > Self.leastPause, rest > Self.leastPauseShare * measured.wallSeconds { pauseSeconds = rest }
    transfer = measured.transfer
  }

  private static let leastPause = 0.0005
  private static let leastPauseShare = 0.2

  /// Whether threads that do it can let the lock go before it is over.
  var letsLockGo: Bool { lockShare < 1 || pauseSeconds > 0 }

  /// CPU time beside the loop to send an item.
  var sendSeconds: Double { (transfer?.loopSeconds ?? 0) * sentShare }
  /// CPU time beside the loop to take its result.
  var receiveSeconds: Double { (transfer?.loopSeconds ?? 0) * (1 - sentShare) }
  /// CPU time in the worker for both.
  var workerSeconds: Double { transfer?.workerSeconds ?? 0 }

  /// Of the bytes that travel, those of the argument.
  private var sentShare: Double {
    guard let transfer, transfer.argumentBytes + transfer.resultBytes > 0 else { return 0.5 }
    return transfer.argumentBytes / (transfer.argumentBytes + transfer.resultBytes)
  }
}
