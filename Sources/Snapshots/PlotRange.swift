package import Samples

/// From when on the plots of the status page show the past.
package struct PlotRange: Hashable, Sendable {
  /// Which of the windows it is, or lies in.
  package let window: PageWindow
  /// Its begin.
  package let since: Timestamp

  /// So short a past is not stretched further, in seconds.
  private static let shortest = 60.0
  /// Before the first run is this share of the range, so that it does not stand on the edge.
  private static let margin = 0.03

  /// A window as it was asked for.
  package init(of window: PageWindow, until end: Timestamp) {
    self.window = window
    since = end.advanced(bySeconds: -window.seconds)
  }

  /// The least window that holds what there is, without the time in which there was nothing: what is new would stand on its last edge.
  ///
  /// - Parameter first: when the first run ended; `nil`: there is none.
  package init(holding first: Timestamp?, until end: Timestamp) {
    window = PageWindow(holding: first, at: end)
    let age = first.map { Double(end.milliseconds - $0.milliseconds) / 1000 } ?? 0
    let length = first == nil ? window.seconds : max(Self.shortest, age / (1 - Self.margin))
    since = end.advanced(bySeconds: -min(window.seconds, length))
  }
}
