import Samples
import Thresholds

/// An entry of `failures` of a saved report.
struct SavedFailures: Decodable {
  let share: FailureShare?

  private enum Key: String, CodingKey {
    case runs, items
    case runsFailed = "runs_failed"
    case itemsFailed = "items_failed"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let count = { (key: Key) in
      let count = try container.decode(Int.self, forKey: key)
      guard count >= 0 else {
        throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "is less than 0")
      }
      return count
    }
    let runs = FailureTally(failed: try count(.runsFailed), all: try count(.runs))
    let items = FailureTally(failed: try count(.itemsFailed), all: try count(.items))
    guard let identity = try SavedIdentity(from: decoder).known, let share = [runs.share, items.share].compactMap(\.self).max()
    else {
      share = nil
      return
    }
    self.share = FailureShare(identity: identity, runs: runs, share: share)
  }
}

/// An entry of `runs` of a saved report: reports from before failures were judged have them alone.
struct SavedRunCount: Decodable {
  private let identity: RunIdentity?
  private let outcome: RunOutcome?
  private let count: Int

  private enum Key: String, CodingKey { case outcome, count }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    identity = try SavedIdentity(from: decoder).known
    outcome = RunOutcome(rawValue: try container.decode(String.self, forKey: .outcome))
    count = max(0, try container.decode(Int.self, forKey: .count))
  }

  /// What failed of the runs; of their items nothing is known.
  static func shares(_ counts: [SavedRunCount]) -> [FailureShare] {
    var tallies: [RunIdentity: FailureTally] = [:]
    for entry in counts {
      guard let identity = entry.identity, let outcome = entry.outcome, outcome != .cancelled else { continue }
      tallies[identity, default: FailureTally()].all += entry.count
      if outcome != .completed { tallies[identity, default: FailureTally()].failed += entry.count }
    }
    return tallies.compactMap { identity, runs in runs.share.map { FailureShare(identity: identity, runs: runs, share: $0) } }
  }
}

/// What an entry of a saved report is of.
private struct SavedIdentity: Decodable {
  let mix: String
  let strategy: String
  let runtime: String

  /// `nil` if this calcmon does not know its strategy or its runtime.
  var known: RunIdentity? {
    guard let strategy = Strategy(rawValue: strategy), let runtime = Runtime(rawValue: runtime) else { return nil }
    return RunIdentity(mix: mix, strategy: strategy, runtime: runtime)
  }
}
