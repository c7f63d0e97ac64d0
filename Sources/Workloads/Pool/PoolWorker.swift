import Glibc
import NIOCore
import Samples

/// A worker process of the pool: computes the batches that come on its standard input, a socket, until that is closed.
package enum PoolWorker {
  /// Returns when the pool has closed its end, or is gone.
  ///
  /// - Parameters:
  ///   - name: what items do that are no computation of calcmon's own.
  ///   - steps: those that this program knows.
  package static func run(step name: String = "", of steps: StepCatalog = StepCatalog()) {
    let step = try? steps.cpuStep(.swift(name: name))
    var incoming = ByteBuffer()
    var outgoing = ByteBuffer()
    while receive(into: &incoming) {
      outgoing.clear()
      while let batch = PoolFrame.Batch(from: &incoming) {
        compute(batch, step).write(to: &outgoing)
        // Another batch may take long; what is done should not wait for it.
        guard send(outgoing) else { return }
        outgoing.clear()
      }
      incoming.discardReadBytes()
    }
  }

  private static func compute(_ batch: PoolFrame.Batch, _ step: UserCPUStep?) -> PoolFrame.Reply {
    let before = ThreadClock.now()
    var complaint: String?
    let results: [UInt64]
    if let work = batch.work {
      results = batch.seeds.map { work.kernel.compute(seed: $0, operations: work.operations) }
    } else {
      results = batch.seeds.map { seed in
        do {
          guard let step else { throw StepFailure("the worker does not know the step") }
          try step.perform(seed)
          return 0
        } catch {
          complaint = complaint ?? "\(error)"
          return PoolFrame.Reply.failed
        }
      }
    }
    return PoolFrame.Reply(
      id: batch.id, cpuNanoseconds: ThreadClock.now() - before, results: results, complaint: complaint)
  }

  private static func receive(into buffer: inout ByteBuffer) -> Bool {
    while true {
      var count = 0
      buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 4096) { bytes in
        count = read(0, bytes.baseAddress, bytes.count)
        return max(0, count)
      }
      if count < 0, errno == EINTR { continue }
      return count > 0
    }
  }

  private static func send(_ buffer: ByteBuffer) -> Bool {
    var rest = buffer.readableBytesView
    while !rest.isEmpty {
      // A pool that is gone is no reason to die of SIGPIPE: MSG_NOSIGNAL.
      let written = rest.withUnsafeBytes { Glibc.send(0, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return false }
      rest = rest.dropFirst(written)
    }
    return true
  }
}
