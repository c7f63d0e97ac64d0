import Alerting
import CalcmonTesting
import Foundation
import ManualClock
import Notifying
import Testing

@Suite(.timeLimit(.minutes(2))) struct CommandNotifierTests {
  private let time = ManualTime()
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func send(_ alerts: [NotifiedAlert] = [.sample()], _ arguments: String...) async -> SendOutcome {
    let notifier = NotifierFactory.forTests(time).make(.command(CommandReceiver(arguments: arguments)))
    let outcome = await notifier.send(alerts)
    await notifier.shutDown()
    return outcome
  }

  private func sh(_ script: String, alerts: [NotifiedAlert] = [.sample()]) async -> SendOutcome {
    await send(alerts, "/bin/sh", "-c", script, directory.path)
  }

  private func read(_ name: String) throws -> String { try String(contentsOfFile: directory.file(name), encoding: .utf8) }

  // MARK: What it gets

  @Test func `The payload of a webhook is on its standard input, for each name`() async throws {
    let alerts: [NotifiedAlert] = [.sample(.queueGrowing), .sample(.ioWaitHigh)]
    #expect(await sh(#"cat >> "$0/in"; cat /dev/stdin > /dev/null; echo >> "$0/in""#, alerts: alerts) == .delivered)
    let texts = try alerts.map { alert in
      String(decoding: try WebhookPayload([alert], receiver: "command/sh", externalURL: "http://calcmon").json(), as: UTF8.self)
        + "\n"
    }
    #expect(try read("in") == texts.joined())
  }

  @Test func `Its arguments are as they are configured`() async throws {
    let script = #"printf '%s|' "$@" > "$0""#
    #expect(await send([.sample()], "/bin/sh", "-c", script, directory.file("out"), "a b", "$HOME;'", "") == .delivered)
    #expect(try read("out") == "a b|$HOME;'||")
  }

  @Test(arguments: ["exec <&-; exit 0", "true", "exec <&-; printf x"])
  func `It need not read`(_ script: String) async {
    let alerts: [NotifiedAlert] = (0..<100).map {
      .sample(mix: "m\($0)", annotations: ["long": String(repeating: "x", count: 60_000)])
    }
    #expect(await sh(script, alerts: alerts) == .delivered)
  }

  // MARK: How it ends

  @Test(
    arguments: [
      ("exit 0", .delivered),
      ("echo fine; exit 0", .delivered),
      ("exit 1", .refused(reason: "it ended with status 1")),
      ("echo first; echo ' last\tone ' >&2; echo; exit 3", .refused(reason: "it ended with status 3:  last one ")),
      ("exit 75", .retry(after: nil, reason: "it ended with status 75")),
      ("echo later; exit 75", .retry(after: nil, reason: "it ended with status 75: later")),
      ("kill -9 $$", .refused(reason: "it was ended by signal 9")),
      ("printf '\\377\\n'; exit 1", .refused(reason: "it ended with status 1: \u{FFFD}")),
    ] as [(String, SendOutcome)])
  func `Each end has its outcome`(_ script: String, _ outcome: SendOutcome) async {
    #expect(await sh(script) == outcome)
  }

  @Test func `Much output is read, and its last line kept`() async {
    let script = "head -c 3000000 /dev/zero | tr '\\0' 'x'; echo; echo end; exit 1"
    #expect(await sh(script) == .refused(reason: "it ended with status 1: end"))
    let long = "head -c 3000000 /dev/zero | tr '\\0' 'x'; exit 1"
    #expect(await sh(long) == .refused(reason: "it ended with status 1: " + String(repeating: "x", count: 200) + "…"))
  }

  @Test func `A program that is not there is refused`() async {
    #expect(
      await send([.sample()], "/nonexistent/program")
        == .refused(reason: "cannot start /nonexistent/program: No such file or directory"))
    #expect(await send([.sample()]) == .refused(reason: "no program is named"))
  }

  @Test func `A daemon that it leaves behind is not waited for`() async throws {
    let script =
      #"setsid sh -c 'echo $$ > "$0/pid"; exec sleep 1000' "$0" & while ! [ -s "$0/pid" ]; do :; done; echo left; exit 4"#
    #expect(await sh(script) == .refused(reason: "it ended with status 4: left"))
    let pid = try #require(Int32(try read("pid").trimmingCharacters(in: .newlines)))
    #expect(kill(pid, SIGKILL) == 0)
  }

  // MARK: Time

  @Test func `One that takes too long is ended with all that it started`() async throws {
    async let outcome = sh(#"sleep 1000 & echo $! > "$0/pid.new"; mv "$0/pid.new" "$0/pid"; echo waiting; wait"#)
    await time.untilSomebodySleeps(until: .seconds(10))
    let pid = try await pid()
    time.advance(by: .seconds(10))
    #expect(await outcome == .retry(after: nil, reason: "it was not done within 10 s: waiting"))
    try await untilGone(pid)
  }

  @Test func `One that does not heed is killed`() async throws {
    async let outcome = sh(#"trap '' TERM; echo $$ > "$0/pid.new"; mv "$0/pid.new" "$0/pid"; while :; do sleep 1000; done"#)
    await time.untilSomebodySleeps(until: .seconds(10))
    _ = try await pid()
    time.advance(by: .seconds(10))
    await time.untilSomebodySleeps(until: .seconds(12))
    time.advance(by: .seconds(2))
    #expect(await outcome == .retry(after: nil, reason: "it was not done within 10 s"))
  }

  @Test func `A cancelled try kills it`() async throws {
    let sending = Task {
      await sh(#"trap '' TERM; echo $$ > "$0/pid.new"; mv "$0/pid.new" "$0/pid"; while :; do sleep 1000; done"#)
    }
    let pid = try await pid()
    sending.cancel()
    #expect(await sending.value == .retry(after: nil, reason: "it was given up"))
    try await untilGone(pid)
  }

  private func pid() async throws -> Int32 {
    try await Poll.some("the program tells its pid") {
      (try? read("pid")).flatMap { Int32($0.trimmingCharacters(in: .newlines)) }
    }
  }

  private func untilGone(_ pid: Int32) async throws {
    try await Poll.until("process \(pid) is gone") {
      kill(pid, 0) != 0 || (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8))?.contains(") Z ") ?? true
    }
  }
}
