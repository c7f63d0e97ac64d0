import CalcmonTesting
import Foundation

/// A web configuration with a certificate that openssl has made, and one user, whose password is `secret`.
struct WebFiles {
  let folder: TemporaryDirectory
  var configuration: String { folder.file("web.yml") }
  var certificate: String { folder.file("web.crt") }
  var key: String { folder.file("web.key") }

  init() async throws {
    folder = try TemporaryDirectory()
    try write(user: "reader")
    try await makeCertificate(name: "first")
  }

  /// Of `secret`, by bcrypt at cost 4.
  private static let hash = "$2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW"

  func write(user: String) throws {
    let text = """
      tls_server_config: {cert_file: web.crt, key_file: web.key}
      basic_auth_users: {\(user): '\(Self.hash)'}

      """
    try text.write(toFile: configuration, atomically: true, encoding: .utf8)
  }

  func makeCertificate(name: String) async throws {
    _ = try await Tool.output(
      "openssl",
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj",
        "/CN=\(name)", "-addext", "subjectAltName=IP:127.0.0.1",
      ])
  }
}
