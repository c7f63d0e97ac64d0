import Samples
import Testing

@Suite struct SplitMix64Tests {
  /// The numbers of the reference implementation (https://prng.di.unimi.it/splitmix64.c) for the seed 1234567.
  @Test func `The course is that of the reference`() {
    var random = SplitMix64(state: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in random.next() } == expected)
  }

  @Test func `A number at a place is the one that is drawn there`() {
    var random = SplitMix64(state: 42)
    for place in 1...100 as ClosedRange<UInt64> { #expect(SplitMix64.unit(state: 42, place: place) == random.unit()) }
  }

  @Test func `Normal draws have the mean and the deviation of the standard`() {
    var random = SplitMix64(state: 1)
    let draws = (0..<10_000).map { _ in random.normal() }
    let mean = draws.reduce(0, +) / 10_000
    #expect(abs(mean) < 0.03)
    #expect(abs(draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 10_000 - 1) < 0.05)
  }
}
