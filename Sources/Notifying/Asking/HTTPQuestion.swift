package import Alerting
import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import Processes
import Samples
package import Scheduling

/// A question to a server by GET, asked once: no redirects, nothing read without a bound.
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
    let target = HTTPTarget(server, path: path)
    let credentials: HTTPCredentials
    let request: HTTPClientRequest
    do {
      credentials = try await HTTPCredentials(server.credentials)
      request = try await target.request(
        agent: agent, authorization: user.map { "Basic \(Self.encoded($0))" } ?? credentials.header, tls: server.tls)
    } catch {
      throw NoAnswer(description: "\(error)")
    }
    let client = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: target.configuration)
    let answer = await TimeLimit.run(until: time.uptime + .seconds(server.timeout), time) {
      await Result { try await Self.read(try await client.execute(request, deadline: .distantFuture)) }
    }
    try? await client.shutdown()
    switch answer {
    case .success(let answer): return answer
    case nil: throw NoAnswer(description: "there was no answer within \(DurationText.text(server.timeout))")
    case .failure(let error as NoAnswer): throw error
    case .failure(let error):
      let secrets = credentials.secrets + (user.map { [$0.password, Self.encoded($0)] } ?? [])
      throw NoAnswer(description: SendReason(secrets: secrets).clean(HTTPFailure.text(error)))
    }
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
