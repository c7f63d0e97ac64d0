/// Foreign text in the reasons of failures: one line, not long, without secrets.
struct SendReason: Sendable {
  private static let longest = 200
  /// What is shorter is a common word rather than a secret.
  private static let shortestPart = 8

  private let secrets: [String]

  /// - Parameters:
  ///   - url: whose path and query may be a secret, as a whole and in parts.
  ///   - secrets: tokens and passwords.
  init(url: String = "", secrets: [String] = []) {
    let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
    let path = String(rest.drop { !"/?#".contains($0) })
    let parts = path.split { "/?&=#".contains($0) }.map(String.init).filter { $0.utf8.count >= Self.shortestPart }
    let whole = path.utf8.count > 1 ? [path, path.replacing("/", with: "\\/")] : []
    self.secrets = (secrets + whole + parts).filter { !$0.isEmpty }.sorted { $0.utf8.count > $1.utf8.count }
  }

  /// The first line that says anything; empty where none does.
  func firstLine(_ bytes: some Collection<UInt8>) -> String { lines(bytes).first.map(clean) ?? "" }

  /// The last line that says anything; empty where none does.
  func lastLine(_ bytes: some Collection<UInt8>) -> String { lines(bytes).last.map(clean) ?? "" }

  /// One line of it.
  func clean(_ text: some StringProtocol) -> String {
    let shown = secrets.reduce(String(text)) { $0.replacing($1, with: "<secret>") }
    let plain = String(String.UnicodeScalarView(shown.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? " " : $0 }))
    return plain.count <= Self.longest ? plain : plain.prefix(Self.longest) + "…"
  }

  private func lines(_ bytes: some Collection<UInt8>) -> [Substring] {
    String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
  }
}
