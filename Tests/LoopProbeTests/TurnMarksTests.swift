import LoopProbe
import Testing

@Suite struct TurnMarksTests {
  @Test(
    arguments: [
      (turns: [(90, 95)], holder: nil),  // ended before the tick was due
      (turns: [(90, 120)], holder: 90),  // under way when it became due
      (turns: [(100, 100)], holder: 100),
      (turns: [(101, 300)], holder: nil),  // the loop was asleep, and woke up too late
      (turns: [(80, 85), (90, 120), (120, 400)], holder: 90),  // the first that held it
    ] as [(turns: [(Int64, Int64)], holder: Int64?)])
  func `The turn that was under way when the tick became due holds the loop`(turns: [(Int64, Int64)], holder: Int64?) {
    let marks = TurnMarks()
    marks.expect(100)
    for (start, end) in turns { marks.ended(from: start, until: end) }
    #expect(marks.holder == holder)
  }

  @Test func `The next tick is waited for anew`() {
    let marks = TurnMarks()
    marks.expect(100)
    marks.ended(from: 90, until: 150)
    marks.expect(160)
    #expect(marks.holder == nil)
  }
}
