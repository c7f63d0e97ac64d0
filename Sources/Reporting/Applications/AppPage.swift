import Rendering
import Samples
package import Thresholds

/// One application that a running agent knows, with its details.
package struct AppPage: Sendable {
  /// So many events are told of.
  private static let mostOccurrences = 20

  /// `nil`: it is gone, and known from the history alone.
  let app: WatchedAppAnswer?
  let detail: WatchedAppDetailAnswer

  /// Of its targets.
  package var verdict: Verdict { detail.verdict }

  /// - Parameter width: columns of the terminal; `nil`: as long as lines get.
  package func text(width: Int? = nil) -> String {
    let head = "\(detail.app): \(verdict.mark) \(verdict.rawValue)" + (app?.up == true ? "" : "; gone")
    let standing = (app?.standing ?? []).map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
    let parts = [
      ([head] + standing).flatMap { WrappedText.lines(Printable.text($0), width: width, hanging: "  ") }, targets(width),
      places(width), processes(width), occurrences(width),
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: [""]).joined(separator: "\n") + "\n"
  }

  private func targets(_ width: Int?) -> [String] {
    guard !detail.targets.isEmpty else { return ["It was not judged yet."] }
    return Table(
      header: ["TARGET", "VALUE", "LIMIT", "VERDICT"], rightAligned: [1],
      rows: detail.targets.map { target in
        [target.name, target.valueText, target.limit_text ?? "-", target.verdict.rawValue].map(Printable.text)
      },
      notes: Dictionary(
        uniqueKeysWithValues: detail.targets.enumerated().compactMap { place, target in
          let cause = target.cause.map { "Cause: \($0). \(target.cause_text ?? "")" }
          return (cause ?? target.reason.map { "Not judged: \($0)." }).map { (place, Printable.text($0)) }
        })
    ).lines(width: width)
  }

  private func places(_ width: Int?) -> [String] {
    guard !detail.places.isEmpty else { return ["The loops did not stand still in the last hour."] }
    return Table(
      header: ["PLACES OF THE LAST HOUR", "CAUSE", "SECONDS", "COUNT", "WORST"], rightAligned: [2, 3, 4],
      rows: detail.places.prefix(Report.App.mostPlaces).map { place in
        [
          place.frame ?? AppPlaceCost.unseen, place.cause, Digits.text(place.seconds), "\(place.count)",
          DurationText.text(place.worst_seconds),
        ].map(Printable.text)
      }
    ).lines(width: width)
  }

  private func processes(_ width: Int?) -> [String] {
    guard let app, !app.processes.isEmpty else { return [] }
    return Table(
      header: ["PROCESS", "RUNTIME", "CONNECTED", "BUSY", "TASKS", "MEMORY"], rightAligned: [0, 2, 3, 4, 5],
      rows: app.processes.map { process in
        [
          "\(process.pid)", process.runtime, process.connected_seconds.map(LongDuration.text) ?? "-",
          process.busy_ratio.map { Percent.text($0) } ?? "-", process.tasks.map(Digits.text) ?? "-",
          process.memory_bytes.map(Digits.bytes) ?? "-",
        ].map(Printable.text)
      }
    ).lines(width: width)
  }

  private func occurrences(_ width: Int?) -> [String] {
    detail.occurrences.suffix(Self.mostOccurrences).flatMap { occurrence in
      WrappedText.lines(Printable.text("\(occurrence.at)  \(occurrence.sentence)"), width: width, hanging: "    ")
    }
  }
}
