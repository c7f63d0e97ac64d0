import AsyncHTTPClient
import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// Why there was no answer, in words.
enum HTTPFailure {
  static func text(_ error: any Error) -> String {
    switch error {
    case let error as HTTPClientError: text(error)
    case let error as IOError: words(error.errnoCode)
    case let error as NIOConnectionError: text(error)
    case let error as NIOSSLError: "TLS failed: \(words(error))"
    case let error as NIOSSLExtraError where error == .failedToValidateHostname: "TLS failed: the certificate is for another name"
    case let error as NIOSSLExtraError: "TLS failed: \(error)"
    case let error as BoringSSLError: "TLS failed: \(words(error))"
    case is ChannelError: "the connection was closed before an answer"
    default: "no answer that could be read: \(error)"
    }
  }

  /// The settings are to blame, not the network.
  static func isLasting(_ error: any Error) -> Bool {
    guard let error = error as? HTTPClientError else { return false }
    return [.invalidURL, .emptyHost, .emptyScheme, .missingSocketPath].contains(error)
      || error.shortDescription == HTTPClientError.unsupportedScheme("").shortDescription
  }

  private static func text(_ error: HTTPClientError) -> String {
    switch error {
    case .connectTimeout: "there was no connection within 5 s"
    case .remoteConnectionClosed: "the connection was closed before an answer"
    // Its description may hold what is in a header.
    default: error.shortDescription
    }
  }

  private static func text(_ error: NIOConnectionError) -> String {
    if let refused = error.connectionErrors.first?.error { return text(refused) }
    return error.dnsAError != nil || error.dnsAAAAError != nil ? "the host's name leads nowhere" : "there was no connection"
  }

  /// The library's own text has the reason in capitals amid file names.
  private static func words(_ error: any Error) -> String {
    let text = "\(error)"
    let words: [Substring] = text.split { !$0.isUppercase && !$0.isNumber && $0 != "_" }
    guard let reason = words.last(where: { $0.contains("_") && $0.count > 8 && $0 != "OPENSSL_" }) else { return text }
    return reason == "CERTIFICATE_VERIFY_FAILED"
      ? "the certificate is not trusted" : reason.lowercased().replacing("_", with: " ")
  }

  private static func words(_ code: Int32) -> String { String(cString: strerror(code)) }
}
