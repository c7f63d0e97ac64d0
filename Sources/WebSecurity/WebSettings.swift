/// What a web configuration file says, in the form that Prometheus' exporters share (exporter-toolkit,
/// `docs/web-configuration.md`).
package struct WebSettings: Hashable, Sendable {
  /// `nil`: plain HTTP.
  package var tls: TLS?
  /// Names with the hashes of their passwords. Empty: everybody may come in.
  package var users: [String: BcryptHash] = [:]
  /// Headers of each response, by their names; none of them is blank.
  package var headers: [String: String] = [:]
  /// `nil`: as many requests as come.
  package var rateLimit: RateLimit?

  /// Plain HTTP for everybody: what an empty file says.
  package init() {}
}

extension WebSettings {
  /// `tls_server_config`. HTTP/1.1 is spoken, whatever `http2` says.
  package struct TLS: Hashable, Sendable {
    /// PEM: the server's certificate, then those that lead to an authority.
    package var certificate: PEMSource
    /// PEM, without a pass phrase.
    package var key: PEMSource
    /// Whether clients show certificates.
    package var clientAuthentication = ClientAuthentication.noClientCert
    /// PEM: who vouches for clients. Needed if they must show a certificate that is verified; if they may, the machine's authorities stand in.
    /// Otherwise clients only hear the names.
    package var clientCA: PEMSource?
    /// Nothing below is spoken.
    package var minimumVersion = Version.tls12
    /// Nothing above is spoken.
    package var maximumVersion = Version.tls13
    /// Of TLS 1.2; those of 1.3 cannot be chosen. Empty: the library's own. Clients choose among them.
    package var cipherSuites: [CipherSuite] = []
    /// Empty: the library's own. Clients choose among them.
    package var curves: [Curve] = []

    /// With the exporters' defaults.
    package init(certificate: PEMSource, key: PEMSource) {
      self.certificate = certificate
      self.key = key
    }

    /// As above, of files.
    package init(certificateFile: String, keyFile: String) {
      self.init(certificate: .file(certificateFile), key: .file(keyFile))
    }
  }

  /// `client_auth_type`, in the words of Go's `crypto/tls`. Only those that verify keep anybody out.
  package enum ClientAuthentication: String, CaseIterable, Sendable {
    case noClientCert = "NoClientCert"
    case requestClientCert = "RequestClientCert"
    case requireAnyClientCert = "RequireAnyClientCert"
    case verifyClientCertIfGiven = "VerifyClientCertIfGiven"
    case requireAndVerifyClientCert = "RequireAndVerifyClientCert"
    /// An old name of `RequireAnyClientCert`.
    case requireClientCert = "RequireClientCert"

    /// Whether an authority must vouch for the certificate.
    package var verifies: Bool { self == .verifyClientCertIfGiven || self == .requireAndVerifyClientCert }
  }

  /// Versions of TLS. Older ones are not spoken (RFC 8996).
  package enum Version: String, CaseIterable, Sendable {
    case tls12 = "TLS12"
    case tls13 = "TLS13"
  }

  /// Suites of TLS 1.2 by their names in Go, with their numbers in IANA's registry.
  package enum CipherSuite: String, CaseIterable, Sendable {
    case ecdsaAES128GCM = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
    case ecdsaAES256GCM = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
    case ecdsaChaCha20 = "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
    case ecdsaAES128CBC = "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"
    case ecdsaAES256CBC = "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"
    case rsaAES128GCM = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
    case rsaAES256GCM = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
    case rsaChaCha20 = "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    case rsaAES128CBC = "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"
    case rsaAES256CBC = "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"
  }

  /// Groups of key exchange by their names in Go.
  package enum Curve: String, CaseIterable, Sendable {
    case p256 = "CurveP256"
    case p384 = "CurveP384"
    case p521 = "CurveP521"
    case x25519 = "X25519"
    case x25519MLKEM768 = "X25519MLKEM768"
  }

  /// `rate_limit`: a token bucket for all clients together.
  package struct RateLimit: Hashable, Sendable {
    /// In seconds, above 0: so often a token comes back.
    package var interval: Double
    /// As many requests at once, at least 1.
    package var burst: Int

    /// Pairs the two.
    package init(interval: Double, burst: Int) {
      self.interval = interval
      self.burst = burst
    }
  }
}
