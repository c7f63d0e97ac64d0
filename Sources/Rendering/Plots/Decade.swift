import Glibc

/// Powers of ten.
package enum Decade {
  /// `-inf` of 0, not a number of what is less.
  package static func log10(_ value: Double) -> Double { Glibc.log10(value) }

  /// Exact, as a literal is.
  package static func power(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? 0 }
}
