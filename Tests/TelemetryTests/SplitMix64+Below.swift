import Samples

extension SplitMix64 {
  /// A number from 0 to just below a limit; 0 if the limit is not above it.
  mutating func below(_ limit: Int) -> Int {
    let drawn = next()
    return limit > 0 ? Int(drawn % UInt64(limit)) : 0
  }
}
