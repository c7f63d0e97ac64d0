import CalcmonTesting
import Foundation

/// Certificates made by openssl for one test: files in a directory, NAME.crt with NAME.key.
struct Certificates {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  func file(_ name: String) -> String { directory.file(name) }

  private static let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

  /// A certificate that vouches for itself, for `localhost`.
  func makeServer(_ name: String, subject: String = "localhost") async throws {
    _ = try await Tool.output(
      "openssl",
      ["req", "-x509"] + Self.curve + [
        "-days", "3650", "-subj", "/CN=\(subject)", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
        "-keyout", file("\(name).key"), "-out", file("\(name).crt"),
      ])
    try setMode("\(name).key", 0o600)
  }

  /// An authority.
  func makeAuthority(_ name: String) async throws {
    _ = try await Tool.output(
      "openssl",
      ["req", "-x509"] + Self.curve + [
        "-days", "3650", "-subj", "/CN=\(name)", "-keyout", file("\(name).key"), "-out", file("\(name).crt"),
      ])
  }

  /// A certificate for a client.
  func makeClient(_ name: String, signedBy authority: String, days: Int = 3650) async throws {
    _ = try await Tool.output(
      "openssl",
      ["req"] + Self.curve + ["-new", "-subj", "/CN=\(name)", "-keyout", file("\(name).key"), "-out", file("\(name).csr")])
    _ = try await Tool.output(
      "openssl",
      [
        "x509", "-req", "-in", file("\(name).csr"), "-CA", file("\(authority).crt"), "-CAkey", file("\(authority).key"),
        "-CAcreateserial", "-days", "\(days)", "-out", file("\(name).crt"),
      ])
  }

  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: file(name), atomically: false, encoding: .utf8)
  }

  func text(_ name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }

  /// Writes over a file, as an editor does that keeps its inode.
  func overwrite(_ name: String, with other: String) throws { try write(name, try text(other)) }

  func setMode(_ name: String, _ mode: Int) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file(name))
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: file(name)) }
}
