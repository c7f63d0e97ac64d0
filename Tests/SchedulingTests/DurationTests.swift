import Scheduling
import Testing

@Suite struct DurationTests {
  @Test(
    arguments: [
      (.zero, 0), (.seconds(90), 90), (.milliseconds(1_500), 1.5), (.milliseconds(-250), -0.25), (.nanoseconds(1), 1e-9),
      (.seconds(86_400 * 365), 31_536_000),
    ] as [(Duration, Double)])
  func `a duration is told in seconds`(_ duration: Duration, _ seconds: Double) {
    #expect(abs(duration.seconds - seconds) < 1e-15)
  }
}
