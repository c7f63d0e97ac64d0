import CalcmonTesting
import Foundation
import ManualClock
import NIOSSL
import Samples
import Settings
import Synchronization
import WebSecurity

/// A configuration with certificates in a folder, and what becomes of it.
struct SecuredFolder {
  /// bcrypt of "secret", cost 4.
  static let users = "basic_auth_users: {alice: $2b$04$nuE4INw1Hpd7B0tfO1c.H.d8mFlKcqj94Lef9vZKqLSYHBpz2iNXK}\n"

  let certificates: Certificates
  let log = LogLines()
  let events = WebEvents()
  let time: ManualTime

  /// - Parameter years: how far ahead the wall clock is.
  init(yearsAhead years: Int64 = 0) throws {
    certificates = try Certificates()
    // Certificates are valid from when they are made.
    let now = Int64(Date().timeIntervalSince1970) + 60
    time = ManualTime(origin: Timestamp(milliseconds: (now + years * 365 * 86400) * 1000))
  }

  var file: String { certificates.file("web.yaml") }

  func configure(_ text: String) throws { try certificates.write("web.yaml", text) }

  /// TLS with `server.crt` and `server.key`.
  func configureTLS(_ more: String = "", rest: String = "") throws {
    try configure("tls_server_config: {cert_file: server.crt, key_file: server.key\(more)}\n\(rest)")
  }

  func start(interval: Duration = .zero) async throws(WebSecurityError) -> WebSecurity {
    let security = try await WebSecurity.start(
      file: file, read: { try WebSettings.read(file: $0) }, time: time, interval: interval, logger: log.logger)
    security.observe { [events] in events.append($0) }
    return security
  }

  /// Without the folder's own name.
  func shown(_ text: some CustomStringConvertible) -> String { "\(text)".replacing(certificates.directory.path + "/", with: "") }

  var warnings: [String] { log.warnings.map { shown($0) } }

  /// Of the first certificate in a file.
  func certificate(_ name: String) throws -> NIOSSLCertificate? {
    try NIOSSLCertificate.fromPEMFile(certificates.file(name)).first
  }
}

/// What became of the configuration, in order.
final class WebEvents: Sendable {
  private let events = Mutex<[WebSecurity.Event]>([])

  func append(_ event: WebSecurity.Event) { events.withLock { $0.append(event) } }

  var failures: Int {
    events.withLock { $0 }.count { if case .refused = $0 { true } else { false } }
  }

  /// Of the certificate in force; `nil` without TLS, and where nothing was loaded.
  var certificateExpiry: Timestamp? {
    let loaded = events.withLock { $0 }.compactMap { if case .loaded(let expiry) = $0 { Optional(expiry) } else { nil } }
    return loaded.last ?? nil
  }
}
