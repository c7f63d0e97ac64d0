import Alerting
import Testing

@Suite struct RunbookTests {
  @Test(arguments: Runbook.names)
  func `every alert has its page`(_ name: String) throws {
    let text = String(decoding: try #require(Runbook.text(of: name)), as: UTF8.self)
    #expect(text.hasPrefix("# \(name)\n"))
  }

  @Test func `there are no others`() {
    #expect(Runbook.text(of: "../Package.swift") == nil)
  }
}
