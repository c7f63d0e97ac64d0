import CalcmonTesting
import Testing

/// Debian's chromium without a screen, with a profile of its own. It resolves no name and so reaches nobody but 127.0.0.1.
struct OpenBrowser: Sendable {
  let session: WebDriverSession
  private let driver: ChromeDriver
  private let profile: TemporaryDirectory

  init() async throws {
    (driver, profile) = (try await ChromeDriver.start(), try TemporaryDirectory())
    let arguments = [
      "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--user-data-dir=\(profile.path)", "--no-first-run",
      "--no-default-browser-check", "--disable-background-networking", "--disable-component-update", "--disable-sync",
      "--disable-extensions", "--disable-gpu",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ]
    session = try await WebDriverSession(
      port: driver.port,
      capabilities: [
        "browserName": "chrome",
        "goog:chromeOptions": ["binary": try Tool.find("chromium"), "args": arguments],
        "goog:loggingPrefs": ["performance": "ALL", "browser": "ALL"],
        "timeouts": ["script": 30_000, "pageLoad": 30_000],
      ])
  }

  func close() async throws {
    try await session.end()
    try await driver.stop()
  }
}

/// One browser for all tests of a suite, which are to be serialized; it is closed after the last of them.
struct SharedBrowser: SuiteTrait, TestScoping {
  @TaskLocal static var current: OpenBrowser?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let browser = try await OpenBrowser()
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await Self.$current.withValue(browser, operation: function)) } catch { outcome = .failure(error) }
    try await browser.close()
    try outcome.get()
  }
}

/// One agent for all tests of a suite that only read from it; it is stopped after the last of them.
struct SharedAgent: SuiteTrait, TestScoping {
  @TaskLocal static var current: AgentProcess?

  /// Starts it, and returns when it is as the tests need it.
  let start: @Sendable () async throws -> AgentProcess

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let agent = try await start()
    try await Self.$current.withValue(agent, operation: function)
    #expect(try await agent.stop() == 0)
  }

  /// The agent of the suite that the running test belongs to.
  static func required() throws -> AgentProcess {
    try #require(current, "no agent: the suite needs the trait .agent")
  }
}

extension Trait where Self == SharedBrowser {
  /// The tests of the suite share a browser.
  static var browser: Self { Self() }
}

extension Trait where Self == SharedAgent {
  /// The tests of the suite share an agent.
  static func agent(_ start: @escaping @Sendable () async throws -> AgentProcess) -> Self { Self(start: start) }
}

extension AgentProcess {
  /// An agent with the default set, after its first round: nothing more happens in it for minutes.
  static func afterFirstRound() async throws -> AgentProcess {
    let agent = try await start()
    try await agent.waitForFirstRound()
    return agent
  }
}
