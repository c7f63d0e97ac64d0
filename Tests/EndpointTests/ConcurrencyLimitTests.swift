import Endpoint
import Testing

@Suite struct ConcurrencyLimitTests {
  @Test func `So many permits are given, and another one when one is given back`() throws {
    let limit = ConcurrencyLimit(2)
    var permits = [try #require(limit.permit()), try #require(limit.permit())]
    #expect(limit.permit() == nil)
    permits.removeLast()
    let third = try #require(limit.permit())
    #expect(limit.permit() == nil)
    withExtendedLifetime((permits, third)) {}
  }
}
