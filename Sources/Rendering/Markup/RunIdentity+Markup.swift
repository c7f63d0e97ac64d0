package import Samples

extension RunIdentity {
  /// Mix, and smaller its strategy and runtime.
  package var markup: Markup { "<b>\(mix)</b> <span class=\"how\">\(strategy.rawValue), \(runtime.rawValue)</span>" }
}
