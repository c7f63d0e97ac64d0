import Glibc

/// Powers of ten.
enum Decade {
  static func log10(_ value: Double) -> Double { Glibc.log10(value) }

  /// Exact, as a literal is.
  static func power(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? 0 }
}
