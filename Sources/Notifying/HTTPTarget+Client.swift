import Alerting
import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// How a receiver is spoken to, whatever is asked of it or told to it.
extension HTTPTarget {
  /// A client's: no redirects, nothing unpacked, HTTP/1.1.
  var configuration: HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5)), decompression: .disabled)
    configuration.httpVersion = .http1Only
    // Else what is refused is tried until the time is up.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.dnsOverride = override
    return configuration
  }

  /// A request by GET, on a connection of its own.
  ///
  /// - Parameters:
  ///   - agent: the header `User-Agent`.
  ///   - authorization: the header of this name.
  func request(
    agent: String, authorization: String?, tls: HTTPReceiver.TLS
  ) async throws(FileProblem) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: url)
    request.headers = ["User-Agent": agent, "Connection": "close"]
    if let host { request.headers.add(name: "Host", value: host) }
    if let authorization { request.headers.add(name: "Authorization", value: authorization) }
    if isSecure { request.tlsConfiguration = try await TLSFiles.configuration(tls) }
    return request
  }
}
