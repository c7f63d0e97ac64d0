import Rendering
import Samples
import Snapshots
import Thresholds

/// What an application did around an alert: its target over time, the places that cost it most, and its stalls.
struct AlertAppEvidence {
  let story: AlertStory
  let app: String
  /// `nil`: nothing of it is kept.
  let excerpt: AppExcerpt?
  /// By which it is judged; `nil`: that is not known.
  let target: Target?
  /// Of its queues the one that it was about; `nil`: that is not known.
  let queue: String?
  let links: PageLinks

  var sections: Markup {
    guard let excerpt, !excerpt.intervals.isEmpty || !excerpt.stalls.isEmpty else {
      return PageSection.markup("evidence", "What \(app) did", "<p class=\"none\">Nothing is kept of that time.</p>\(link)")
    }
    let total = excerpt.whole?.stalls.budget.totalSeconds ?? 0
    return .lines([
      PageSection.markup("evidence", "What \(app) did around it", "\(plot(excerpt))\(link)"),
      PageSection.markup(
        "places", "What cost most around it",
        AppPlaceList(places: excerpt.places, totalSeconds: total, until: excerpt.until).markup),
      PageSection.markup(
        "newest", "Its stalls around it", AppStallList(stalls: excerpt.stalls, excerpt: excerpt, until: excerpt.until).markup),
    ])
  }

  private var link: Markup { "<p class=\"note\"><a href=\"\(links.app(app))\">The application <bdi>\(app)</bdi> now</a></p>" }

  private func plot(_ excerpt: AppExcerpt) -> Markup {
    guard let name = story.target else { return .none }
    let measure = name.appMeasure(queue: queue ?? story.current.judgement?.queue)
    let plot = AppPlot(
      measure, measure.points(of: excerpt.intervals), bounds: story.bounds(of: target), AppPlotFrame(excerpt))
    return plot.markup
  }
}
