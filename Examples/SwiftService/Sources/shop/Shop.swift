import CalcmonWatch
import Foundation
import Logging
import ServiceLifecycle

@main
struct Shop {
  static func main() async throws {
    let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
    let jobs = JobQueue(capacity: 20)
    let watch = CalcmonWatch(app: "shop", version: "1.0", takesStacks: true)
    watch.gauge("jobs", capacity: jobs.capacity) { jobs.count }
    // Without it, for comparison.
    let isWatched = ProcessInfo.processInfo.environment["SHOP_UNWATCHED"] == nil
    let server = ShopServer(port: port, jobs: jobs)
    let group = ServiceGroup(
      services: isWatched ? [server, watch] : [server], gracefulShutdownSignals: [.sigterm, .sigint],
      logger: Logger(label: "shop"))
    try await group.run()
  }
}
