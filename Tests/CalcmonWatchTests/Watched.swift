import CalcmonTesting
import CalcmonWatch
import NIOPosix

/// A group of one loop that is watched, and an agent that hears of it.
enum Watched {
  static func with(
    loops: Int = 1, takesStacks: Bool = false, _ body: (CalcmonWatch, FakeAgent, MultiThreadedEventLoopGroup) async throws -> Void
  ) async throws {
    let folder = try TemporaryDirectory()
    let agent = try FakeAgent(at: folder.file("apps.sock"))
    let group = MultiThreadedEventLoopGroup(numberOfThreads: loops)
    let watch = CalcmonWatch(app: "shop", version: "1.2", groups: [group], socket: agent.path, takesStacks: takesStacks)
    watch.start()
    try await Poll.until("it reports") { !agent.snapshots.isEmpty }
    let result: Result<Void, any Error>
    do { result = .success(try await body(watch, agent, group)) } catch { result = .failure(error) }
    await watch.stop()
    try? await group.shutdownGracefully()
    agent.end()
    try result.get()
  }
}
