import Rendering

/// How far an export is.
///
/// An exporter tells it with each piece of text, many times a second; whoever shows it takes what it needs.
package struct ExportProgress: Hashable, Sendable {
  /// What is counted as rows: `samples`, `runs`, …
  package let unit: String
  /// The steps that there are; 0 where nobody knows.
  package let total: Int
  /// The steps that were done. A step is about the same amount of work everywhere in an export.
  package var done = 0
  /// Rows or, in OpenMetrics, lines with a value that were written.
  package var rows = 0

  /// Nothing was done yet.
  package init(total: Int, unit: String) {
    self.total = total
    self.unit = unit
  }

  private var share: Double { total > 0 ? min(1, Double(done) / Double(total)) : 0 }

  /// A line for a terminal: `[##########..............] 42 %  1,234,567 samples, 12 s left`. Without a total there is no bar, and
  /// without a step done, or before the first second, no time left.
  ///
  /// - Parameter columns: that there are; `nil`: as many as it takes.
  package func bar(elapsedSeconds: Double, columns: Int? = nil) -> String {
    guard total > 0 else { return ProgressText.cut("\(grouped(rows)) \(unit)", columns) }
    let left = secondsLeft(elapsedSeconds).map { ", \(words($0)) left" } ?? ""
    let text = "\(Int(share * 100)) %  \(grouped(rows)) \(unit)\(left)"
    return ProgressText.line("", share: share, notes: [text], columns: columns, gap: " ")
  }

  private func secondsLeft(_ elapsed: Double) -> Double? {
    guard share > 0, share < 1, elapsed >= 1 else { return nil }
    return elapsed * (1 - share) / share
  }

  private func words(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e9).rounded(.up))
    return switch whole {
    case ..<100: "\(whole) s"
    case ..<6000: "\((whole + 59) / 60) min"
    default: "\((whole + 3599) / 3600) h"
    }
  }

  private func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}
