import Synchronization

/// The passwords that bcrypt found right, one a user, so that each is hashed only once.
///
/// Everything is compared in constant time but the user's name and the hash, which are no secret of who asks.
final class RightPasswords: Sendable {
  private struct Entry {
    let user: [UInt8]
    let hash: BcryptHash
    let password: PaddedPassword
  }

  private let limit: Int
  /// The oldest first.
  private let entries = Mutex<[Entry]>([])

  init(limit: Int) { self.limit = limit }

  func contains(_ password: [UInt8], of user: [UInt8], hash: BcryptHash) -> Bool {
    guard let padded = PaddedPassword(password) else { return false }
    return entries.withLock { entries in
      entries.first { $0.user == user && $0.hash == hash }.map { $0.password.isEqual(to: padded) } ?? false
    }
  }

  func insert(_ password: [UInt8], of user: [UInt8], hash: BcryptHash) {
    guard let padded = PaddedPassword(password) else { return }
    entries.withLock { entries in
      entries.removeAll { $0.user == user }
      if entries.count == limit { entries.removeFirst() }
      entries.append(Entry(user: user, hash: hash, password: padded))
    }
  }

  func removeAll() { entries.withLock { $0 = [] } }
}

/// A password and its length, always in as many bytes.
private struct PaddedPassword {
  private let bytes: [UInt8]

  /// `nil` where bcrypt would not read all of it.
  init?(_ password: [UInt8]) {
    guard password.count <= Bcrypt.longestPassword else { return nil }
    bytes = [UInt8(password.count)] + password + [UInt8](repeating: 0, count: Bcrypt.longestPassword - password.count)
  }

  func isEqual(to other: PaddedPassword) -> Bool {
    zip(bytes, other.bytes).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
