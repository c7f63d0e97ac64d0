import Attaching
import Synchronization
import Testing

@Suite struct InjectionTests {
  /// A process that does something when it is looked at, at an instant, or when it is interrupted.
  private final class Script: Sendable {
    let python = MadePython()
    let time = JumpingTime()
    let answer = Mutex<AttachAnswer?>(nil)
    let interruptions = Mutex<[Duration]>([])
    let isThere = Mutex(true)

    func injection(
      whenLookedAt: @escaping @Sendable (Script) -> Void = { _ in },
      whenInterrupted: @escaping @Sendable (Script) -> Void = { _ in }
    )
      throws -> Injection
    {
      Injection(
        script: PendingScript(try python.find(MadePython.image())),
        isThere: {
          whenLookedAt(self)
          return self.isThere.withLock { $0 }
        },
        answer: { self.answer.withLock { $0 } },
        interrupt: {
          self.interruptions.withLock { $0.append(self.time.uptime) }
          whenInterrupted(self)
        })
    }

    func perform(_ injection: Injection, _ path: String = "/tmp/x/attach.py") async throws -> AttachAnswer {
      try await injection.perform(path, time: time) { try $0() }
    }

    /// Begins the script, as the interpreter does.
    func take() { python.set(MadePython.pending, 0, 4) }
    func say(_ text: String) { answer.withLock { $0 = AttachAnswer(Array(text.utf8)) } }
    var interrupted: [Duration] { interruptions.withLock { $0 } }
    var isWaiting: Bool { (try? python.read(MadePython.pending, 1)) == [1] }
  }

  private static let attached = #"{"state":"attached","reason":null,"has_loop":true}"# + "\n"

  @Test func `the path is written, then that there is one, and then the thread is made to look, of whose requests none is lost`()
    async throws
  {
    let script = Script()
    let injection = try script.injection { $0.say(Self.attached) }
    #expect(try await script.perform(injection).state == .attached)
    #expect(script.python.writes == [MadePython.path, MadePython.pending, MadePython.breaker])
    #expect(try script.python.read(MadePython.path, 17) == Array("/tmp/x/attach.py".utf8) + [0])
    #expect(try script.python.read(MadePython.breaker, 2) == [0x20, 0x07])
    #expect(script.interrupted == [])
  }

  @Test func `a process with nothing to do is interrupted after a while, and once a second until it looks`() async throws {
    let script = Script()
    let injection = try script.injection { script in
      guard script.interruptions.withLock(\.count) == 3 else { return }
      script.take()
      script.say(Self.attached)
    }
    #expect(try await script.perform(injection).hasLoop == true)
    #expect(script.interrupted == [.milliseconds(300), .milliseconds(1300), .milliseconds(2300)])
  }

  @Test func `what is not begun in time is taken back`() async throws {
    let script = Script()
    let injection = try script.injection()
    await #expect(throws: Injection.Failure.notTaken) { try await script.perform(injection) }
    #expect(script.time.uptime == Injection.patience)
    #expect(!script.isWaiting)
  }

  @Test func `what is begun at the last moment is waited for`() async throws {
    let script = Script()
    let injection = try script.injection { script in
      if script.time.uptime >= Injection.patience { script.take() }
      if script.time.uptime >= Injection.patience + .seconds(3) { script.say(Self.attached) }
    }
    #expect(try await script.perform(injection).state == .attached)
  }

  @Test func `a script that never answers is given up, and not interrupted once it has begun`() async throws {
    let script = Script()
    let injection = try script.injection { $0.take() }
    await #expect(throws: Injection.Failure.noAnswer) { try await script.perform(injection) }
    #expect(script.interrupted == [])
  }

  @Test func `a process that ends meanwhile ends the wait`() async throws {
    let script = Script()
    let injection = try script.injection { script in
      if script.time.uptime >= .seconds(1) { script.isThere.withLock { $0 = false } }
    }
    await #expect(throws: Injection.Failure.ended) { try await script.perform(injection) }
  }

  @Test func `what another tool has asked for is left alone`() async throws {
    let script = Script()
    script.python.set(MadePython.pending, 1, 4)
    let injection = try script.injection()
    await #expect(throws: Injection.Failure.busy) { try await script.perform(injection) }
    #expect(script.python.writes.isEmpty)
  }

  @Test func `a path that has no room is not written`() async throws {
    let script = Script()
    let injection = try script.injection { $0.say(Self.attached) }
    await #expect(throws: Injection.Failure.noRoom) {
      try await script.perform(injection, String(repeating: "x", count: 512))
    }
    #expect(script.python.writes.isEmpty)
    #expect(try await script.perform(injection, String(repeating: "x", count: 511)).state == .attached)
  }

  @Test func `a wait that is cancelled takes back what was asked for`() async throws {
    let script = Script()
    let injection = try script.injection { _ in withUnsafeCurrentTask { $0?.cancel() } }
    await #expect(throws: CancellationError.self) { try await Task { try await script.perform(injection) }.value }
    #expect(!script.isWaiting)
    #expect(script.python.writes.count == 4)
  }
}
