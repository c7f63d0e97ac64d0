import Processes
import Testing

@Suite struct GivenArgumentsTests {
  @Test func `They are those that Swift reads from procfs`() {
    #expect(GivenArguments.all == Array(CommandLine.arguments.dropFirst()))
    #expect(!GivenArguments.all.isEmpty)
  }
}
