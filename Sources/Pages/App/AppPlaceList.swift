import Rendering
import Samples
import Snapshots

/// The places in the code that cost the loops most: what there is to mend, the worst first.
struct AppPlaceList {
  let places: [AppPlaceCost]
  /// For how long loops stood in all, in the window.
  let totalSeconds: Double
  /// The end of the window.
  let until: Timestamp

  var markup: Markup {
    guard !places.isEmpty else { return "<p class=\"none\">No loop stood still in this window.</p>" }
    return """
      <ol class="places">
      \(lines: places.map(item))
      </ol>
      """
  }

  private var whole: Double { max(totalSeconds, places.reduce(0) { $0 + $1.seconds }) }

  private func item(_ place: AppPlaceCost) -> Markup {
    let percent = share(place.seconds, of: whole).map { Percent.text($0) } ?? "-"
    let worst = place.worst
    return """
      <li><p class="place">\(place.frame.map { "<code>\($0)</code>" as Markup } ?? "<span class=\"none\">no frame was seen</span>")</p>
      <p class="cost"><b>\(DurationText.text(place.seconds))</b> <span>\(percent) of all standing</span></p>
      <svg class="budget" width="100%" height="10" aria-hidden="true">\(BudgetBar.rectangle(place.cause, x: 0, width: (share(place.seconds, of: whole) ?? 0) * 100))</svg>
      <p class="why">\(BudgetBar.swatch(place.cause))<span><b>\(place.cause.rawValue)</b> \(place.cause.sentence)</span></p>
      <p class="note">\(PageWords.count(place.count, "stall")); the worst \(DurationText.text(worst.stall.stall.seconds)) at \
      \(worst.endedAt.shortMarkup(on: until))\(holder(worst.stall))</p>
      \(StackDetails.markup(worst.stall.stall.stack, title: "Stack of the worst"))</li>
      """
  }

  private func holder(_ stall: AppStall) -> Markup {
    stall.holder.map { ", lock held by thread <bdi>\($0.thread)</bdi>" } ?? .none
  }
}
