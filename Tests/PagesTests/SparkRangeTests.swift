import Pages
import Testing

@Suite struct SparkRangeTests {
  @Test func `The least is at the bottom and the greatest at the top, whatever the limit`() {
    let range = SparkRange([80, 81, 82], isLogarithmic: false)
    #expect([80, 81, 82].map(range.height) == [0, 0.5, 1])
    #expect(range.contains(81) && !range.contains(90))
  }

  @Test func `Latencies have steps of equal ratio`() {
    let range = SparkRange([0.001, 0.1], isLogarithmic: true)
    #expect(abs(range.height(0.01) - 0.5) < 1e-9)
  }

  @Test(arguments: [[5.0, 5], [], [0, 0], [.infinity, 1]] as [[Double]], [true, false])
  func `What has no range stays inside`(values: [Double], isLogarithmic: Bool) {
    let range = SparkRange(values, isLogarithmic: isLogarithmic)
    for value in values + [0, 1e300] { #expect((0...1).contains(range.height(value))) }
  }
}
