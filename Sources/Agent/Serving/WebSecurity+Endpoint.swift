import Endpoint
import WebSecurity

extension WebSecurity {
  /// Looks at the files first: what was changed in them counts from the next request on.
  func authorize(_ authorization: String?) async -> Authorization {
    await refreshIfChanged()
    guard admitsRequest() else { return .limited }
    return switch await authenticator.check(authorization: authorization) {
    case .allowed: .allowed
    case .denied: .denied
    case .busy: .busy
    }
  }
}
