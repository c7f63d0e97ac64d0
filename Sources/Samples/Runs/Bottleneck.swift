/// What keeps a run from being faster, predicted or measured.
package enum Bottleneck: String, CaseIterable, Codable, Hashable, Sendable {
  /// One item after another, and the loop waits for I/O meanwhile.
  case sequence
  /// The loop's own thread computes all the time.
  case loop
  /// CPython's global interpreter lock.
  case lock
  /// All cores, or all worker processes, compute.
  case cores
  /// All worker processes compute, and there are cores left.
  case processes
  /// All threads are taken by items that wait.
  case threads
  /// Items wait, and no more may be in flight.
  case concurrency
  /// It keeps up with what comes.
  case arrivals
  /// The length of a single item.
  case item

  /// How busy what could be in the way was, in seconds of the run.
  package struct Figures: Hashable, Sendable {
    /// Length of the run.
    package var seconds: Double
    package var items: Int
    /// Whether all items were there at the beginning.
    package var isBatch: Bool
    /// Items that may be in flight.
    package var concurrency: Int
    package var queuePeak: Int
    /// Of the loop's own thread.
    package var loopSeconds: Double
    /// Of all worker processes.
    package var workerSeconds: Double
    package var processes: Int
    /// Of all cores.
    package var usedCoreSeconds: Double
    package var cores: Double
    /// In which Python's lock was held; `nil`: there is no such lock.
    package var lockSeconds: Double?
    /// In which all items that were in flight waited.
    package var allWaitSeconds: Double

    package init(
      seconds: Double, items: Int, isBatch: Bool, concurrency: Int, queuePeak: Int, loopSeconds: Double, workerSeconds: Double,
      processes: Int, usedCoreSeconds: Double, cores: Double, lockSeconds: Double?, allWaitSeconds: Double
    ) {
      self.seconds = seconds
      self.items = items
      self.isBatch = isBatch
      self.concurrency = concurrency
      self.queuePeak = queuePeak
      self.loopSeconds = loopSeconds
      self.workerSeconds = workerSeconds
      self.processes = processes
      self.usedCoreSeconds = usedCoreSeconds
      self.cores = cores
      self.lockSeconds = lockSeconds
      self.allWaitSeconds = allWaitSeconds
    }

    /// Equal items fall into step, and then all wait at once for a part of the time: the lock is in the way all the same.
    package var isLockBound: Bool { (lockSeconds ?? 0) >= 0.75 * seconds && seconds > 0 }
  }

  /// What was in the way: what was busy for nine tenths of the time, else what the strategy waits for.
  package init(_ strategy: Strategy, _ figures: Figures) {
    let busy = 0.9 * figures.seconds
    let coresAreBusy = figures.usedCoreSeconds >= busy * figures.cores
    guard figures.seconds > 0 else {
      self = .item
      return
    }
    if !figures.isBatch, figures.queuePeak <= max(figures.concurrency, 10) {
      self = .arrivals
      return
    }
    guard figures.items > 1 else {
      self = .item
      return
    }
    switch strategy {
    case .sync: self = figures.allWaitSeconds > 0.1 * figures.seconds ? .sequence : .loop
    case .async: self = figures.loopSeconds >= busy ? .loop : coresAreBusy ? .cores : .concurrency
    case .threads: self = figures.isLockBound ? .lock : coresAreBusy ? .cores : .threads
    case .hybrid:
      if coresAreBusy {
        self = .cores
      } else if figures.workerSeconds >= busy * Double(figures.processes) {
        self = .processes
      } else {
        self = figures.loopSeconds >= busy ? .loop : .concurrency
      }
    }
  }
}
