import CalcmonTesting
import Foundation
import Samples
import Synchronization
import Testing
import WebSecurity

@Suite(.timeLimit(.minutes(2))) struct BasicAuthenticatorTests {
  // MARK: bcrypt itself

  /// Known answers of the OpenBSD implementation and of crypt_blowfish.
  @Test(arguments: [
    ("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
    ("U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"),
    ("U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"),
    ("secret", "$2b$04$nuE4INw1Hpd7B0tfO1c.H.d8mFlKcqj94Lef9vZKqLSYHBpz2iNXK"),
    ("secret", "$2y$04$nuE4INw1Hpd7B0tfO1c.H.d8mFlKcqj94Lef9vZKqLSYHBpz2iNXK"),
    ("", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy"),
  ])
  func `Known hashes are those of their passwords`(password: String, hash: String) async throws {
    let authenticator = BasicAuthenticator(users: ["u": try BcryptHash(hash)])
    #expect(await authenticator.check(authorization: header("u", password)) == .allowed)
    #expect(await authenticator.check(authorization: header("u", password + "x")) == .denied)
  }

  @Test(arguments: ["correct horse", "pässwörd €", "a:b:c", " ", String(repeating: "x", count: 72)])
  func `What htpasswd makes is understood`(password: String) async throws {
    let line = try await Tool.output("htpasswd", ["-nbBC", "4", "alice", password])
    let hash = try BcryptHash(String(line.trimmingPrefix("alice:").prefix { !$0.isNewline }))
    let authenticator = BasicAuthenticator(users: ["alice": hash])
    #expect(await authenticator.check(authorization: header("alice", password)) == .allowed)
    #expect(await authenticator.check(authorization: header("alice", String(password.dropLast()))) == .denied)
    #expect(await authenticator.check(authorization: header("Alice", password)) == .denied)
  }

  // MARK: Headers

  @Test func `Without users, everybody may come in`() async {
    let authenticator = BasicAuthenticator(users: [:])
    #expect(await authenticator.check(authorization: nil) == .allowed)
    #expect(await authenticator.check(authorization: "rubbish") == .allowed)
  }

  @Test(arguments: [
    "Basic YWxpY2U6c2VjcmV0", "basic YWxpY2U6c2VjcmV0", "BASIC YWxpY2U6c2VjcmV0", "Basic   YWxpY2U6c2VjcmV0",
  ])
  func `The scheme may be written in any way`(header: String) async throws {
    let work = HashWork()
    #expect(await work.authenticator(["alice": 4]).check(authorization: header) == .allowed)
  }

  @Test(arguments: [
    nil, "", " ", "Basic", "Basic ", "Basic YWxpY2U6c2VjcmV0 ", "Basic\tYWxpY2U6c2VjcmV0", "Bearer YWxpY2U6c2VjcmV0",
    "Basic YWxpY2U6c2VjcmV0=", "Basic YWxpY2U6c2VjcmV", "Basic %%%", "Basic YWxpY2U", "Basic YWxpY2Vfc2VjcmV0",
    "Basic YWxpY2U6c2Vj\ncmV0", "YWxpY2U6c2VjcmV0", "Basic alice:secret", "Basic 🔑", " Basic YWxpY2U6c2VjcmV0",
  ])
  func `What is no credentials is denied without any work`(header: String?) async throws {
    let work = HashWork()
    #expect(await work.authenticator(["alice": 4]).check(authorization: header) == .denied)
    #expect(work.total == 0)
  }

  @Test(arguments: ["alice", "nobody"])
  func `A null byte or very much text is denied without any work, whoever it is`(user: String) async throws {
    let work = HashWork()
    let authenticator = work.authenticator(["alice": 4])
    for password in ["secret\0", "\0secret", String(repeating: "x", count: 1 << 20)] {
      #expect(await authenticator.check(authorization: header(user, password)) == .denied)
    }
    #expect(work.total == 0)
  }

  // MARK: Equal work

  @Test(arguments: [
    ("alice", "wrong"), ("nobody", "wrong"), ("", ""), ("alice", ""), ("alice", String(repeating: "x", count: 73)),
    ("nobody", String(repeating: "x", count: 1000)), ("cheap", "wrong"), ("cheap", String(repeating: "x", count: 73)),
    ("alice", "secre"), ("alice", "secret "),
  ])
  func `All that is wrong costs as much as the dearest hash`(user: String, password: String) async throws {
    let work = HashWork()
    let authenticator = work.authenticator(["alice": 10, "cheap": 6])
    #expect(await authenticator.check(authorization: header(user, password)) == .denied)
    #expect(work.total == 1 << 10)
    // Nothing of what is wrong is remembered.
    #expect(await authenticator.check(authorization: header(user, password)) == .denied)
    #expect(work.total == 2 << 10)
  }

  @Test func `A password of 72 bytes is whole, and one that begins with it is another`() async throws {
    let password = String(repeating: "x", count: 72)
    let work = HashWork(secret: password)
    let authenticator = work.authenticator(["alice": 4])
    #expect(await authenticator.check(authorization: header("alice", password + "y")) == .denied)
    #expect(await authenticator.check(authorization: header("alice", password)) == .allowed)
    // Not even when the shorter one is known.
    #expect(await authenticator.check(authorization: header("alice", password + "y")) == .denied)
  }

  // MARK: What was right

  @Test func `What was right costs nothing the next time`() async throws {
    let work = HashWork()
    let authenticator = work.authenticator(["alice": 4, "bob": 4])
    for _ in 0..<5 { #expect(await authenticator.check(authorization: header("alice", "secret")) == .allowed) }
    #expect(work.total == 1 << 4)
    // The same password of another user is another matter.
    #expect(await authenticator.check(authorization: header("bob", "secret")) == .allowed)
    #expect(work.total == 2 << 4)
  }

  /// exporter-toolkit joined user, hash and password without marks between them: CVE-2022-46146.
  @Test func `Nobody is taken for another by shifting letters between the parts`() async throws {
    let work = HashWork()
    let authenticator = work.authenticator(["alice": 4, "alices": 4, "a": 4])
    #expect(await authenticator.check(authorization: header("alice", "secret")) == .allowed)
    for (user, password) in [("alices", "ecret"), ("a", "licesecret"), ("alic", "esecret"), ("alice", "secret\u{20}")] {
      #expect(await authenticator.check(authorization: header(user, password)) == .denied)
    }
  }

  @Test func `Other users, or another hash of the same, forget who was right`() async throws {
    let work = HashWork()
    let authenticator = work.authenticator(["alice": 4])
    #expect(await authenticator.check(authorization: header("alice", "secret")) == .allowed)
    authenticator.replace(users: ["alice": try BcryptHash(HashWork.hash(cost: 5))])
    #expect(await authenticator.check(authorization: header("alice", "secret")) == .allowed)
    #expect(work.total == (1 << 4) + (1 << 5))
    authenticator.replace(users: ["bob": try BcryptHash(HashWork.hash(cost: 5))])
    #expect(await authenticator.check(authorization: header("alice", "secret")) == .denied)
  }

  @Test func `A hundred users are remembered, and the hundred and first replaces the first`() async throws {
    let work = HashWork()
    let authenticator = work.authenticator(Dictionary((0...100).map { ("user\($0)", 4) }) { $1 })
    for user in 0...100 { #expect(await authenticator.check(authorization: header("user\(user)", "secret")) == .allowed) }
    #expect(work.total == 101 << 4)
    for user in 1...100 { #expect(await authenticator.check(authorization: header("user\(user)", "secret")) == .allowed) }
    #expect(work.total == 101 << 4)
    #expect(await authenticator.check(authorization: header("user0", "secret")) == .allowed)
    #expect(work.total == 102 << 4)
  }

  // MARK: Many at once

  @Test func `While a thousand guess, who is known is answered at once, and few wait`() async throws {
    let work = HashWork(isHeld: true)
    let authenticator = work.authenticator(["alice": 4])
    let first = Task { await authenticator.check(authorization: header("alice", "secret")) }
    work.release(1)
    #expect(await first.value == .allowed)
    await withTaskGroup(of: BasicAuthenticator.Admission.self) { group in
      for number in 0..<1000 {
        group.addTask { await authenticator.check(authorization: header("alice", "guess\(number)")) }
      }
      // One is at work and 64 wait; nothing has been released.
      for _ in 0..<935 { #expect(await group.next() == .busy) }
      #expect(await authenticator.check(authorization: header("alice", "secret")) == .allowed)
      #expect(await authenticator.check(authorization: header("bob", "secret")) == .busy)
      work.release(65)
      for _ in 0..<65 { #expect(await group.next() == .denied) }
    }
    #expect(work.most == 1)
    #expect(work.total == 66 << 4)
  }

  @Test func `Many with the same right credentials cost one hash`() async throws {
    let work = HashWork()
    let authenticator = work.authenticator(["alice": 4])
    await withTaskGroup(of: BasicAuthenticator.Admission.self) { group in
      for _ in 0..<50 { group.addTask { await authenticator.check(authorization: header("alice", "secret")) } }
      for await admission in group { #expect(admission == .allowed) }
    }
    #expect(work.total == 1 << 4)
  }

  @Test func `Who goes away leaves the queue`() async throws {
    let work = HashWork(isHeld: true)
    let authenticator = work.authenticator(["alice": 4], waiting: 1)
    let atWork = Task { await authenticator.check(authorization: header("alice", "first")) }
    await work.waitUntilBegun()
    let waiting = Task { await authenticator.check(authorization: header("alice", "second")) }
    waiting.cancel()
    #expect(await waiting.value == .busy)
    // Its place is free again.
    let next = Task { await authenticator.check(authorization: header("alice", "secret")) }
    work.release(2)
    #expect(await atWork.value == .denied)
    #expect(await next.value == .allowed)
    #expect(work.total == 2 << 4)
  }

  // MARK: Fuzz

  @Test(arguments: 0..<8) func `No header makes it trap, and none but the right one is allowed`(seed: UInt64) async throws {
    var random = SplitMix64(state: seed)
    let authenticator = HashWork().authenticator(["alice": 4, "": 4, "büro": 4])
    let good = ["Basic YWxpY2U6c2VjcmV0", "Basic OnNlY3JldA==", "Basic YsO8cm86c2VjcmV0"]
    for _ in 0..<1000 {
      var bytes = Array((good.randomElement(using: &random) ?? "").utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) { bytes.damage(&random) }
      let header = String(decoding: bytes, as: UTF8.self)
      let admission = await authenticator.check(authorization: header)
      guard admission != .denied else { continue }
      #expect(admission == .allowed)
      let encoded = header.dropFirst(6).drop { $0 == " " }
      let text = Data(base64Encoded: String(encoded)).map { String(decoding: $0, as: UTF8.self) }
      #expect(["alice:secret", ":secret", "büro:secret"].contains(text))
    }
  }
}

private func header(_ user: String, _ password: String) -> String {
  "Basic \(Data("\(user):\(password)".utf8).base64EncodedString())"
}

/// Stands for bcrypt, and counts its work: two to the power of the cost. The right password of all is "secret".
private final class HashWork: Sendable {
  private struct State {
    var total = 0
    var atWork = 0
    var most = 0
  }

  private let secret: [UInt8]
  private let isHeld: Bool
  private let turns = DispatchSemaphore(value: 0)
  private let (begun, hasBegun) = AsyncStream<Void>.makeStream()
  private let state = Mutex(State())

  init(secret: String = "secret", isHeld: Bool = false) {
    self.secret = Array(secret.utf8)
    self.isHeld = isHeld
  }

  var total: Int { state.withLock { $0.total } }
  var most: Int { state.withLock { $0.most } }

  static func hash(cost: Int) -> String {
    "$2b$\(cost < 10 ? "0" : "")\(cost)$\(String(repeating: "C", count: 21))u\(String(repeating: "x", count: 31))"
  }

  func authenticator(_ costs: [String: Int], waiting: Int = 64) -> BasicAuthenticator {
    let users = costs.compactMapValues { try? BcryptHash(Self.hash(cost: $0)) }
    return BasicAuthenticator(users: users, waiting: waiting) { password, other in self.compute(password, other) }
  }

  func release(_ count: Int) { for _ in 0..<count { turns.signal() } }

  func waitUntilBegun() async {
    var iterator = begun.makeAsyncIterator()
    await iterator.next()
  }

  private func compute(_ password: [UInt8], _ other: BcryptHash) -> [UInt8]? {
    state.withLock { state in
      state.total += 1 << other.cost
      state.atWork += 1
      state.most = max(state.most, state.atWork)
    }
    hasBegun.yield()
    if isHeld { turns.wait() }
    state.withLock { $0.atWork -= 1 }
    let digit: Character = password == secret ? "x" : "y"
    return Array((Self.hash(cost: other.cost).dropLast(31) + String(repeating: digit, count: 31)).utf8)
  }
}

extension [UInt8] {
  fileprivate mutating func damage(_ random: inout some RandomNumberGenerator) {
    let place = Int.random(in: 0...count, using: &random)
    switch Int.random(in: 0...3, using: &random) {
    case 0: insert(UInt8.random(in: 0...255, using: &random), at: place)
    case 1 where place < count: remove(at: place)
    case 2 where place < count: self[place] = UInt8.random(in: 0...255, using: &random)
    default: insert(contentsOf: Array("= :\0A+/-_\r\n".utf8).shuffled(using: &random).prefix(3), at: place)
    }
  }
}
