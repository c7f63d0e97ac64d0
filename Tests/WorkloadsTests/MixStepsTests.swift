import Samples
import Testing
import Workloads

@Suite struct MixStepsTests {
  @Test(
    arguments: [
      ("timer:3.3ms", .timer, 0.0033), ("disk", .disk, 0), ("http:10ms", .http, 0.01),
      ("python:shop.db:load", .call(.python(module: "shop.db", function: "load")), 0),
      ("swift:load", .call(.swift(name: "load")), 0),
      ("url:http://127.0.0.1:8000/a?b=c:d", .url("http://127.0.0.1:8000/a?b=c:d"), 0),
      ("url:https://user:word@[::1]:8443", .url("https://user:word@[::1]:8443"), 0),
      ("command:curl -s http://a/", .command(["curl", "-s", "http://a/"]), 0),
      ("command:'my tool' \"\" a\\ b", .command(["my tool", "", "a b"]), 0),
    ] as [(String, Mix.IOStep.Work, Double)])
  func `An I/O step is one word`(text: String, work: Mix.IOStep.Work, seconds: Double) throws {
    #expect(try MixSteps.io(text) == Mix.IOStep(work, seconds: seconds))
  }

  @Test(
    arguments: [
      ("tape", "unknown kind 'tape'; there are: timer, http, disk, sqlite, with a time"), ("tmer:1ms", "did you mean 'timer'?"),
      ("pyton:a:b", "did you mean 'python'?"), ("call", "unknown kind 'call'"), ("", "unknown kind ''"),
      ("timer:soon", "'soon' is not a duration"), ("http://a/", "a URL is written url:http://…"),
      ("url", "the URL must begin with http"),
      ("url:ftp://a", "the URL must begin with http:// or https://"), ("url:http://", "the URL names no host"),
      ("url:http://user:word@", "the URL names no host"), ("url:http://a:0/", "the URL has a port that is not between"),
      ("url:http://a:66000/", "the URL has a port that is not between"), ("url:http://a b/", "the URL names no host"),
      ("url:http://[::1/", "the URL names no host"),
      ("command:", "the command names no program"), ("command:'' a", "the command names no program"),
      ("command:curl 'a", "has a quote that does not end"), ("command:curl \\", "ends with a backslash"),
      ("command:a | b", "has a | for a shell, and none is run"), ("command:a \"$HOME\"", "has a $ for a shell"),
      ("python:shop", "'python:shop' names no function"), ("python:shop:", "names no function"),
      ("python:1a:b", "names no function"),
      ("python:a:b:c", "names no function"), ("swift:", "names no step"),
    ] as [(String, String)])
  func `What is no I/O step is told`(text: String, says: String) throws {
    let problem = try #require(throws: MixSteps.Problem.self) { _ = try MixSteps.io(text) }
    #expect(problem.description.contains(says), "\(problem)")
    #expect(!problem.description.contains("word@"))
  }

  @Test(
    arguments: [
      ("1.2ms", .init(seconds: 0.0012)), ("memory:1ms", .init(.memory, seconds: 0.001)),
      ("python:shop.pricing:price", .init(calling: .python(module: "shop.pricing", function: "price"))),
      ("python:shop:Price.of", .init(calling: .python(module: "shop", function: "Price.of"))),
      ("swift:resize", .init(calling: .swift(name: "resize"))),
    ] as [(String, Mix.CPUStep)])
  func `A CPU step is one word`(text: String, step: Mix.CPUStep) throws {
    #expect(try MixSteps.cpu(text) == step)
  }

  @Test(
    arguments: [
      ("magic:1ms", "unknown kernel 'magic'; there are: integer, floating, memory, hashing; or a function"),
      ("soon", "'soon' is not a duration"), ("pithon:a:b", "did you mean 'python'?"), ("python:a", "names no function"),
      ("shop.pricing:price", "or a function, as in python:package.module:function"),
    ] as [(String, String)])
  func `What is no CPU step is told`(text: String, says: String) throws {
    let problem = try #require(throws: MixSteps.Problem.self) { _ = try MixSteps.cpu(text) }
    #expect(problem.description.contains(says), "\(problem)")
  }

  @Test(
    arguments: [
      ("", []), ("  ", []), ("a", ["a"]), (" a  b\tc\n", ["a", "b", "c"]), ("'a b'c", ["a bc"]), ("''", [""]), ("a''", ["a"]),
      ("\"a\\\"b\\\\c\\d\"", ["a\"b\\c\\d"]), ("'$x|&;'", ["$x|&;"]), ("\\| \\'", ["|", "'"]), ("\"'\" '\"'", ["'", "\""]),
      ("*.py ~ ?", ["*.py", "~", "?"]), ("ä 'ö ü'", ["ä", "ö ü"]),
    ] as [(String, [String])])
  func `Words are split as a shell splits them`(text: String, words: [String]) throws {
    #expect(try CommandWords.split(text) == words)
  }
}
