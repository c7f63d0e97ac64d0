import Storage
import Testing

@Suite struct RunNumbersTests {
  private func opening(_ last: Int64) -> StorageOpening {
    StorageOpening(start: .clean, lostSeconds: 0, setAside: nil, lastRunID: last)
  }

  @Test func `Numbers follow those of each database that is opened, and none comes twice`() {
    var numbers = RunNumbers()
    #expect((0..<2).map { _ in numbers.take() } == [1, 2])
    numbers.follow(opening(41))
    #expect((0..<2).map { _ in numbers.take() } == [42, 43])
    numbers.follow(opening(7))
    #expect(numbers.take() == 44)
  }

  @Test func `A number that was made by hand ends no process`() {
    var numbers = RunNumbers()
    numbers.follow(opening(.max))
    #expect(numbers.take() < numbers.take())
  }
}
