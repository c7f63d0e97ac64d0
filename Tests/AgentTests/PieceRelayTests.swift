import Agent
import Dispatch
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct PieceRelayTests {
  private struct Broken: Error {}

  /// Puts pieces on a thread of its own, counts them, and ends as it is told.
  private final class Putter: Sendable {
    let relay = PieceRelay()
    let put = Atomic(0)
    private let hasEnded: AsyncStream<Result<Void, any Error>>

    init(_ count: Int, then end: Result<Void, any Error> = .success(())) {
      let (ends, ended) = AsyncStream<Result<Void, any Error>>.makeStream()
      hasEnded = ends
      DispatchQueue(label: "putter").async { [relay, weak self] in
        let result = Result {
          for number in 0..<count {
            try relay.put([UInt8(number % 256)])
            self?.put.add(1, ordering: .sequentiallyConsistent)
          }
          try end.get()
        }
        relay.end(result)
        ended.yield(result)
        ended.finish()
      }
    }

    /// What the thread ended with.
    func end() async -> Result<Void, any Error>? {
      for await end in hasEnded { return end }
      return nil
    }
  }

  @Test func `Pieces come in their order, all of them, and one at most waits`() async throws {
    let putter = Putter(2000)
    var number = 0
    while let piece = try await putter.relay.next() {
      #expect(piece == [UInt8(number % 256)])
      number += 1
      #expect(putter.put.load(ordering: .sequentiallyConsistent) <= number + 1)
    }
    #expect(number == 2000)
    #expect(try await putter.relay.next() == nil)
  }

  @Test func `An error comes after the pieces before it`() async throws {
    let putter = Putter(3, then: .failure(Broken()))
    for _ in 0..<3 { #expect(try await putter.relay.next() != nil) }
    await #expect(throws: Broken.self) { try await putter.relay.next() }
  }

  @Test func `Whoever goes away ends the thread's work`() async throws {
    let putter = Putter(.max)
    #expect(try await putter.relay.next() == [0])
    putter.relay.abandon()
    guard case .failure(let error)? = await putter.end() else {
      Issue.record("it goes on")
      return
    }
    #expect(error is PieceRelay.Abandoned)
    await #expect(throws: PieceRelay.Abandoned.self) { try await putter.relay.next() }
  }

  @Test func `A task that is cancelled while it waits waits no longer`() async throws {
    let relay = PieceRelay()
    let waiter = Task { try await relay.next() }
    waiter.cancel()
    await #expect(throws: PieceRelay.Abandoned.self) { try await waiter.value }
    #expect(throws: PieceRelay.Abandoned.self) { try relay.put([1]) }
  }
}
