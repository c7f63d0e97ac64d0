import AppFixtures
import Samples
import Snapshots
import Storage
import Testing

@Suite struct AppExcerptTests {
  private let history = AppHistory(until: AppFixtures.at)

  @Test func `Stepped intervals are no more than asked for, and sum to the same`() throws {
    let stepped = history.intervals.stepped(to: 100)
    #expect(stepped.count <= 100 && stepped.count > 40)
    let (all, whole) = (try #require(history.intervals.merged), try #require(stepped.merged))
    #expect(all.stalls.count == whole.stalls.count)
    #expect(all.latency == whole.latency)
    #expect(abs(all.seconds - whole.seconds) < 1e-6)
    #expect(zip(stepped, stepped.dropFirst()).allSatisfy { $0.endedAt <= $1.startedAt })
  }

  @Test func `Few intervals are as they are`() {
    let few = Array(history.intervals.prefix(5))
    #expect(few.stepped(to: 5) == few)
    #expect([AppInterval]().stepped(to: 5).isEmpty && [AppInterval]().merged == nil)
  }

  @Test func `Each tick is counted in one column of the heat`() {
    let heat = AppFixtures.excerpt.heat(columns: 96)
    #expect(heat.columns.count <= 97 && heat.columns.count > 20)
    let ticks = heat.columns.flatMap(\.counts).reduce(0, +)
    #expect(ticks == history.intervals.reduce(0) { $0 + $1.latency.count })
    #expect(heat.step.remainder(dividingBy: 60) == 0)
  }

  @Test func `The same seed makes the same history`() {
    #expect(AppHistory(until: AppFixtures.at).stalls == history.stalls)
    #expect(AppHistory(seed: 8, until: AppFixtures.at).stalls != history.stalls)
  }

  @Test func `An application that tells nothing of something is not unknown for that`() {
    var bare = history.intervals.prefix(60).map { $0 }
    for index in bare.indices { (bare[index].queues, bare[index].memoryBytes) = ([], nil) }
    #expect(AppFixtures.judged(bare).verdict == .met)
    #expect(AppFixtures.judged(bare).judgements.contains { $0.verdict == .unknown })
    #expect(AppFixtures.judged([]).verdict == .unknown)
  }
}
