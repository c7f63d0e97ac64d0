import Alerting
import NIOSSL

/// Certificates and keys from the files that settings name.
enum TLSFiles {
  static func configuration(_ tls: HTTPReceiver.TLS) async throws(FileProblem) -> TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    if tls.isInsecure { configuration.certificateVerification = .none }
    if let file = tls.caFile { configuration.trustRoots = .certificates(try await certificates(file, "the authorities' file")) }
    switch (tls.certificateFile, tls.keyFile) {
    case (nil, nil): break
    case (let file?, let keyFile?):
      configuration.certificateChain = try await certificates(file, "the certificate file").map { .certificate($0) }
      configuration.privateKey = .privateKey(try await key(keyFile))
    case (let file?, nil): throw FileProblem(what: "the certificate file", path: file, problem: "there is no key file to it")
    case (nil, let file?): throw FileProblem(what: "the key file", path: file, problem: "there is no certificate file to it")
    }
    return configuration
  }

  private static func certificates(_ path: String, _ what: String) async throws(FileProblem) -> [NIOSSLCertificate] {
    let bytes = try await SmallFile.read(path, what)
    guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty else {
      throw FileProblem(what: what, path: path, problem: "it holds no PEM certificate")
    }
    return certificates
  }

  private static func key(_ path: String) async throws(FileProblem) -> NIOSSLPrivateKey {
    let bytes = try await SmallFile.read(path, "the key file")
    guard let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
      throw FileProblem(what: "the key file", path: path, problem: "it holds no PEM key without a pass phrase")
    }
    return key
  }
}
