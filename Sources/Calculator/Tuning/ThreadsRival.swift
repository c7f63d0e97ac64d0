/// What threads would do instead of worker processes, by the model. Functions that let Python's lock go may do as well in them.
package struct ThreadsRival: Hashable, Sendable {
  /// How many.
  package let threads: Int
  /// Items a second, in the measure of what was measured of the advice.
  package let itemsPerSecond: Double
  /// The share of a CPU step in which it holds Python's lock.
  package let lockShare: Double

  /// Joins the figures.
  package init(threads: Int, itemsPerSecond: Double, lockShare: Double) {
    self.threads = threads
    self.itemsPerSecond = itemsPerSecond
    self.lockShare = lockShare
  }
}
