import Runs
import Samples
import Sessions
import Synchronization
import Testing
import Workloads

@Suite struct MixMeasuringTests {
  private static let page = Mix(
    name: "page", kind: .io, arrivals: .filling(seconds: 3), io: .init(.url("http://a/")), concurrency: 20)
  private static let price = Mix(
    name: "price", kind: .mixed, arrivals: .filling(seconds: 3), cpu: .init(calling: .python(module: "shop", function: "price")))

  private struct Broken: Error, CustomStringConvertible {
    let description: String
  }

  private static func found(_ step: StepMeasurement.Step, seconds: Double, wall: Double? = nil) -> StepMeasurements {
    StepMeasurements([StepMeasurement(step: step, count: 10, seconds: seconds, wallSeconds: wall ?? seconds)], histograms: [:])
  }

  /// As text, what is told meanwhile.
  private func told(_ event: RunSession.Event) -> String {
    switch event {
    case .measuring(let mix, let runtime): "measuring \(mix) in \(runtime)"
    case .measured(let runtime, let found): "measured \(found.steps.count) in \(runtime)"
    case .unavailable(let runtime, let reason): "\(runtime): \(reason)"
    default: "another"
    }
  }

  @Test func `A mix of known times is not measured`() async throws {
    let measuring = MixMeasuring(.mixed, cores: 2) { _, _ in throw Broken(description: "measured") }
    #expect(try await measuring.mixes(of: Runtime.allCases) { _ in } == [.swift: .mixed, .asyncio: .mixed])
  }

  @Test func `Each runtime has its own times`() async throws {
    var events: [String] = []
    let measuring = MixMeasuring(Self.page, cores: 2) { _, runtime in Self.found(.io, seconds: runtime == .swift ? 0.01 : 0.02) }
    let mixes = try await measuring.mixes(of: Runtime.allCases) { events.append(told($0)) }
    #expect(mixes.mapValues(\.io?.seconds) == [.swift: 0.01, .asyncio: 0.02])
    #expect(
      events == ["measuring page in swift", "measured 1 in swift", "measuring page in asyncio", "measured 1 in asyncio"])
  }

  @Test func `A runtime that cannot measure is left out`() async throws {
    var events: [String] = []
    let measuring = MixMeasuring(Self.page, cores: 2) { _, runtime in
      if runtime == .swift { throw Broken(description: "refused") }
      return Self.found(.io, seconds: 0.02)
    }
    let mixes = try await measuring.mixes(of: Runtime.allCases) { events.append(told($0)) }
    #expect(Array(mixes.keys) == [.asyncio])
    #expect(events.last == "swift: refused")
  }

  @Test func `If none can measure, the reason is told`() async throws {
    let measuring = MixMeasuring(Self.price, cores: 2) { _, _ in throw Broken(description: "No module named 'shop'") }
    let error = await #expect(throws: RunSessionError.self) { try await measuring.mixes(of: [.asyncio]) { _ in } }
    #expect(error?.description == "price could not be measured in asyncio: No module named 'shop'")
  }

  @Test func `What was found may make no sense of the mix`() async throws {
    var mix = Self.price
    mix.arrivals = .rate(300, .seconds(3))
    let measuring = MixMeasuring(mix, cores: 2) { _, _ in Self.found(.cpu, seconds: 0.1) }
    let error = await #expect(throws: RunSessionError.self) { try await measuring.mixes(of: [.asyncio]) { _ in } }
    #expect(error?.description.hasPrefix("rate: 300.0 items/s need 30.0 cores and there are 2") == true)
  }

  @Test(arguments: [(0.002, 0.0022, 0.002), (0.002, 1.0, 1.0), (0, 0, 1e-7)])
  func `A function that waits occupies its worker as long`(cpu: Double, wall: Double, seconds: Double) async throws {
    let measuring = MixMeasuring(Self.price, cores: 2) { _, _ in Self.found(.cpu, seconds: cpu, wall: wall) }
    let mixes = try await measuring.mixes(of: [.asyncio]) { _ in }
    #expect(mixes[.asyncio]?.cpu?.seconds == seconds)
  }

  @Test func `It can be interrupted`() async throws {
    let measuring = MixMeasuring(Self.price, cores: 2) { _, _ in throw CancellationError() }
    await #expect(throws: CancellationError.self) { try await measuring.mixes(of: [.asyncio]) { _ in } }
  }
}
