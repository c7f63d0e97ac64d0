import Samples
import Workloads

/// The keys that say how items arrive: `items` or `duration`, alone or with a `rate` or a `load`.
struct ArrivalKeys {
  static let names = ["load", "rate", "items", "duration"]

  private enum Pace { case load(Double), rate(Double) }

  private let pace: Pace?
  private let span: Mix.Span?
  private let isUnclear: Bool

  init(_ map: YAMLMap) {
    let load = map.take("load") { $0.share() }
    let rate = map.take("rate") { $0.rate() }
    let items = map.take("items") { $0.integer() }
    let seconds = map.take("duration") { $0.duration() }
    if load != nil, rate != nil { map.addProblem("rate", "rate: give a load or a rate, not both") }
    if items != nil, seconds != nil { map.addProblem("duration", "duration: give items or a duration, not both") }
    pace = load.map(Pace.load) ?? rate.map(Pace.rate)
    span = items.map(Mix.Span.items) ?? seconds.map(Mix.Span.seconds)
    isUnclear = !map.wrongKeys.isDisjoint(with: Self.names)
  }

  /// What is not given is as in the base; `nil` where the keys do not say enough, which is told.
  func arrivals(kind: MixKind, base: Mix.Arrivals?, _ map: YAMLMap) -> Mix.Arrivals? {
    guard !isUnclear else { return nil }
    let (basePace, baseSpan) = base.map(Self.parts) ?? (nil, nil)
    guard let span = span ?? baseSpan else {
      map.addProblem("items", kind == .idle ? "'duration' is missing" : "'items' or 'duration' is missing")
      return nil
    }
    switch (pace ?? basePace, span) {
    case (.load(let load), _): return .load(load, span)
    case (.rate(let rate), _): return .rate(rate, span)
    case (nil, .items(let items)): return .batch(items: items)
    case (nil, .seconds(let seconds)): return kind == .idle ? .none(seconds: seconds) : .filling(seconds: seconds)
    }
  }

  private static func parts(_ arrivals: Mix.Arrivals) -> (Pace?, Mix.Span) {
    switch arrivals {
    case .batch(let items): (nil, .items(items))
    case .filling(let seconds), .none(let seconds): (nil, .seconds(seconds))
    case .load(let load, let span): (.load(load), span)
    case .rate(let rate, let span): (.rate(rate), span)
    }
  }
}
