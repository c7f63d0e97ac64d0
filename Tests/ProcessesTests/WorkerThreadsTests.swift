import CalcmonTesting
import Foundation
import Processes
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct WorkerThreadsTests {
  private struct Refusal: Error {}

  @Test func `What is asked for is done in order, and all of it before the end`() async throws {
    let threads = WorkerThreads(1)
    let done = Done()
    try threads.start()
    for number in 0..<100 { threads.submit { done.numbers.withLock { $0.append(number) } } }
    await threads.shutDown()
    #expect(done.numbers.withLock { $0 } == Array(0..<100))
  }

  @Test func `Results and errors come back`() async throws {
    let threads = WorkerThreads(2)
    #expect(try await threads.run { 7 } == 7)
    await #expect(throws: Refusal.self) { try await threads.run { throw Refusal() } }
    await threads.shutDown()
  }

  @Test func `As many things are done at once as there are threads`() async throws {
    let threads = WorkerThreads(2)
    let pipe = try Descriptors.pipe()
    async let reading = threads.run { () -> Int in
      var byte: UInt8 = 0
      return read(pipe.reading, &byte, 1)
    }
    #expect(try await threads.run { write(pipe.writing, [1], 1) } == 1)
    #expect(try await reading == 1)
    Descriptors.closeAll([pipe.reading, pipe.writing])
    await threads.shutDown()
  }

  @Test func `After the end nothing is begun`() async throws {
    let threads = WorkerThreads(1)
    try threads.start()
    await threads.shutDown()
    await #expect(throws: CancellationError.self) { try await threads.run { 7 } }
    #expect(!threads.submit {})
  }

  private final class Done: Sendable {
    let numbers = Mutex<[Int]>([])
  }
}
