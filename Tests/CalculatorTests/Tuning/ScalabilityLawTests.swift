import Calculator
import Testing

@Suite struct ScalabilityLawTests {
  private func points(_ law: ScalabilityLaw, _ counts: [Double]) -> [(count: Double, throughput: Double)] {
    counts.map { ($0, law.throughput($0)) }
  }

  @Test(arguments: [(100.0, 0.0, 0.0), (995.6, 0.0267, 0.000769), (10, 0.5, 0), (40, 0, 0.01)])
  func `What obeys the law gives its coefficients back`(_ lambda: Double, _ sigma: Double, _ kappa: Double) throws {
    let law = ScalabilityLaw(single: lambda, contention: sigma, coherence: kappa)
    let found = try #require(ScalabilityLaw.fit(points(law, [1, 2, 4, 8, 16, 32])))
    #expect(abs(found.single / lambda - 1) < 1e-6)
    #expect(abs(found.contention - sigma) < 1e-6 && abs(found.coherence - kappa) < 1e-8)
  }

  /// Gunther's own example: Sun SPEC SDM, "Guerrilla Capacity Planning", chapter 5, has its peak near 35 with these.
  @Test func `The peak lies at the root of (1 - sigma) / kappa`() throws {
    let law = ScalabilityLaw(single: 1, contention: 0.02, coherence: 0.0008)
    #expect(abs(try #require(law.peak) - 35) < 0.01)
    #expect(ScalabilityLaw(single: 1, contention: 0.02, coherence: 0).peak == nil)
    #expect(law.throughput(35) > law.throughput(30) && law.throughput(35) > law.throughput(40))
  }

  @Test func `No coefficient is negative, whatever was measured`() throws {
    // Faster than linear: no contention can explain it.
    let found = try #require(ScalabilityLaw.fit([(1, 10), (2, 25), (4, 60), (8, 130)]))
    #expect(found.contention >= 0 && found.coherence >= 0 && found.single > 0)
    #expect(ScalabilityLaw.fit([(1, 10), (2, 20), (2, 21)]) == nil)
    #expect(ScalabilityLaw.fit([(1, 0), (2, 0), (4, 0)]) == nil)
  }

  @Test func `The knee has nearly all, with less`() {
    let law = ScalabilityLaw(single: 100, contention: 0.1, coherence: 0.001)
    let knee = law.knee(upTo: 100)
    #expect(knee < 30 && law.throughput(Double(knee)) >= 0.95 * law.throughput(30))
    #expect(law.throughput(Double(knee - 1)) < 0.95 * law.throughput(30))
    #expect(law.knee(upTo: 1) == 1)
  }
}
