import Synchronization

/// Checks HTTP basic authentication (RFC 7617) against bcrypt hashes.
///
/// At most one hash is computed at a time, on no event loop, and what was found right is remembered: a scraper costs one hash in
/// all, and goes on while somebody else guesses. Unknown users, wrong passwords and passwords that bcrypt would cut cost the same
/// work: that of the dearest hash that is configured.
package final class BasicAuthenticator: Sendable {
  /// What becomes of a request.
  package enum Admission: Hashable, Sendable {
    /// The credentials are right, or there are no users.
    case allowed
    /// They are wrong, or there are none.
    case denied
    /// Nobody knows: too many wait for theirs to be checked, or the caller was cancelled meanwhile.
    case busy
  }

  private struct Users {
    let hashes: [[UInt8]: BcryptHash]
    let dearest: Int

    init(_ users: [String: BcryptHash]) {
      hashes = Dictionary(users.map { (Array($0.key.utf8), $0.value) }) { $1 }
      dearest = users.values.map(\.cost).max() ?? BcryptHash.costs.lowerBound
    }
  }

  private let users: Mutex<Users>
  private let known = RightPasswords(limit: 100)
  private let queue: HashQueue
  private let hash: @Sendable ([UInt8], BcryptHash) -> [UInt8]?

  /// - Parameters:
  ///   - users: names with the hashes of their passwords; none: everybody may come in.
  ///   - waiting: so many requests wait for their turn; more are told that it is busy.
  ///   - hash: replaces bcrypt in tests.
  package init(
    users: [String: BcryptHash], waiting: Int = 64,
    hash: (@Sendable (_ password: [UInt8], _ like: BcryptHash) -> [UInt8]?)? = nil
  ) {
    self.users = Mutex(Users(users))
    queue = HashQueue(limit: waiting)
    self.hash = hash ?? Bcrypt.hash
  }

  /// Other users from now on; a request that already waits is judged by those that there were.
  package func replace(users: [String: BcryptHash]) {
    self.users.withLock { $0 = Users(users) }
    known.removeAll()
  }

  /// Checks a header.
  ///
  /// - Parameter authorization: the value of `Authorization`; `nil` where there is none.
  package func check(authorization: String?) async -> Admission {
    let users = users.withLock { $0 }
    if users.hashes.isEmpty { return .allowed }
    guard let credentials = authorization.flatMap(BasicCredentials.init) else { return .denied }
    let attempt = Attempt(credentials, hash: users.hashes[credentials.user], dearest: users.dearest)
    if attempt.isKnown(known) { return .allowed }
    let isRight = await queue.run { [known, hash] in
      // Somebody with the same credentials may have waited before.
      if attempt.isKnown(known) { return true }
      guard attempt.isRight(hash) else { return false }
      attempt.remember(known)
      return true
    }
    return isRight.map { $0 ? .allowed : .denied } ?? .busy
  }
}

/// The work of one check, which is the same for all.
private struct Attempt: Sendable {
  private let credentials: BasicCredentials
  private let hash: BcryptHash
  /// Whether there is such a user, and bcrypt would read all of the password.
  private let mayBeRight: Bool
  private let dearest: Int

  init(_ credentials: BasicCredentials, hash: BcryptHash?, dearest: Int) {
    self.credentials = credentials
    self.hash = hash ?? .dummy(cost: dearest)
    mayBeRight = hash != nil && credentials.password.count <= Bcrypt.longestPassword
    self.dearest = dearest
  }

  func isKnown(_ known: RightPasswords) -> Bool {
    known.contains(credentials.password, of: credentials.user, hash: hash) && mayBeRight
  }

  func remember(_ known: RightPasswords) { known.insert(credentials.password, of: credentials.user, hash: hash) }

  /// What a cheap hash saves is done all the same: 2^c, and then 2^c + 2^(c+1) + … + 2^(d-1), is 2^d.
  func isRight(_ compute: ([UInt8], BcryptHash) -> [UInt8]?) -> Bool {
    let password = Array(credentials.password.prefix(Bcrypt.longestPassword))
    let hashed = compute(password, hash)
    for cost in hash.cost..<dearest { _ = compute(password, .dummy(cost: cost)) }
    return (hashed.map(hash.matches) ?? false) && mayBeRight
  }
}
