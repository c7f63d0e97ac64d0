import Samples
import Testing

@Suite struct MedianTests {
  @Test(
    arguments: [([], nil), ([3], 3), ([3, 1], 2), ([9, 1, 5], 5), ([4, 1, 3, 2], 2.5), ([7, 7, 7, 7, 7], 7)]
      as [([Double], Double?)])
  func `The middle value, or the mean of the two in the middle`(_ values: [Double], _ median: Double?) {
    #expect(values.median == median)
  }

  @Test func `It is the same in whatever order the values come`() {
    let values = (0..<101).map { Double($0 * 37 % 101) }
    #expect(values.median == 50)
    #expect(Array(values.reversed()).median == 50)
  }
}
