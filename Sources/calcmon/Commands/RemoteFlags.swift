import Alerting
import ArgumentParser
import Console
import Notifying
import Processes
import Samples
import Scheduling
import Settings

/// `--url`: a running agent is asked, instead of its database being read.
struct RemoteFlags: ParsableArguments {
  @Option(
    name: .customLong("url"),
    help: ArgumentHelp(
      "Ask this running agent instead of reading a database: http://host:9873, https://user:password@host.", valueName: "url"),
    transform: AgentAddress.init(parsing:))
  var url: AgentAddress?

  @Option(
    name: .customLong("http.config.file"),
    help: ArgumentHelp(
      "How to ask it: basic_auth {username, password_file}, authorization {credentials_file}, tls_config {ca_file, …}, timeout.",
      valueName: "file"))
  var configFile: PathArgument?

  func validate() throws {
    guard configFile == nil || url != nil else { throw ValidationError("--http.config.file needs a --url") }
  }

  /// The agent that is to be asked; `nil`: none is.
  ///
  /// - Throws: `CommandFailure`, also if another source was named beside it.
  func agent(beside storage: StorageFlag) throws -> RemoteAgent? {
    guard let url else { return nil }
    guard storage.file == StorageFlag.standard else {
      throw CommandFailure(status: .usage, message: "give --url or --storage.path, not both")
    }
    return try RemoteAgent(url, configFile: configFile)
  }
}

/// Where an agent is, as `--url` says it.
struct AgentAddress: Sendable {
  let address: HTTPAddress
  let user: HTTPQuestion.User?

  /// - Throws: `OptionProblem`, which shows nothing of the text: it may hold a password.
  init(parsing text: String) throws {
    let start = text.firstRange(of: "://")?.upperBound ?? text.startIndex
    let authority = text[start...].prefix { !"/?#".contains($0) }
    let at = authority.lastIndex(of: "@")
    do {
      address = try HTTPAddress(String(text[..<start]) + String(at.map { text[text.index(after: $0)...] } ?? text[start...]))
    } catch {
      throw OptionProblem.part("the address of the agent \(error.demand)")
    }
    user = try at.map { try Self.user(authority[..<$0]) }
  }

  private static func user(_ text: Substring) throws -> HTTPQuestion.User {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map { PercentText.decoded($0) }
    guard parts.count == 2, let name = parts[0], let password = parts[1], !name.isEmpty else {
      throw OptionProblem.part("before the @ there must be user:password, percent-encoded if they hold any of @ : / % ? #")
    }
    return HTTPQuestion.User(name: name, password: password)
  }
}

/// Percent-encoding (RFC 3986).
enum PercentText {
  /// `nil` if it is not encoded rightly, or no UTF-8.
  static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
      rest = rest.dropFirst(2)
      bytes.append(value)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Of all but unreserved characters.
  static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let isUnreserved = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      if isUnreserved || "-._~".utf8.contains(byte) { return String(UnicodeScalar(byte)) }
      return (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}
