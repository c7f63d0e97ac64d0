import Reporting

extension OrNull<Double> {
  /// `null` also for what is no finite number, which JSON cannot say.
  init(finite value: Double?) { self.init(value.flatMap { $0.isFinite ? $0 : nil }) }
}
