import Rendering
import Testing

@Suite struct VerdictColourTests {
  @Test func `Verdicts that stand alone are coloured, and nothing else changes`() {
    let text = """
      Verdict: breached
      MIX   TARGET   VERDICT   SAMPLES
      met   memory   met            12
      idle  latency  breached        3
      none of it is met, said a sentence
      """
    let coloured = VerdictColours.text(text)
    #expect(coloured.contains("Verdict: \u{1b}[31mbreached\u{1b}[0m\n"))
    #expect(coloured.contains("memory   \u{1b}[32mmet\u{1b}[0m            12"))
    #expect(coloured.contains("latency  \u{1b}[31mbreached\u{1b}[0m        3"))
    #expect(coloured.hasSuffix("none of it is met, said a sentence"))
    #expect(coloured.replacing(/\u{1b}\[\d+m/, with: "") == text)
  }
}
