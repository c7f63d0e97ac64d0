import Glibc
import NIOCore
import NIOHTTP1

/// Does what the path says, most of it wrong.
final class ShopHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let jobs: JobQueue
  private var path = ""

  init(jobs: JobQueue) { self.jobs = jobs }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): path = head.uri
    case .body: break
    case .end: answer(context)
    }
  }

  private func answer(_ context: ChannelHandlerContext) {
    let channel = context.channel
    switch path {
    case "/handler":
      sleepOnThread()
      ShopHandler.write("slept in the handler", to: channel)
    case "/execute":
      context.eventLoop.execute {
        sleepOnThread()
        ShopHandler.write("slept in execute", to: channel)
      }
    case "/loop":
      ShopHandler.write("computed \(compute())", to: channel)
    case "/pool":
      Task {
        sleepOnThread()
        ShopHandler.write("slept in a task", to: channel)
      }
    case "/queue":
      ShopHandler.write(jobs.add() ? "queued" : "full", to: channel)
    default:
      ShopHandler.write("at your service", to: channel)
    }
  }

  private static func write(_ text: String, to channel: any Channel) {
    let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["content-length": "\(text.utf8.count)"])
    channel.write(HTTPServerResponsePart.head(head), promise: nil)
    channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: text))), promise: nil)
    channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
  }
}

/// What no handler and no task should do: the thread sleeps, and so does all that needs it.
private func sleepOnThread() { usleep(300_000) }

/// Computes for 300 ms of CPU time.
private func compute() -> UInt64 {
  func spent() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
  let end = spent() + 0.3
  var sum: UInt64 = 0
  while spent() < end { sum = (sum &* 6_364_136_223_846_793_005) &+ 1 }
  return sum
}
