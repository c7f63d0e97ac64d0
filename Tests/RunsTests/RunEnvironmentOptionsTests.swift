import CalcmonTesting
import Runs
import Testing

@Suite struct RunEnvironmentOptionsTests {
  @Test func `The cores are those of the procfs and the control groups that were named`() {
    var options = RunEnvironment.Options()
    options.procPath = "\(Repository.procFixtures)/tree/1"
    options.cgroupPath = "/nonexistent"
    #expect(options.usableCores == 4)
  }
}
