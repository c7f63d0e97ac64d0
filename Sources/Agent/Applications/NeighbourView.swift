import Procfs
import Samples
import Sampling
import Synchronization

/// Who uses the processors of the host, beside what is asked about. It is looked for seldom, for all applications together.
final class NeighbourView: Sendable {
  /// So many processes are read within a hundredth of a second or two: always. More of them only while the host is busy.
  private static let cheap = 2000
  private static let busyShare = 0.5
  /// Between two tables, about.
  private static let spacing = Duration.seconds(AppInterval.standardSeconds - 2)
  /// Tables that are further apart tell of another time.
  private static let longest = Duration.seconds(4 * AppInterval.standardSeconds)

  private struct Known {
    var table: ProcessTable?
    /// When it was read, or it was found that it need not be.
    var at: Duration
    var host: HostReading
    var uses: ProcessUses?
  }

  private let reader: ConsumerReader
  private let known = Mutex<Known?>(nil)

  init(proc: ProcRoot) { reader = ConsumerReader(proc: proc) }

  /// What each process has used of late; `nil` if it is not known. Blocks for as long as the kernel takes.
  func uses(at now: Duration, _ host: HostReading) -> ProcessUses? {
    let before = known.withLock { $0 }
    guard let before, now - before.at < NeighbourView.longest else {
      known.withLock { $0 = Known(table: try? reader.table(), at: now, host: host) }
      return nil
    }
    guard now - before.at >= NeighbourView.spacing else { return before.uses }
    let isTooDear = before.table.map { $0.entries.count > NeighbourView.cheap } ?? true
    let after = isTooDear && !isBusy(from: before.host, to: host) ? nil : try? reader.table()
    var uses: ProcessUses?
    if let table = before.table, let after {
      uses = reader.uses(from: table, to: after, seconds: (now - before.at) / .seconds(1))
    }
    known.withLock { $0 = Known(table: after, at: now, host: host, uses: uses) }
    return uses
  }

  private func isBusy(from before: HostReading, to after: HostReading) -> Bool {
    guard let begin = before.busySeconds, let end = after.busySeconds else { return true }
    let capacity = Double(after.nanoseconds - before.nanoseconds) * 1e-9 * Double(max(1, after.processors))
    return capacity > 0 && end - begin >= NeighbourView.busyShare * capacity
  }
}
