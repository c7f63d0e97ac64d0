import Glibc
import NIOSSL
import Samples

/// Certificate, key and authorities of a configuration, loaded.
struct ServerTLS: Sendable {
  let context: NIOSSLContext
  /// Clients must, or may, show a certificate that nobody needs to vouch for.
  let takesAnyCertificate: Bool
  /// When the server's certificate ends to be valid.
  let expiry: Timestamp
  /// What works, and should be mended all the same.
  let warnings: [String]

  /// Reads the files; blocks.
  init(_ tls: WebSettings.TLS, now: Timestamp) throws(WebSecurityError) {
    let chain = try Self.certificates(tls.certificate, "the certificate file")
    let (key, mode) = try Self.key(tls.key)
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.applicationProtocols = ["http/1.1"]
    configuration.apply(tls)
    try Self.setUpClients(tls, &configuration)
    do {
      context = try NIOSSLContext(configuration: configuration)
    } catch NIOSSLError.failedToLoadPrivateKey {
      throw .mismatch(certificateFile: "\(tls.certificate)", keyFile: "\(tls.key)")
    } catch {
      throw .tls("\(error)")
    }
    takesAnyCertificate = !tls.clientAuthentication.verifies
    expiry = Timestamp(milliseconds: Int64(chain[0].notValidAfter) * 1000)
    warnings = Self.warnings(tls, chain[0], mode: mode, now: now)
  }

  private static func setUpClients(_ tls: WebSettings.TLS, _ configuration: inout TLSConfiguration) throws(WebSecurityError) {
    configuration.certificateVerification =
      switch tls.clientAuthentication {
      case .noClientCert: .none
      case .requestClientCert, .verifyClientCertIfGiven: .optionalVerification
      case .requireAnyClientCert, .requireClientCert, .requireAndVerifyClientCert: .noHostnameVerification
      }
    if let clientCA = tls.clientCA {
      configuration.trustRoots = .certificates(try authorities(clientCA))
    } else {
      // Who may come in without a certificate gains nothing by one that the machine's authorities vouch for. Else nobody is trusted: not
      // those, who vouch for anybody.
      configuration.trustRoots = tls.clientAuthentication == .verifyClientCertIfGiven ? .default : .certificates([])
    }
    configuration.sendCANameList = tls.clientCA != nil
  }

  private static func authorities(_ source: PEMSource) throws(WebSecurityError) -> [NIOSSLCertificate] {
    try certificates(source, "the file of clients' authorities")
  }

  private static func certificates(_ source: PEMSource, _ what: String) throws(WebSecurityError) -> [NIOSSLCertificate] {
    let bytes = try PEMFile.read(source, what).bytes
    guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty else {
      throw .file(what: what, path: "\(source)", problem: "it holds no PEM certificate (BEGIN CERTIFICATE), or a damaged one")
    }
    return certificates
  }

  private static func key(_ source: PEMSource) throws(WebSecurityError) -> (NIOSSLPrivateKey, mode: mode_t) {
    let (bytes, mode) = try PEMFile.read(source, "the key file")
    // Without a pass phrase of our own, the library would ask for one at the terminal.
    let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) { setter in setter("".utf8) }
    guard let key else {
      throw .file(
        what: "the key file", path: "\(source)", problem: "it holds no PEM key without a pass phrase (BEGIN PRIVATE KEY)")
    }
    return (key, mode)
  }

  private static func warnings(_ tls: WebSettings.TLS, _ leaf: NIOSSLCertificate, mode: mode_t, now: Timestamp) -> [String] {
    var warnings: [String] = []
    if mode & 0o044 != 0 {
      let digits = String(mode & 0o777, radix: 8)
      warnings.append("the key file \(tls.key) can be read by others than its owner (mode 0\(digits)); chmod 600 it")
    }
    if Double(leaf.notValidAfter) < now.seconds {
      warnings.append("the certificate in \(tls.certificate) has expired; clients refuse it until it is replaced")
    }
    if Double(leaf.notValidBefore) > now.seconds {
      warnings.append("the certificate in \(tls.certificate) is not valid yet; clients refuse it until then")
    }
    return warnings
  }
}

extension TLSConfiguration {
  fileprivate mutating func apply(_ tls: WebSettings.TLS) {
    minimumTLSVersion = tls.minimumVersion.library
    maximumTLSVersion = tls.maximumVersion.library
    if !tls.cipherSuites.isEmpty { cipherSuiteValues = tls.cipherSuites.map(\.library) }
    if !tls.curves.isEmpty { curves = tls.curves.map(\.library) }
  }
}

extension WebSettings.Version {
  fileprivate var library: TLSVersion {
    switch self {
    case .tls12: .tlsv12
    case .tls13: .tlsv13
    }
  }
}

extension WebSettings.CipherSuite {
  fileprivate var library: NIOTLSCipher {
    switch self {
    case .ecdsaAES128GCM: .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
    case .ecdsaAES256GCM: .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
    case .ecdsaChaCha20: .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
    case .ecdsaAES128CBC: .TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA
    case .ecdsaAES256CBC: .TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA
    case .rsaAES128GCM: .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
    case .rsaAES256GCM: .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
    case .rsaChaCha20: .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
    case .rsaAES128CBC: .TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
    case .rsaAES256CBC: .TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA
    }
  }
}

extension WebSettings.Curve {
  fileprivate var library: NIOTLSCurve {
    switch self {
    case .p256: .secp256r1
    case .p384: .secp384r1
    case .p521: .secp521r1
    case .x25519: .x25519
    case .x25519MLKEM768: .x25519_MLKEM768
    }
  }
}
