import API
import Snapshots
import Testing

@Suite struct StatusPageQueryTests {
  @Test func `A window is taken by its name, and none is none`() throws {
    #expect(try StatusPageQuery([]).window == nil)
    #expect(try StatusPageQuery([("window", "")]).window == nil)
    #expect(try StatusPageQuery([("window", "3h")]).window == .threeHours)
  }

  @Test(
    arguments: [
      ("range", "1h", #"unknown parameter "range"; / takes window"#),
      ("window", "2h", #"invalid parameter "window": "2h" is none of 15m, 30m, 1h, 3h, 6h, 12h, 24h and 7d"#),
    ])
  func `What the page does not take is refused with what it takes`(name: String, value: String, message: String) {
    let problem = #expect(throws: APIProblem.self) { try StatusPageQuery([(name, value)]) }
    #expect(problem?.message == message)
    #expect(problem?.status == 400)
  }
}
