import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle

/// Serves on 127.0.0.1 until the group shuts down.
struct ShopServer: Service {
  let port: Int
  let jobs: JobQueue

  func run() async throws {
    let jobs = jobs
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(ShopHandler(jobs: jobs))
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    print("listens at port \(channel.localAddress?.port ?? 0)")
    fflush(nil)
    try await withGracefulShutdownHandler {
      try await channel.closeFuture.get()
    } onGracefulShutdown: {
      channel.close(promise: nil)
    }
  }
}
