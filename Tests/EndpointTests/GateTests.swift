import Endpoint
import Testing

@Suite struct GateTests {
  @Test func `So many are let in, and another one when a pass is gone`() throws {
    let gate = Gate(limit: 2)
    var passes = [try #require(gate.enter()), try #require(gate.enter())]
    #expect(gate.enter() == nil)
    passes.removeLast()
    let third = try #require(gate.enter())
    #expect(gate.enter() == nil)
    withExtendedLifetime((passes, third)) {}
  }
}
