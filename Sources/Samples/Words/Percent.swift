/// Shares as people read them.
package enum Percent {
  /// How many digits a percentage has.
  package enum Rounding: Sendable {
    /// Three significant ones, as `Digits` has them.
    case digits
    /// Those down to a tenth of a percent.
    case tenths
  }

  /// `81.4 %`, or `-` if there is no share. A signed one has a `+` if it is above 0.
  package static func text(_ share: Double?, _ rounding: Rounding = .digits, isSigned: Bool = false) -> String {
    guard let share else { return "-" }
    let percent =
      switch rounding {
      case .digits: share * 100
      case .tenths: (share * 1000).rounded() / 10
      }
    return "\(isSigned && share > 0 ? "+" : "")\(Digits.text(percent)) %"
  }
}
