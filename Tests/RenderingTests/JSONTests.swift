import Rendering
import Samples
import Testing
import Thresholds

@Suite struct JSONTests {
  private struct Figures: Encodable {
    let perSecond: OrNull<Double>
    let count: OrNull<Int>
  }

  @Test(
    arguments: [(1.5, "1.5"), (nil, "null"), (.infinity, "null"), (-.infinity, "null"), (.nan, "null")] as [(Double?, String)])
  func `What is no finite number is null`(_ value: Double?, _ text: String) throws {
    #expect(
      try JSONLine.text(Figures(perSecond: OrNull(value), count: OrNull(nil))) == "{\"count\":null,\"per_second\":\(text)}\n")
  }

  @Test func `Keys are in snake case, or as they are`() throws {
    let figures = Figures(perSecond: OrNull(1), count: OrNull(2))
    #expect(try JSONLine.text(figures) == "{\"count\":2,\"per_second\":1}\n")
    #expect(try JSONLine.verbatim(figures) == "{\"count\":2,\"perSecond\":1}\n")
    #expect(try JSONDocument.text(figures) == "{\n  \"count\" : 2,\n  \"per_second\" : 1\n}\n")
  }

  @Test func `A limit is a number, or the two ends of a band`() throws {
    #expect(try JSONLine.text(JSONLimit(.below(0.5))) == "0.5\n")
    #expect(try JSONLine.text(JSONLimit(.within(0.25...0.5))) == "[0.25,0.5]\n")
  }

  @Test func `What was run stands beside the fields of an object`() throws {
    let identity = RunIdentity(mix: "mixed", strategy: .async, runtime: .swift)
    #expect(
      try JSONLine.text(JSONOf(identity, Figures(perSecond: OrNull(1), count: OrNull(2))))
        == "{\"count\":2,\"mix\":\"mixed\",\"per_second\":1,\"runtime\":\"swift\",\"strategy\":\"async\"}\n")
  }
}
