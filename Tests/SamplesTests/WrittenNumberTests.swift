import Samples
import Testing

/// Shares, rates and misspelt words, as people write them.
@Suite struct WrittenNumberTests {
  @Test(arguments: [
    ("0.8", 0.8), ("80%", 0.8), ("80 %", 0.8), ("5%", 0.05), ("0", 0), ("1", 1), ("2", 2), ("-1", -1), ("1e-2", 0.01),
  ])
  func `A share is a number or a percentage`(text: String, share: Double) { #expect(ShareText.share(text) == share) }

  @Test(arguments: ["", "%", "80%%", "nan", "inf", "eighty", "0x10", "1,5", "80 percent", " 0.8"])
  func `What is no share is none`(text: String) { #expect(ShareText.share(text) == nil) }

  @Test(arguments: [("300", 300.0), ("300/s", 300), ("18k/m", 300), ("1.5k", 1500), ("3600/h", 1), ("2M/d", 2e6 / 86400)])
  func `A rate has a time or is a second's`(text: String, rate: Double) { #expect(RateText.perSecond(text) == rate) }

  @Test(arguments: ["", "/s", "300/", "300/fortnight", "k", "300/s/s", "nan", "300 per second"])
  func `What is no rate is none`(text: String) { #expect(RateText.perSecond(text) == nil) }

  @Test(arguments: [
    ("runn", "run"), ("mixd", "mixed"), ("reprot", "report"), ("canary", "canaries"), ("alert", "alerts"), ("statsu", "status"),
  ])
  func `The nearest word is found`(typed: String, meant: String) {
    let known = ["run", "mixed", "report", "canaries", "alerts", "status", "agent"]
    #expect(NearestWord.of(typed, among: known) == meant)
  }

  @Test(arguments: ["nosuch", "x", "", "canal-boat-of-great-length"])
  func `What is near to nothing is not guessed`(typed: String) {
    #expect(NearestWord.of(typed, among: ["run", "mixed", "report", "agent"]) == nil)
  }
}
