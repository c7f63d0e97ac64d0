import Agent
import Samples
import Storage
import Testing
import Workloads

@Suite struct CalibrationBookTests {
  private let stored = [
    CalibrationEntry(runtime: .asyncio, kernel: .integer, operationsPerSecond: 2e7, at: Timestamp(milliseconds: 0)),
    CalibrationEntry(runtime: .swift, kernel: .memory, operationsPerSecond: 3e8, at: Timestamp(milliseconds: 0)),
    CalibrationEntry(runtime: .swift, kernel: .integer, operationsPerSecond: 1e9, at: Timestamp(milliseconds: 0)),
  ]

  /// Stands for the moment that the agent begins.
  private let begin = Duration.seconds(5000)

  @Test func `Stored figures are known by kernel and runtime`() {
    let book = CalibrationBook(stored)
    #expect(book.speed(.integer, .swift) == 1e9)
    #expect(book.speed(.memory, .swift) == 3e8)
    #expect(book.speed(.integer, .asyncio) == 2e7)
    #expect(book.speed(.memory, .asyncio) == nil)
    #expect(book.speed(.hashing, .swift) == nil)
  }

  @Test(arguments: [Duration.zero, .seconds(1), .seconds(1_000_000)])
  func `Stored figures are due at once, kernels in their order`(now: Duration) {
    let due = CalibrationBook(stored).due(at: now)
    #expect(due?.runtime == .swift)
    #expect(due?.kernels == [.integer, .memory])
  }

  @Test func `One runtime is due after the other`() {
    var book = CalibrationBook(stored)
    _ = book.checked([.integer: 1e9, .memory: 3e8], runtime: .swift, at: begin)
    #expect(book.due(at: begin)?.runtime == .asyncio)
    #expect(book.due(at: begin)?.kernels == [.integer])
    _ = book.checked([.integer: 2e7], runtime: .asyncio, at: begin + .seconds(60))
    #expect(book.due(at: begin + .seconds(3599.999)) == nil)
    #expect(book.due(at: begin + .seconds(3600))?.runtime == .swift)
    _ = book.checked([.integer: 1e9, .memory: 3e8], runtime: .swift, at: begin + .seconds(3600))
    #expect(book.due(at: begin + .seconds(3659.999)) == nil)
    #expect(book.due(at: begin + .seconds(3660))?.runtime == .asyncio)
  }

  @Test(arguments: Runtime.allCases)
  func `A runtime without figures is never due`(runtime: Runtime) {
    #expect(CalibrationBook([]).due(at: begin) == nil)
    var book = CalibrationBook(stored.filter { $0.runtime == runtime })
    #expect(book.due(at: begin)?.runtime == runtime)
    _ = book.checked([:], runtime: runtime, at: begin)
    #expect(book.due(at: begin + .seconds(3599)) == nil)
    #expect(book.due(at: begin + .seconds(3600))?.runtime == runtime)
  }

  @Test func `What was calibrated now is due in an hour`() {
    var book = CalibrationBook([])
    book.calibrated([.integer: 1e9], runtime: .swift, at: begin)
    #expect(book.speed(.integer, .swift) == 1e9)
    #expect(book.due(at: begin + .seconds(3599)) == nil)
    #expect(book.due(at: begin + .seconds(3600))?.kernels == [.integer])
  }

  @Test func `Another kernel's calibration puts no check off`() {
    var book = CalibrationBook([])
    book.calibrated([.integer: 1e9], runtime: .swift, at: begin)
    book.calibrated([.floating: 2e8], runtime: .swift, at: begin + .seconds(1800))
    #expect(book.due(at: begin + .seconds(3599)) == nil)
    #expect(book.due(at: begin + .seconds(3600))?.kernels == [.integer, .floating])
    #expect(book.speed(.integer, .swift) == 1e9)
    #expect(book.speed(.floating, .swift) == 2e8)
  }

  @Test func `A new calibration counts from now on`() {
    var book = CalibrationBook(stored)
    book.calibrated([.integer: 5e8], runtime: .swift, at: begin)
    #expect(book.speed(.integer, .swift) == 5e8)
    #expect(book.speed(.memory, .swift) == 3e8)
    #expect(book.speed(.integer, .asyncio) == 2e7)
  }

  @Test func `A check tells the speed found over the speed known, and replaces nothing`() {
    var book = CalibrationBook(stored)
    for found in [0.8e9, 0.5e9, 1.25e9] {
      #expect(book.checked([.integer: found], runtime: .swift, at: begin) == [.integer: found / 1e9])
      #expect(book.speed(.integer, .swift) == 1e9)
    }
    #expect(book.checked([.integer: 1e7], runtime: .asyncio, at: begin) == [.integer: 0.5])
    #expect(book.speed(.integer, .asyncio) == 2e7)
  }

  @Test func `A check of a kernel that is not known tells nothing of it`() {
    var book = CalibrationBook(stored)
    #expect(book.checked([.hashing: 1e9, .memory: 3e8], runtime: .swift, at: begin) == [.memory: 1])
    #expect(book.speed(.hashing, .swift) == nil)
  }

  @Test func `A check that failed is not repeated at once`() {
    var book = CalibrationBook(stored)
    #expect(book.checked([:], runtime: .swift, at: begin) == [:])
    #expect(book.due(at: begin + .seconds(1))?.runtime == .asyncio)
    _ = book.checked([:], runtime: .asyncio, at: begin + .seconds(1))
    #expect(book.due(at: begin + .seconds(3599)) == nil)
    #expect(book.due(at: begin + .seconds(3600))?.runtime == .swift)
    #expect(book.speed(.integer, .swift) == 1e9)
  }
}
