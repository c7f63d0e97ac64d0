import Outside
import Procfs
import Testing

/// What a thread did in a turn, by looks around it.
@Suite struct TurnAccountTests {
  private static let ms: Int64 = 1_000_000

  private static func look(_ at: Int64, _ call: CurrentCall, ran: Int64, waited: Int64 = 0, slices: Int64 = 1) -> ThreadLook {
    ThreadLook(at: at * ms, call: call, counts: .init(ranNs: ran * ms, waitedNs: waited * ms, timeslices: slices))
  }

  private static let turn = TurnMeter.Turn(startedNs: 110 * ms, endedNs: 410 * ms)

  @Test func `A turn that computed is on a core all the time`() {
    var account = TurnAccount(before: Self.look(100, .call(epollNumber, first: 3), ran: 50))
    for at in stride(from: Int64(120), through: 400, by: 20) {
      account.look(Self.look(at, .running, ran: 60 + at - 120), isInTurn: true, channel: nil)
    }
    let stall = account.stall(
      Self.turn, of: 7, after: Self.look(420, .call(epollNumber, first: 3), ran: 350), knowsTimeslices: true)
    #expect(stall.onCpuNs == 300 * Self.ms)
    #expect(stall.runqueueNs == 0)
    #expect(stall.looks == 15 && stall.looksAsleep == 0 && stall.waitChannel == nil)
    #expect(stall.timeslices == 0)
  }

  @Test func `A turn that slept was on no core, whatever the loop did just before and just after`() {
    var account = TurnAccount(before: Self.look(100, .running, ran: 45))
    for at in stride(from: Int64(120), through: 400, by: 20) {
      account.look(Self.look(at, .call(futexNumber, first: 1), ran: 59), isInTurn: true, channel: "futex_wait")
    }
    let stall = account.stall(Self.turn, of: 7, after: Self.look(420, .running, ran: 68), knowsTimeslices: false)
    #expect(stall.onCpuNs <= 19 * Self.ms)
    #expect(stall.looksAsleep == 15 && stall.looksInFutex == 15 && stall.waitChannel == "futex_wait")
    #expect(stall.timeslices == nil)
    #expect(stall.noticedNs == 120 * Self.ms)
  }

  @Test func `Waiting for a core is told apart, and the parts are no more than the whole`() {
    var account = TurnAccount(before: Self.look(100, .running, ran: 0, waited: 0))
    for at in stride(from: Int64(120), through: 400, by: 20) {
      account.look(Self.look(at, .running, ran: (at - 100) / 2, waited: (at - 100) / 2), isInTurn: true, channel: nil)
    }
    let stall = account.stall(Self.turn, of: 7, after: Self.look(420, .running, ran: 160, waited: 160), knowsTimeslices: true)
    #expect(abs(stall.onCpuNs - 150 * Self.ms) <= 10 * Self.ms)
    #expect(abs((stall.runqueueNs ?? 0) - 150 * Self.ms) <= 10 * Self.ms)
    #expect(stall.onCpuNs + (stall.runqueueNs ?? 0) <= stall.nanoseconds)
  }

  @Test func `Without a look in it, what lies around it has to do`() {
    let account = TurnAccount(before: Self.look(100, .running, ran: 0))
    let stall = account.stall(Self.turn, of: 7, after: Self.look(420, .running, ran: 900), knowsTimeslices: true)
    #expect(stall.onCpuNs == stall.nanoseconds && stall.looks == 0 && stall.noticedNs == nil)
    let blind = TurnAccount().stall(
      Self.turn, of: 7, after: ThreadLook(at: 420, call: .running, counts: nil), knowsTimeslices: true)
    #expect(blind.onCpuNs == 0 && blind.runqueueNs == nil)
  }
}
