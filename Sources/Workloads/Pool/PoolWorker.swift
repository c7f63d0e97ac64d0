import Glibc
import NIOCore

/// A worker process of the pool: computes the batches that come on its standard input, a socket, until that is closed.
package enum PoolWorker {
  /// Returns when the pool has closed its end, or is gone.
  package static func run() {
    var incoming = ByteBuffer()
    var outgoing = ByteBuffer()
    while receive(into: &incoming) {
      outgoing.clear()
      while let batch = PoolFrame.Batch(from: &incoming) {
        compute(batch).write(to: &outgoing)
        // Another batch may take long; what is done should not wait for it.
        guard send(outgoing) else { return }
        outgoing.clear()
      }
      incoming.discardReadBytes()
    }
  }

  private static func compute(_ batch: PoolFrame.Batch) -> PoolFrame.Reply {
    let before = ThreadClock.now()
    let results = batch.seeds.map { batch.kernel.compute(seed: $0, operations: batch.operations) }
    return PoolFrame.Reply(id: batch.id, cpuNanoseconds: ThreadClock.now() - before, results: results)
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
