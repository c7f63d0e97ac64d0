/// A password's bcrypt hash, as `htpasswd -B` and others write it. Its description does not show it.
package struct BcryptHash: Hashable, Sendable, CustomStringConvertible {
  /// Below, hashes are guessed too soon; above, one takes minutes. One of the dearest takes ten seconds or more, and they are computed one at a
  /// time: who scrapes is late once, and known from then on.
  package static let costs = 4...18

  /// `$2y$10$`, 22 characters of salt, 31 of the hash itself.
  let text: String
  /// How much work it is: 2 to the power of this.
  package let cost: Int

  /// Reads a hash.
  ///
  /// - Throws: what it is instead; that shows nothing of it.
  package init(_ text: String) throws(BcryptHashError) {
    let parts = text.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0].isEmpty, ["2a", "2b", "2y"].contains(String(parts[1])) else { throw .notBcrypt }
    guard parts[2].count == 2, parts[2].allSatisfy({ (48...57).contains($0) }), let cost = Int(String(parts[2]) ?? "") else {
      throw .malformed
    }
    guard parts[3].count == 53, parts[3].allSatisfy(Self.isDigit) else { throw .malformed }
    guard Self.costs.contains(cost) else { throw .cost(cost) }
    self.text = text
    self.cost = cost
  }

  private init(unchecked text: String, cost: Int) {
    self.text = text
    self.cost = cost
  }

  /// No password's hash, for the work alone.
  static func dummy(cost: Int) -> BcryptHash {
    let digits = cost < 10 ? "0\(cost)" : "\(cost)"
    return BcryptHash(
      unchecked: "$2b$\(digits)$\(String(repeating: "C", count: 21))u\(String(repeating: ".", count: 31))", cost: cost)
  }

  /// Whether a text has the same hash. The salt is left out: its last character may be written in several ways.
  func matches(_ hashed: [UInt8]) -> Bool {
    guard hashed.count == text.utf8.count else { return false }
    return zip(hashed.suffix(31), text.utf8.suffix(31)).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  package var description: String { "<secret>" }

  /// Of bcrypt's own base 64.
  private static func isDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 46...57, 65...90, 97...122: true
    default: false
    }
  }
}

extension BcryptHash: CustomReflectable {
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a text is no hash of a password.
package enum BcryptHashError: Error, Hashable, CustomStringConvertible {
  /// Something else, perhaps the password itself.
  case notBcrypt
  /// It begins as one, but is cut, too long or damaged.
  case malformed
  /// Too cheap, or too dear.
  case cost(Int)

  package var description: String {
    switch self {
    case .notBcrypt: "must be a bcrypt hash ($2a$, $2b$ or $2y$), not the password; \(Self.advice)"
    case .malformed:
      "is a damaged bcrypt hash: after $2y$ come two digits, $, and 53 of the characters . / 0-9 A-Z a-z; \(Self.advice)"
    case .cost(let cost):
      "the cost of the hash, \(cost), is not between \(BcryptHash.costs.lowerBound) and \(BcryptHash.costs.upperBound); "
        + Self.advice
    }
  }

  private static let advice = #"make one by: htpasswd -nBC 10 "" | tr -d ':\n'"#
}
