import Alerting
import Endpoint
import Testing

@Suite struct RunbookTests {
  @Test(arguments: AlertName.allCases)
  func `every alert has its page`(_ name: AlertName) throws {
    let text = String(decoding: try #require(Runbook.text(of: name.rawValue)), as: UTF8.self)
    #expect(text.hasPrefix("# \(name.rawValue)\n"))
  }

  @Test func `there are no others`() {
    #expect(Runbook.text(of: "../Package.swift") == nil)
  }
}
