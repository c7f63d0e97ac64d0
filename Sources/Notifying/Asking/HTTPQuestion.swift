package import Alerting
import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import Processes
import Samples
package import Scheduling

/// A question to a server by GET, asked once: no redirects, nothing held without a bound.
package struct HTTPQuestion: Sendable {
  /// A user with a password, as they stand in a URL.
  package struct User: Sendable {
    /// As the server knows the user.
    package let name: String
    /// It is never shown.
    package let password: String

    /// Joins the two.
    package init(name: String, password: String) {
      self.name = name
      self.password = password
    }
  }

  /// An answer, whatever its status is.
  package struct Answer: Sendable {
    /// The status code of HTTP.
    package let status: Int
    /// All of it.
    package let body: [UInt8]
    fileprivate let headers: HTTPHeaders

    /// The first of a name.
    package func header(_ name: String) -> String? { headers.first(name: name) }
  }

  /// The reason why there is no answer.
  package struct NoAnswer: Error, CustomStringConvertible {
    package let description: String
  }

  /// Of an answer, in bytes.
  private static let longestBody = 64 << 20

  private let server: HTTPReceiver
  private let user: User?
  private let agent: String
  private let time: any TimeSource

  /// - Parameters:
  ///   - server: where it is, how to be sure of it, and how long an answer may take.
  ///   - user: asks, instead of who stands in the server's settings.
  ///   - agent: the header `User-Agent`.
  package init(_ server: HTTPReceiver, user: User? = nil, agent: String, time: any TimeSource) {
    self.server = server
    self.user = user
    self.agent = agent
    self.time = time
  }

  /// Asks for a path with its query, added to the server's URL.
  ///
  /// - Throws: `NoAnswer`, which holds no secret.
  package func get(_ path: String) async throws(NoAnswer) -> Answer {
    let (target, credentials, request) = try await prepared(path)
    let client = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: target.configuration)
    let answer = await TimeLimit.run(until: time.uptime + .seconds(server.timeout), time) {
      await Result { try await Self.read(try await client.execute(request, deadline: .distantFuture)) }
    }
    try? await client.shutdown()
    switch answer {
    case .success(let answer): return answer
    case nil: throw NoAnswer(description: "there was no answer within \(DurationText.text(server.timeout))")
    case .failure(let error): throw reason(error, credentials)
    }
  }

  /// Asks for something long, whose parts are passed on as they come, if the status is 200: then the answer's body is empty. There must be a
  /// part within the timeout after each other.
  ///
  /// - Throws: `NoAnswer`, which holds no secret; what the sink throws.
  package func get(_ path: String, to sink: ([UInt8]) throws -> Void) async throws -> Answer {
    let (target, credentials, request) = try await prepared(path)
    var configuration = target.configuration
    configuration.timeout.read = .milliseconds(Int64(server.timeout * 1000))
    let client = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
    let answer: Answer
    do {
      answer = try await pass(client.execute(request, deadline: .distantFuture), to: sink, credentials)
    } catch {
      try? await client.shutdown()
      throw (error as? SinkFailure)?.error ?? reason(error, credentials)
    }
    try? await client.shutdown()
    return answer
  }

  private struct SinkFailure: Error {
    let error: any Error
  }

  private func pass(
    _ response: HTTPClientResponse, to sink: ([UInt8]) throws -> Void, _ credentials: HTTPCredentials
  ) async throws -> Answer {
    guard response.status == .ok else { return try await Self.read(response) }
    var hasBegun = false
    do {
      for try await part in response.body {
        hasBegun = true
        do { try sink(Array(part.readableBytesView)) } catch { throw SinkFailure(error: error) }
      }
    } catch let failure as SinkFailure {
      throw failure
    } catch  where hasBegun {
      throw NoAnswer(description: "the answer broke off: \(reason(error, credentials))")
    }
    return Answer(status: 200, body: [], headers: response.headers)
  }

  private func prepared(_ path: String) async throws(NoAnswer) -> (HTTPTarget, HTTPCredentials, HTTPClientRequest) {
    let target = HTTPTarget(server, path: path)
    do {
      let credentials = try await HTTPCredentials(server.credentials)
      let request = try await target.request(
        agent: agent, authorization: user.map { "Basic \(Self.encoded($0))" } ?? credentials.header, tls: server.tls)
      return (target, credentials, request)
    } catch {
      throw NoAnswer(description: "\(error)")
    }
  }

  private func reason(_ error: any Error, _ credentials: HTTPCredentials) -> NoAnswer {
    if let known = error as? NoAnswer { return known }
    let secrets = credentials.secrets + (user.map { [$0.password, Self.encoded($0)] } ?? [])
    return NoAnswer(description: SendReason(secrets: secrets).clean(HTTPFailure.text(error)))
  }

  private static func encoded(_ user: User) -> String { Data("\(user.name):\(user.password)".utf8).base64EncodedString() }

  private static func read(_ response: HTTPClientResponse) async throws -> Answer {
    var bytes: [UInt8] = []
    for try await part in response.body {
      guard bytes.count + part.readableBytes <= longestBody else {
        throw NoAnswer(description: "the answer is longer than \(Digits.bytes(Double(longestBody)))")
      }
      bytes += part.readableBytesView
    }
    return Answer(status: Int(response.status.code), body: bytes, headers: response.headers)
  }
}
