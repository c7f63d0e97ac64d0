import Alerting
import CalcmonTesting
import Foundation
import ManualClock
import Notifying
import Testing

@Suite(.timeLimit(.minutes(2))) struct HTTPCredentialsTests {
  private func send(_ url: String, change: (inout HTTPReceiver) -> Void = { _ in }) async -> SendOutcome {
    await NotifierFactory.forTests(ManualTime()).send(url, change: change)
  }

  @Test func `Passwords and tokens are read anew for each request`() async throws {
    let directory = try TemporaryDirectory()
    let receiver = try await Receiver(.status(200))
    try "one\n".write(toFile: directory.file("secret"), atomically: true, encoding: .utf8)
    let basic = HTTPReceiver.Credentials.basic(username: "me", passwordFile: directory.file("secret"))
    var settings = HTTPReceiver(url: receiver.url, place: "place")
    settings.credentials = basic
    let notifier = NotifierFactory.forTests(ManualTime()).make(.webhook(settings))
    #expect(await notifier.send([.sample()]) == .delivered)
    try "two\r\n".write(toFile: directory.file("secret"), atomically: true, encoding: .utf8)
    #expect(await notifier.send([.sample()]) == .delivered)
    await notifier.shutDown()
    #expect(await send(receiver.url) { $0.credentials = .bearer(tokenFile: directory.file("secret")) } == .delivered)
    await receiver.close()
    let headers = receiver.requests.flatMap { $0.headers["authorization"] }
    #expect(headers == ["Basic bWU6b25l", "Basic bWU6dHdv", "Bearer two"])
  }

  @Test func `A secret file that cannot be used is refused with its path, and nothing is sent`() async throws {
    let directory = try TemporaryDirectory()
    let receiver = try await Receiver(.status(200))
    let file = directory.file("token")
    let outcome = { await send(receiver.url) { $0.credentials = .bearer(tokenFile: file) } }
    #expect(await outcome() == .refused(reason: "the token file \(file) cannot be used: No such file or directory"))
    try "".write(toFile: file, atomically: true, encoding: .utf8)
    #expect(await outcome() == .refused(reason: "the token file \(file) cannot be used: it is empty"))
    try "a\nX-Evil: b".write(toFile: file, atomically: true, encoding: .utf8)
    #expect(await outcome() == .refused(reason: "the token file \(file) cannot be used: it holds more than one line"))
    try Data([0x70, 0xe4, 0x73, 0x73]).write(to: URL(fileURLWithPath: file))
    #expect(await outcome() == .refused(reason: "the token file \(file) cannot be used: it is not UTF-8"))
    #expect(
      await send(receiver.url) { $0.credentials = .bearer(tokenFile: directory.path) }
        == .refused(reason: "the token file \(directory.path) cannot be used: it is not a file"))
    #expect(mkfifo(directory.file("fifo"), 0o600) == 0)
    #expect(
      await send(receiver.url) { $0.credentials = .bearer(tokenFile: directory.file("fifo")) }
        == .refused(reason: "the token file \(directory.file("fifo")) cannot be used: it is not a file"))
    #expect(receiver.requests.isEmpty)
    await receiver.close()
  }

  @Test func `What a receiver repeats of the secrets is not shown`() async throws {
    let directory = try TemporaryDirectory()
    try "t0k3n".write(toFile: directory.file("token"), atomically: true, encoding: .utf8)
    let answer = #"no Bearer t0k3n at /services/T0/XXXXXXXXXXXX, \/services\/T0\/XXXXXXXXXXXX, XXXXXXXXXXXX"#
    let receiver = try await Receiver(.status(403, [:], answer))
    let outcome = await send(receiver.url + "/services/T0/XXXXXXXXXXXX") {
      $0.credentials = .bearer(tokenFile: directory.file("token"))
    }
    #expect(outcome == .refused(reason: "it answered 403: no Bearer <secret> at <secret>, <secret>, <secret>"))
    await receiver.close()
  }
}
