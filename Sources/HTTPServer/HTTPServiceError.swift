import Glibc

/// Why a server cannot serve. Each names the socket.
package enum HTTPServiceError: Error, Equatable, CustomStringConvertible {
  case cannotListen(String, errno: Int32)
  case unknownHost(String)
  case stoppedListening(ListenAddress)

  package var description: String {
    switch self {
    case .cannotListen(let socket, let errno): "cannot listen on \(socket): \(String(cString: strerror(errno)))"
    case .unknownHost(let socket): "cannot listen on \(socket): no such host"
    case .stoppedListening(let address): "the socket on \(address) was closed from outside"
    }
  }
}
