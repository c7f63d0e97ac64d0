import CalcmonTesting
import Foundation

/// A tab of the browser that the tests of a suite share.
final class Browser {
  let session: WebDriverSession
  var log = BrowserLog()

  private init(session: WebDriverSession) { self.session = session }

  /// Opens a tab, hands it over, and closes it. Nothing of what is emulated in it, or noted of it, is there in the next one.
  static func with<Result>(_ body: (Browser) async throws -> Result) async throws -> Result {
    guard let session = SharedBrowser.current?.session else {
      throw Tool.Failure(description: "no browser: the suite needs the trait .browser")
    }
    let first: String = try await session.get("window")
    let tab: Tab = try await session.post("window/new", ["type": "tab"])
    let browser = Browser(session: session)
    try await browser.command("window", ["handle": tab.handle])
    let _: WebDriverSession.Ignored = try await browser.devTools("Page.bringToFront")
    try await browser.forgetEntries()
    let outcome: Swift.Result<Result, any Error>
    do { outcome = .success(try await body(browser)) } catch { outcome = .failure(error) }
    try await session.delete("window")
    try await browser.command("window", ["handle": first])
    return try outcome.get()
  }

  /// Opens a page, and returns when it is loaded.
  func open(_ url: String) async throws { try await command("url", ["url": url]) }

  /// Goes back in the history, as the button does.
  func back() async throws { try await command("back") }

  var url: URL {
    get async throws {
      let text: String = try await session.get("url")
      guard let url = URL(string: text) else { throw Tool.Failure(description: "not a URL: \(text)") }
      return url
    }
  }

  /// Returns when the browser is at an address and has loaded what is there. A click can return before the page that it opens is there.
  func arrive(at what: String, where isThere: (URL) -> Bool) async throws {
    try await Poll.value("the browser is at \(what)") {
      let state: String = try await evaluate("document.readyState")
      return (url: try await url, state: state)
    } until: {
      isThere($0.url) && $0.state == "complete"
    }
  }

  var title: String { get async throws { try await session.get("title") } }

  /// The text that is seen of the first element that a selector finds.
  func text(_ selector: String) async throws -> String {
    try await onElement(selector) { try await session.get("element/\($0)/text") }
  }

  /// Clicks on the first element that a selector finds, and returns when a page that this opens is loaded.
  func click(_ selector: String) async throws {
    try await onElement(selector) { try await command("element/\($0)/click") }
  }

  /// Presses a key and lets it go: a character, or one of `Key`.
  func press(_ key: String) async throws {
    let actions = [["type": "keyDown", "value": key], ["type": "keyUp", "value": key]]
    try await command("actions", ["actions": [["type": "key", "id": "keyboard", "actions": actions]]])
  }

  /// Keys without a character, as WebDriver numbers them.
  enum Key {
    static let tab = "\u{E004}"
    static let enter = "\u{E007}"
  }

  /// The value of an expression of JavaScript, in the page.
  func evaluate<Value: Decodable>(_ expression: String) async throws -> Value {
    try await session.post("execute/sync", ["script": "return (\(expression))", "args": [Any]()])
  }

  /// The value of a promise of JavaScript, in the page.
  func evaluate<Value: Decodable>(promise expression: String) async throws -> Value {
    let script = "const done = arguments[0]; (\(expression)).then(done, error => done(Promise.reject(error)))"
    return try await session.post("execute/async", ["script": script, "args": [Any]()])
  }

  /// Waits until an expression of JavaScript is true. The browser looks with each frame that it draws, for half a minute.
  func wait(until expression: String) async throws {
    let script = """
      const done = arguments[0]
      const look = () => (\(expression)) ? done(true) : requestAnimationFrame(look)
      look()
      """
    do {
      let _: Bool = try await session.post("execute/async", ["script": script, "args": [Any]()])
    } catch let refusal as WebDriverSession.Refusal where refusal.message.contains("aborted by navigation") {
      try await wait(until: expression)
    } catch let refusal as WebDriverSession.Refusal where refusal.error == "script timeout" {
      throw Tool.Failure(description: "it did not come to pass in the browser: \(expression)")
    }
  }

  /// A command of the DevTools protocol.
  func devTools<Answer: Decodable>(_ name: String, _ parameters: [String: Any] = [:]) async throws -> Answer {
    try await session.post("goog/cdp/execute", ["cmd": name, "params": parameters])
  }

  func command(_ path: String, _ body: [String: Any] = [:]) async throws {
    let _: WebDriverSession.Ignored = try await session.post(path, body)
  }

  /// Does something with an element: with its successor if the page, which follows its agent, has replaced it meanwhile.
  private func onElement<Result>(_ selector: String, _ body: (String) async throws -> Result) async throws -> Result {
    try await Poll.some("\(selector) stays long enough") {
      do { return try await body(try await element(selector)) } catch let refusal as WebDriverSession.Refusal
        where refusal.error == "stale element reference"
      { return nil }
    }
  }

  private func element(_ selector: String) async throws -> String {
    let found: [String: String] = try await session.post("element", ["using": "css selector", "value": selector])
    return found.values.first ?? ""
  }
}

private struct Tab: Decodable { let handle: String }
