import Outside
import Testing

/// Turns by the instants at which a thread enters epoll and leaves it.
@Suite struct TurnMeterTests {
  @Test func `A turn goes from leaving to entering`() {
    var meter = TurnMeter()
    #expect(meter.passes(.enters, at: 100) == nil)
    #expect(meter.passes(.leaves, at: 250) == nil)
    #expect(meter.openSince == 250)
    #expect(meter.passes(.enters, at: 300) == TurnMeter.Turn(startedNs: 250, endedNs: 300))
    #expect(meter.turns == 1)
    #expect(meter.seconds(until: 400) == (300, 50))
    #expect(meter.takeLongest() == 50)
    #expect(meter.takeLongest() == 0)
  }

  @Test func `Of a turn whose begin was not seen nothing is told`() {
    var meter = TurnMeter()
    #expect(!meter.hasBegun)
    #expect(meter.passes(.enters, at: 900) == nil)
    #expect(meter.seconds(until: 900) == (0, 0))
  }

  @Test func `What was lost makes no turn, and takes nothing back`() {
    var meter = TurnMeter()
    _ = meter.passes(.leaves, at: 100)
    let before = meter.seconds(until: 200)
    meter.loses(knownUntil: 200)
    #expect(meter.openSince == nil)
    #expect(meter.passes(.enters, at: 900) == nil)
    #expect(meter.seconds(until: 900) == before)
    // Out of it twice: the entering between was lost.
    _ = meter.passes(.leaves, at: 1000)
    _ = meter.passes(.leaves, at: 2000)
    #expect(meter.passes(.enters, at: 2100)?.startedNs == 2000)
  }

  @Test func `A turn that goes on counts as far as it has come`() {
    var meter = TurnMeter()
    _ = meter.passes(.leaves, at: 100)
    #expect(meter.seconds(until: 700) == (600, 600))
    #expect(meter.seconds(until: 50) == (0, 0))
  }
}
