import Applications
import Scheduling

/// Has what becomes of applications judged, and kept.
struct AppNewsDesk: Sendable {
  let state: AgentState
  let store: StoreService
  /// Rung if alerts may come of it.
  let alerts: Alarm
  let time: any TimeSource

  /// Never waits.
  func take(_ news: AppNews) {
    let (entries, isJudged) = state.update { $0.received(news, at: time.moment) }
    if !entries.isEmpty { store.keep(entries) }
    if isJudged { alerts.ring() }
  }
}
