import LoopProbe
import Testing

@Suite struct ThreadLooksTests {
  @Test func `Looks are counted by state, and the wait channel that was seen most often is told`() {
    var looks = ThreadLooks()
    looks.add(at: 100, state: "R", channel: nil)
    looks.add(at: 120, state: "S", channel: "futex_do_wait")
    looks.add(at: 140, state: "D", channel: "folio_wait_bit")
    looks.add(at: 160, state: "D", channel: "folio_wait_bit")
    looks.add(at: 180, state: "T", channel: nil)
    #expect(looks.first == 100)
    #expect(looks.count == 5)
    #expect(looks.asleep == 4)
    #expect(looks.channel == "folio_wait_bit")
  }

  @Test func `Nobody has looked`() {
    #expect(ThreadLooks().first == nil)
    #expect(ThreadLooks().channel == nil)
  }

  @Test func `Of many stacks the most frequent one of the most frequent function is told`() {
    var looks = ThreadLooks()
    for stack in [["a", "x"], ["b", "x"], ["b", "y"], ["b", "y"], ["a", "x"], [], ["a", "x"], ["b", "x"]] {
      looks.add(stack: stack)
    }
    #expect(looks.stack == ["b", "x"])
    looks.add(stack: ["b", "y"])
    #expect(looks.stack == ["b", "y"])
    #expect(ThreadLooks().stack.isEmpty)
  }
}
