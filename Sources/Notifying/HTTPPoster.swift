import Alerting
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import Processes
import Samples
import Scheduling

/// Posts JSON to a receiver: a connection for each request, no redirects, nothing read without a bound.
///
/// Passwords, tokens and certificates are read from their files for each request, so that they can be replaced at any time.
struct HTTPPoster: Sendable {
  /// Of an answer.
  private static let longestBody = 65_536

  private let receiver: HTTPReceiver
  private let target: HTTPTarget
  private let agent: String
  private let time: any TimeSource
  private let client: HTTPClient

  /// - Parameters:
  ///   - path: added to that of the receiver's URL.
  ///   - agent: the header `User-Agent`.
  init(_ receiver: HTTPReceiver, path: String = "", agent: String, group: any EventLoopGroup, time: any TimeSource) {
    self.receiver = receiver
    target = HTTPTarget(receiver, path: path)
    self.agent = agent
    self.time = time
    client = HTTPClient(eventLoopGroup: group, configuration: target.configuration)
  }

  /// Frees the connections.
  func shutDown() async { try? await client.shutdown() }

  /// Tries once.
  func post(_ body: [UInt8]) async -> SendOutcome {
    let deadline = time.uptime + .seconds(receiver.timeout)
    do {
      let credentials = try await HTTPCredentials(receiver.credentials)
      let request = try await request(body, credentials)
      return await send(request, SendReason(url: receiver.url, secrets: credentials.secrets), deadline)
    } catch {
      return .refused(reason: "\(error)")
    }
  }

  private func request(_ body: [UInt8], _ credentials: HTTPCredentials) async throws(FileProblem) -> HTTPClientRequest {
    var request = try await target.request(agent: agent, authorization: credentials.header, tls: receiver.tls)
    request.method = .POST
    request.headers.add(name: "Content-Type", value: "application/json")
    request.body = .bytes(ByteBuffer(bytes: body))
    return request
  }

  private func send(_ request: HTTPClientRequest, _ reason: SendReason, _ deadline: Duration) async -> SendOutcome {
    let answer = await TimeLimit.run(until: deadline, time) { [client] in
      await Result { try await client.execute(request, deadline: .distantFuture) }
    }
    switch answer {
    case .success(let response): return await outcome(response, reason, deadline)
    case .failure(is CancellationError), nil: return .retry(after: nil, reason: givenUp)
    case .failure(let error):
      let text = reason.clean(HTTPFailure.text(error))
      return HTTPFailure.isLasting(error) ? .refused(reason: text) : .retry(after: nil, reason: text)
    }
  }

  private var givenUp: String {
    Task.isCancelled ? "it was given up" : "there was no answer within \(DurationText.text(receiver.timeout))"
  }

  // MARK: The answer

  private func outcome(_ response: HTTPClientResponse, _ reason: SendReason, _ deadline: Duration) async -> SendOutcome {
    let body = await TimeLimit.run(until: deadline, time) { await Self.read(response.body) } ?? []
    let code = Int(response.status.code)
    let line = reason.firstLine(body)
    let text = "it answered \(code)" + (line.isEmpty ? "" : ": \(line)")
    switch code {
    case 200..<300: return .delivered
    case 300..<400: return .refused(reason: "it answered \(code), a redirect, which is not followed")
    case 408, 425, 429, 500...:
      let pause = response.headers.first(name: "Retry-After").flatMap { RetryAfter.pause($0, now: time.wall) }
      return .retry(after: pause, reason: text)
    default: return .refused(reason: text)
    }
  }

  /// Its beginning; what cannot be read does not matter.
  private static func read(_ body: HTTPClientResponse.Body) async -> [UInt8] {
    var bytes: [UInt8] = []
    do {
      for try await part in body {
        bytes += part.readableBytesView.prefix(longestBody - bytes.count)
        if bytes.count == longestBody { break }
      }
    } catch {}
    return bytes
  }
}
