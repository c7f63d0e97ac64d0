import Glibc
import Rendering
import Runs
import Samples
import Thresholds
import Workloads

/// Runs that were too short to be judged, and what helps.
extension RunTable {
  /// More than is needed by so much: what a longer run shows is not quite as much longer.
  private static let reserve = 1.2

  /// Said once: `too short to judge: hybrid in swift (58 of 100 ticks): --duration 5s or --items 3000`; `nil` if no run was.
  var shortText: String? {
    let short = rows.compactMap { row in shortage(of: row).map { (row, $0) } }
    guard let worst = short.max(by: { Self.factor($0.1) < Self.factor($1.1) }) else { return nil }
    let list = short.map { "\($0.identity.strategy.rawValue) in \($0.identity.runtime.rawValue) (\($1.text))" }
    return "too short to judge: \(list.joined(separator: ", ")): \(remedy(worst.0, Self.factor(worst.1)))"
  }

  /// Of what it takes most to have enough.
  private func shortage(of row: Row) -> Shortage? {
    guard row.seconds != nil else { return nil }
    return row.judgements.compactMap(\.shortage).filter { $0.scarceCores == nil }.max { Self.factor($0) < Self.factor($1) }
  }

  private static func factor(_ shortage: Shortage) -> Double { Double(shortage.needed) / max(0.5, Double(shortage.found)) }

  private func remedy(_ row: Row, _ factor: Double) -> String {
    let seconds = max(1, ((row.seconds ?? 1) * factor * Self.reserve).rounded(.up))
    let duration = "--duration \(Int(min(seconds, 3600)))s"
    guard row.items > 0 else { return duration }
    let items = Double(row.items) * factor * Self.reserve
    // Two digits are enough.
    let step = pow(10, max(0, log10(max(1, items)).rounded(.down) - 1))
    return "\(duration) or --items \(Int((items / step).rounded(.up) * step))"
  }
}
