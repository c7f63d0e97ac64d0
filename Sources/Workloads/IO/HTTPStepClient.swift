#if Agent
  import AsyncHTTPClient
  import NIOCore
  import NIOHTTP1
  import NIOPosix

  /// Asks the step server, which takes its time.
  struct HTTPStepClient: StepClient {
    private let client: HTTPClient
    private let url: String

    /// - Parameter connections: as many as there are requests at the same time.
    init(_ io: RunOrder.IO, on group: MultiThreadedEventLoopGroup, connections: Int) {
      url = "http://127.0.0.1:\(io.port)\(HTTPSteps.path(waiting: io.ns))"
      var configuration = HTTPClient.Configuration()
      configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
      configuration.httpVersion = .http1Only
      client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
    }

    nonisolated(nonsending) func get() async throws {
      let response = try await client.execute(HTTPClientRequest(url: url), deadline: .distantFuture)
      let body = try await response.body.collect(upTo: 64)
      guard response.status == .ok, body.readableBytesView.elementsEqual(HTTPSteps.body.utf8) else {
        throw AttemptError.wrongAnswer("status \(response.status.code)")
      }
    }

    func close() async throws { try await client.shutdown() }
  }
#endif
