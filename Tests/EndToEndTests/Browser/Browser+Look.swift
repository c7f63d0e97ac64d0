import CalcmonTesting
import Foundation

/// How a page is shown, and what is seen of it.
extension Browser {
  /// Gives the page a size in CSS pixels.
  func resize(width: Int, height: Int) async throws {
    let size: [String: Any] = ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false]
    let _: WebDriverSession.Ignored = try await devTools("Emulation.setDeviceMetricsOverride", size)
  }

  /// Pages look as if their window were higher than they are.
  func hideScrollbars() async throws {
    let _: WebDriverSession.Ignored = try await devTools("Emulation.setScrollbarsHidden", ["hidden": true])
  }

  /// Has it prefer what its user would; pages that are opened later have JavaScript or not.
  func emulate(dark: Bool = false, reducedMotion: Bool = false, javaScript: Bool = true) async throws {
    let features = [
      ["name": "prefers-color-scheme", "value": dark ? "dark" : "light"],
      ["name": "prefers-reduced-motion", "value": reducedMotion ? "reduce" : "no-preference"],
    ]
    let _: WebDriverSession.Ignored = try await devTools("Emulation.setEmulatedMedia", ["features": features])
    let _: WebDriverSession.Ignored = try await devTools("Emulation.setScriptExecutionDisabled", ["value": !javaScript])
  }

  /// The whole page, also what is below the window's edge, as PNG.
  ///
  /// - Parameter height: so much of it at most, from the top.
  func screenshot(height: Double = .infinity) async throws -> Data {
    struct Metrics: Decodable {
      struct Size: Decodable { let width, height: Double }
      let cssContentSize: Size
    }
    struct Shot: Decodable { let data: Data }
    let size = try await (devTools("Page.getLayoutMetrics") as Metrics).cssContentSize
    let clip: [String: Any] = ["x": 0, "y": 0, "width": size.width, "height": min(size.height, height), "scale": 1]
    let shot: Shot = try await devTools("Page.captureScreenshot", ["format": "png", "captureBeyondViewport": true, "clip": clip])
    return shot.data
  }

  /// Writes a screenshot to the folder that `CALCMON_SCREENSHOTS` names, if it names one.
  func keepScreenshot(_ name: String) async throws {
    let png = try await screenshot()
    guard let folder = ProcessInfo.processInfo.environment["CALCMON_SCREENSHOTS"] else { return }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try png.write(to: URL(fileURLWithPath: "\(folder)/\(name).png"))
  }

  /// What axe-core has to say against the page as it is shown: the rule, and where it is broken.
  func accessibilityViolations() async throws -> [String] {
    struct Violation: Decodable {
      struct Node: Decodable { let target: [String], failureSummary: String? }
      let id: String
      let nodes: [Node]
    }
    let source = try String(contentsOfFile: try await Tool.output("\(Repository.root)/.ci/axe", []), encoding: .utf8)
    try await command("execute/sync", ["script": source, "args": [Any]()])
    // What has no background is painted as the scheme has it; axe takes it for white. Rules of WCAG 2.2 are off unless asked for.
    let run = """
      (() => {
        const root = document.documentElement
        if (getComputedStyle(root).backgroundColor === "rgba(0, 0, 0, 0)") root.style.backgroundColor = "Canvas"
        return axe.run(document, {rules: {"target-size": {enabled: true}}}).then(found => found.violations)
      })()
      """
    let violations: [Violation] = try await evaluate(promise: run)
    return violations.flatMap { violation in
      violation.nodes.map { "\(violation.id): \($0.target.joined(separator: " ")): \($0.failureSummary ?? "")" }
    }
  }
}
