import Samples
import Storage

/// How the agent's database is, for the metrics and the page.
struct StorageHealth: Hashable, Sendable {
  /// Why nothing can be written now.
  struct Trouble: Hashable, Sendable {
    let fault: StorageFault
    /// What SQLite or the kernel says.
    let reason: String
    let since: Timestamp

    /// The wall clock was set by so much.
    func moved(by milliseconds: Int64) -> Trouble { Trouble(fault: fault, reason: reason, since: since.moved(by: milliseconds)) }
  }

  /// Whether it was opened once.
  var isOpen = false
  /// Of the database with its log, after the last batch.
  var bytes: Double?
  /// `nil` while all is well.
  var trouble: Trouble?
  /// Samples that wait to be written.
  var queuedSamples = 0
  /// Names of damaged databases that were set aside since the start.
  var setAside: [String] = []
  /// Of what was acknowledged, and found missing since the start.
  var lostSeconds = 0.0
  /// Left out of what was read since the start.
  var damagedRows = DamagedRows()

  /// A sentence for each thing that somebody should know.
  var notes: [String] {
    var notes: [String] = []
    if let trouble {
      notes.append(
        "The history cannot be written since \(trouble.since.iso8601): \(trouble.reason) (\(trouble.fault.rawValue)). "
          + "\(queuedSamples) samples wait; of these the newest \(EntryQueue.capacity) are kept.")
    }
    notes += setAside.map { "The database was damaged. It was set aside as \($0), and a new one begun." }
    if lostSeconds > 0 {
      notes.append("\(DurationText.text(lostSeconds)) of history had been written and are not there any more.")
    }
    if let text = damagedRows.text { notes.append("\(text).") }
    return notes
  }
}
