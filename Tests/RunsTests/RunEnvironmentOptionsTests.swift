import CalcmonTesting
import Procfs
import Runs
import Sampling
import Testing

@Suite struct RunEnvironmentOptionsTests {
  @Test func `the cores are those that this process is scheduled on, whatever machine the named procfs is of`() throws {
    var options = RunEnvironment.Options()
    options.cgroupPath = "/nonexistent"
    let here = try options.usableCores()
    #expect(here == AffinityMask.read()?.count)
    options.procPath = "\(Repository.procFixtures)/tree/1"
    #expect(try options.usableCores() == here)
  }

  @Test func `a folder that was named and is no procfs is refused`() {
    var options = RunEnvironment.Options()
    options.procPath = "/nonexistent"
    #expect(throws: ProcError.self) { try options.usableCores() }
    #expect(options.presentCores >= 1)
  }
}
