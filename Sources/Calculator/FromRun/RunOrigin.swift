package import Samples

/// From which run a prediction began, and what it took from it.
package struct RunOrigin: Hashable, Sendable {
  /// By which the history knows it.
  package let id: Int64
  /// What was run.
  package let identity: RunIdentity
  /// How many items are behind the times.
  package let items: Int
  /// What they waited for on average, without what they waited for the loop or for Python's lock.
  package let ioSeconds: Double
  /// What they computed on average.
  package let cpuSeconds: Double
  /// What is known less well, for a person; `nil`: nothing.
  package let note: String?

  /// Of a text, below its title: the run, and what is known less well.
  var lines: [String] {
    let io = ioSeconds > 0 ? "I/O \(DurationText.text(ioSeconds))" : "no I/O"
    let first = "From \(words): \(io), CPU \(DurationText.text(cpuSeconds)) on average"
    return [first] + (note.map { ["Note: \($0)"] } ?? [])
  }

  /// `run 12 (1000 items of shop by async in asyncio)`
  package var words: String {
    "run \(id) (\(items) items of \(identity.mix) by \(identity.strategy.rawValue) in \(identity.runtime.rawValue))"
  }
}
