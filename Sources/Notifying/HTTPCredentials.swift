import Alerting
import FoundationEssentials

/// How calcmon says who it is, from files that are read anew.
struct HTTPCredentials: Sendable {
  /// `Authorization`.
  let header: String?
  /// What must not be shown.
  let secrets: [String]

  init(_ credentials: HTTPReceiver.Credentials) async throws(FileProblem) {
    switch credentials {
    case .none: (header, secrets) = (nil, [])
    case .basic(let username, let passwordFile):
      let password = try await SmallFile.secret(passwordFile, "the password file")
      let encoded = Data("\(username):\(password)".utf8).base64EncodedString()
      (header, secrets) = ("Basic \(encoded)", [encoded, password])
    case .bearer(let tokenFile):
      let token = try await SmallFile.secret(tokenFile, "the token file")
      (header, secrets) = ("Bearer \(token)", [token])
    }
  }
}
