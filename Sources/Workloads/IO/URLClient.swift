#if Agent
  import AsyncHTTPClient
  import Glibc
  import NIOCore
  import NIOHTTP1
  import NIOPosix
  import Processes

  /// Asks for one URL again and again, over connections that are kept.
  ///
  /// Nothing but that URL is ever asked for: no redirect is followed, and no proxy is asked.
  struct URLClient: StepClient {
    /// Of a body at the most.
    private static let bodyLimit = 64 << 20
    /// Connections that are taken to be closed one after another, at the most.
    private static let mostIdle = 8

    private let client: HTTPClient
    private let url: StepURL
    /// As often as a connection can be idle and closed, and once more.
    private let attempts: Int

    /// Finds the server.
    ///
    /// - Parameter connections: as many as there are requests at the same time.
    init(_ text: String, on group: MultiThreadedEventLoopGroup, connections: Int) async throws {
      let url: StepURL
      do { url = try StepURL(text) } catch { throw StepFailure("the url \(error)") }
      self.url = url
      attempts = 1 + min(connections, Self.mostIdle)
      let finder = WorkerThreads(1)
      let address = await Result { try await finder.run { try ServerAddress.find(host: url.host, port: url.port) } }
      await finder.shutDown()
      var configuration = HTTPClient.Configuration()
      configuration.dnsOverride = [url.host: try address.get()]
      configuration.redirectConfiguration = .disallow
      configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
      configuration.connectionPool.retryConnectionEstablishment = false
      configuration.httpVersion = .http1Only
      client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
    }

    /// Asks, and reads the answer to its end.
    ///
    /// - Throws: `StepFailure` unless the server did what it was asked for; `CancellationError`.
    nonisolated(nonsending) func get() async throws {
      do {
        let response = try await answer()
        try await drop(response.body)
        try check(response)
      } catch let failure as StepFailure {
        throw failure
      } catch {
        if Task.isCancelled { throw CancellationError() }
        throw StepFailure("no answer from \(url.shown): \(Self.reason(of: error))")
      }
    }

    func close() async throws { try await client.shutdown() }

    private nonisolated(nonsending) func answer() async throws -> HTTPClientResponse {
      var request = HTTPClientRequest(url: url.shown)
      request.headers = ["accept": "*/*", "user-agent": "calcmon"]
      if let authorization = url.authorization { request.headers.add(name: "authorization", value: authorization) }
      // The server may close a connection that was idle at any time, also when it is just used again.
      for _ in 1..<attempts {
        do { return try await client.execute(request, deadline: .distantFuture) } catch {
          guard Self.isClosed(error) else { throw error }
        }
      }
      return try await client.execute(request, deadline: .distantFuture)
    }

    /// Whether the server may have closed the connection before it was asked.
    private static func isClosed(_ error: any Error) -> Bool {
      switch error {
      case let error as HTTPClientError: error == .remoteConnectionClosed
      case let error as IOError: [ECONNRESET, EPIPE].contains(error.errnoCode)
      case let error as ChannelError: error == .ioOnClosedChannel || error == .outputClosed
      default: false
      }
    }

    private nonisolated(nonsending) func drop(_ body: HTTPClientResponse.Body) async throws {
      var count = 0
      for try await part in body {
        count += part.readableBytes
        guard count <= URLClient.bodyLimit else {
          throw StepFailure("no answer from \(url.shown): it has more than \(URLClient.bodyLimit >> 20) MiB")
        }
      }
    }

    private func check(_ response: HTTPClientResponse) throws(StepFailure) {
      let status = response.status.code
      guard !(200..<300 ~= status) else { return }
      let target = response.headers.first(name: "location").map { String($0.prefix(200)) } ?? "nowhere"
      throw StepFailure(
        "HTTP \(status) from \(url.shown)" + (300..<400 ~= status ? ": redirects are not followed (to \(target))" : ""))
    }

    private static func reason(of error: any Error) -> String {
      switch error {
      case let error as NIOConnectionError: error.connectionErrors.first.map { reason(of: $0.error) } ?? "\(error)"
      case let error as IOError: error.errnoCode == 0 ? "\(error)" : String(cString: strerror(error.errnoCode))
      case let error as HTTPClientError where error == .remoteConnectionClosed:
        "the server closed the connection before its answer was complete"
      case let error as HTTPParserError where error == .invalidEOFState:
        "the server closed the connection before its answer was complete"
      default: "\(error)"
      }
    }
  }
#endif
