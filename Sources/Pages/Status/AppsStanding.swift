import Applications
import Rendering
import Samples
import Snapshots

/// The applications whose loops stand now: what the status page says before all else.
struct AppsStanding {
  /// So long a loop may stand before it is told at the top, in seconds.
  private static let notable = 1.0

  private let views: [AppView]
  private let now: Timestamp

  /// `nil`: all turn.
  init?(_ snapshot: AgentSnapshot) {
    views = snapshot.apps.filter { $0.standingSeconds >= Self.notable }.sorted { $0.standingSeconds > $1.standingSeconds }
    now = snapshot.at
    guard !views.isEmpty else { return nil }
  }

  /// `shop stands`, `shop and 2 more applications stand`
  var headline: String {
    guard let first = views.first else { return "" }
    let more = views.count - 1
    return more == 0 ? "\(first.name) stands" : "\(first.name) and \(PageWords.count(more, "more application")) stand"
  }

  /// Whether one stands for so long that it is told of as an event.
  var isLong: Bool { (views.first?.standingSeconds ?? 0) >= AppOccurrence.longStanding }

  /// Which, since when and where.
  var text: String { views.prefix(2).map { "\($0.name): \(AppStandingWords.text($0, at: now))" }.joined(separator: " ") }

  /// The same on the status page, where it has its place if all turn as well.
  static func markup(_ snapshot: AgentSnapshot) -> Markup {
    let text = AppsStanding(snapshot)?.text
    return """
      <p class="standing"\(text == nil ? " hidden" : "" as Markup)><b>Stands now.</b> <span data-standing>\(text ?? "")</span></p>
      """
  }
}
