import Samples
import Testing

@Suite struct WordsTests {
  @Test(arguments: [
    (0.8137, "81.4 %", "81.4 %"), (0.08137, "8.14 %", "8.1 %"), (0, "0 %", "0 %"), (1, "100 %", "100 %"),
    (12.345, "1235 %", "1235 %"),
  ])
  func `A share is a percentage of three digits, or down to a tenth`(_ share: Double, _ digits: String, _ tenths: String) {
    #expect(Percent.text(share) == digits)
    #expect(Percent.text(share, .tenths) == tenths)
  }

  @Test func `What is more than before has a sign if that is asked for`() {
    #expect(Percent.text(0.05, .tenths, isSigned: true) == "+5 %")
    #expect(Percent.text(-0.05, .tenths, isSigned: true) == "-5 %")
    #expect(Percent.text(0, .tenths, isSigned: true) == "0 %")
    #expect(Percent.text(nil) == "-")
  }

  @Test func `One is singular, none and many are plural`() {
    #expect([0, 1, 2].map { Plural.text($0, "core") } == ["0 cores", "1 core", "2 cores"])
    #expect([0, 1, 2].map { Plural.word($0, "is", "are") } == ["are", "is", "are"])
    #expect(Plural.word(1.5, "item") == "items")
  }

  @Test(arguments: [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
  func `A list ends with a conjunction`(_ words: [String], _ text: String) {
    #expect(WordList.text(words) == text)
    #expect(WordList.text(words, "or") == text.replacing("and", with: "or"))
  }
}
