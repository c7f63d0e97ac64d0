import Glibc
import NIOCore
import Processes

/// A worker process as the pool sees it. Lives on the pool's loop; unchecked `Sendable` for that reason alone.
final class PoolConnection: @unchecked Sendable {
  let channel: any Channel
  private let child: ChildProcess
  var reaped = Task<Void, Never> {}
  var hasEnded = false
  /// In the order in which the worker answers.
  var batches: [ProcessPool.Batch] = []

  init(child: ChildProcess, channel: any Channel) {
    self.child = child
    self.channel = channel
  }

  var pid: Int32 { child.pid }

  func kill() {
    if !hasEnded { child.signal(SIGKILL) }
  }
}

/// Cuts a worker's answers out of its socket. Lives on the pool's loop; unchecked `Sendable` for that reason alone.
final class PoolConnectionHandler: ChannelInboundHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer

  private let pool: ProcessPool
  private var received = ByteBuffer()
  var worker: PoolConnection?

  init(pool: ProcessPool) { self.pool = pool }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    // Nobody has asked it anything yet.
    guard let worker else { return context.close(promise: nil) }
    var bytes = unwrapInboundIn(data)
    if received.readableBytes == 0 { received = bytes } else { received.writeBuffer(&bytes) }
    do {
      while let reply = try PoolFrame.Reply(from: &received) { pool.assumeIsolated { $0.received(reply, from: worker) } }
    } catch {
      context.close(promise: nil)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    guard let worker else { return }
    self.worker = nil
    pool.assumeIsolated { $0.lost(worker) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
