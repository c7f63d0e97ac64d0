import Foundation
import Testing
import Thresholds

@Suite struct OrderStatisticsTests {
  @Test(arguments: [0, 1, 2, 64, 65])
  func `Up to the limit all values are kept, ascending`(count: Int) {
    let statistics = OrderStatistics((0..<count).reversed().map(Double.init))
    #expect(statistics.count == count)
    #expect(statistics.values == (0..<count).map(Double.init))
  }

  @Test(arguments: [66, 100, 129, 1000, 100_001])
  func `Of more, ranks are kept at even distances, with the least and the greatest`(count: Int) throws {
    let statistics = OrderStatistics((0..<count).shuffled().map(Double.init))
    #expect(statistics.count == count)
    #expect(statistics.values.count == OrderStatistics.limit)
    #expect(statistics.values.first == 0)
    #expect(statistics.values.last == Double(count - 1))
    let step = Double(count - 1) / Double(OrderStatistics.limit - 1)
    for (place, value) in statistics.values.enumerated() { #expect(abs(value - Double(place) * step) <= 0.5) }
    #expect(abs(try #require(statistics.median) - Double(count - 1) / 2) <= 0.5)
  }

  @Test(
    arguments: [([], nil), ([3], 3), ([4, 1], 2.5), ([9, 1, 2], 2), ([1, 9, 2, 4], 3)] as [([Double], Double?)])
  func `The median is exact where all values are kept`(values: [Double], median: Double?) {
    #expect(OrderStatistics(values).median == median)
  }

  @Test func `The median of huge values does not overflow`() {
    #expect(OrderStatistics([-.greatestFiniteMagnitude, .greatestFiniteMagnitude]).median?.isNaN == false)
  }

  @Test func `What is not finite is no value`() {
    #expect(OrderStatistics([.nan, 2, .infinity, 1, -.infinity]) == OrderStatistics([1, 2]))
  }

  @Test(arguments: [0, 3, 200])
  func `It comes back from JSON as it was`(count: Int) throws {
    let statistics = OrderStatistics((0..<count).map { Double($0) / 7 })
    #expect(try JSONDecoder().decode(OrderStatistics.self, from: JSONEncoder().encode(statistics)) == statistics)
  }

  @Test(arguments: [
    #"{"count": 2, "values": [1, 2, 3]}"#, #"{"count": -1, "values": []}"#, #"{"count": 3, "values": []}"#,
    #"{"count": 3, "values": [1, 3, 2]}"#, #"{"count": 1, "values": [1e999]}"#, #"{"count": 1, "values": ["1"]}"#,
    #"{"count": 1, "values": [null]}"#, #"{"count": 1.5, "values": [1]}"#, #"{"count": 99999999999999999999, "values": [1]}"#,
    #"{"values": [1]}"#, #"{"count": 1}"#, "[]",
  ])
  func `JSON that cannot be a distribution is refused`(text: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(OrderStatistics.self, from: Data(text.utf8)) }
  }

  @Test func `Equal values ascend`() throws {
    let text = #"{"count": 7, "values": [1, 1, 2]}"#
    let statistics = try JSONDecoder().decode(OrderStatistics.self, from: Data(text.utf8))
    #expect(statistics.count == 7)
    #expect(statistics.median == 1)
  }
}
