import Alerting
import Rendering
import Samples
package import Storage

/// Silences as people read them.
package struct SilenceList: Sendable {
  private let silences: [StoredSilence]

  /// In their order.
  package init(_ silences: [StoredSilence]) { self.silences = silences }

  /// A table.
  package var text: String { text(width: nil) }

  /// The same, made to fit a terminal.
  package func text(width: Int?) -> String {
    guard !silences.isEmpty else { return "no silences\n" }
    let rows = silences.map { stored in
      let silence = stored.silence
      let labels = silence.matcher.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\(Printable.text($0.value))" }
      return [
        "\(stored.id)", labels.joined(separator: ","), silence.endsAt.iso8601, Printable.text(silence.createdBy),
        Printable.text(silence.comment),
      ]
    }
    let table = Table(header: ["ID", "ALERTS", "UNTIL", "BY", "WHY"], rightAligned: [0], rows: rows)
    return table.lines(width: width).joined(separator: "\n") + "\n"
  }
}
