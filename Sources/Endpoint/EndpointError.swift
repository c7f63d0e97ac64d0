package import HTTPServer

/// Why nothing can be served. Each is one line that says what to do.
package enum EndpointError: Error, Equatable, CustomStringConvertible {
  case cannotListen(String, errno: Int32)
  case unknownHost(String)
  case stoppedListening(ListenAddress)

  /// The same, as the server says it.
  init(_ error: HTTPServiceError) {
    self =
      switch error {
      case .cannotListen(let socket, let errno): .cannotListen(socket, errno: errno)
      case .unknownHost(let socket): .unknownHost(socket)
      case .stoppedListening(let address): .stoppedListening(address)
      }
  }

  package var description: String {
    let advice = "name another address with --web.listen-address"
    return switch self {
    case .cannotListen(let socket, let errno): "\(HTTPServiceError.cannotListen(socket, errno: errno)); \(advice)"
    case .unknownHost(let socket): "\(HTTPServiceError.unknownHost(socket)); \(advice)"
    case .stoppedListening(let address): "\(HTTPServiceError.stoppedListening(address)); start calcmon again"
    }
  }
}
