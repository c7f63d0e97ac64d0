package import Samples

/// What of the runs of one mix, strategy and runtime came to no good end in a window, and whether that is a breach. This is the one rule by
/// which failures count, in the report and its formats, the API, the status page, `calcmon run` and the exit status:
///
/// - A run has failed if it did not complete by its own fault: it crashed, ran into its deadline, could not be started, or broke the line
///   protocol. A run that was cancelled says nothing and does not count, and neither does a slot in which no run was started.
/// - An item has failed if its last attempt gave a wrong result or none, or ran into its timeout, or if it found the queue full. The items of
///   completed runs count.
/// - More than one in a hundred of the runs, or of the items, is a breach. One failed run of some dozens is one, one of thousands is not, and
///   where all runs have failed nothing else needs to be known. Failures within the limit, and none at all, leave the verdict to the targets.
package struct Failures: Hashable, Sendable {
  /// The share of runs, and of items, that may fail.
  package static let limit = 0.01

  /// Runs that have failed, of those that count.
  package private(set) var runs = FailureTally()
  /// The items of the completed runs.
  package private(set) var items = ItemCounts()
  private var reasons: [String: Int] = [:]

  /// Nothing was run yet.
  package init() {}

  /// Adds a run.
  ///
  /// - Parameters:
  ///   - reason: why it did not complete.
  ///   - items: its own, if it completed.
  package mutating func add(_ outcome: RunOutcome, reason: String? = nil, items: ItemCounts? = nil) {
    switch outcome {
    case .completed: runs.all += 1
    case .failed, .timeout, .crashed:
      runs.all += 1
      runs.failed += 1
      reasons[reason ?? outcome.rawValue, default: 0] += 1
    case .cancelled: break
    }
    if let items { self.items += items }
  }

  /// Whether a run or an item has failed.
  package var isPresent: Bool { runs.failed + items.tally.failed > 0 }

  /// `breached` as the rule says, `unknown` where no run counts, else `met`.
  package var verdict: Verdict { runs.isBreached || items.tally.isBreached ? .breached : runs.all > 0 ? .met : .unknown }

  /// The greater one of both shares; `nil` where no run counts.
  package var share: Double? { [runs.share, items.tally.share].compactMap { $0 }.max() }

  /// Why most of the failed runs have failed; `nil` where none has.
  package var commonestReason: String? {
    reasons.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }
}

extension Verdict {
  /// The verdict of targets and failures together: a breach of either is one. Failures that are no breach leave it to the targets.
  package init(of targets: some Collection<Verdict>, failures: some Collection<Failures>) {
    self = failures.contains { $0.verdict == .breached } ? .breached : Verdict(of: targets)
  }
}
