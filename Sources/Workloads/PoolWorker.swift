import Glibc
import NIOCore

/// A worker process of the pool: computes what it is asked on its standard input, a socket, until that is closed.
package enum PoolWorker {
  /// Returns when the pool has closed its end, or is gone.
  package static func run() {
    var incoming = ByteBuffer()
    var outgoing = ByteBuffer()
    var chunk = [UInt8](repeating: 0, count: 64 * PoolFrame.Request.size)
    while true {
      let count = read(0, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      incoming.writeBytes(chunk[..<count])
      while let request = PoolFrame.Request(from: &incoming) {
        let result = IntegerKernel.compute(seed: request.seed, operations: request.operations)
        outgoing.clear()
        PoolFrame.Reply(id: request.id, result: result).write(to: &outgoing)
        guard writeAll(outgoing.readableBytesView) else { return }
      }
      incoming.discardReadBytes()
    }
  }

  private static func writeAll(_ bytes: ByteBufferView) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      // A pool that is gone is no reason to die of SIGPIPE: MSG_NOSIGNAL.
      let written = rest.withUnsafeBytes { send(0, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return false }
      rest = rest.dropFirst(written)
    }
    return true
  }
}
