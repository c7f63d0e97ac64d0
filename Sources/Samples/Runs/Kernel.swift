/// The computations that a CPU step can be made of. The raw value is the name in a mix and in a calibration.
///
/// Each is a chain in which every operation needs the one before, so the count of operations is the work: it cannot be shortened by an
/// optimiser or a broken worker, since the result is checked. Both runtimes compute the same: equal seeds and operations give equal
/// results (`floating` to within rounding).
package enum Kernel: String, CaseIterable, Codable, Sendable {
  /// Integer multiplications and additions: the pipelines of a core.
  case integer
  /// Double-precision multiplications and additions.
  case floating
  /// Dependent loads all over a table larger than a core's own caches.
  case memory
  /// FNV-1a, a byte an operation.
  case hashing
}
