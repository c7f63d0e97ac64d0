import Samples
import Testing
import Workloads

@Suite struct StepURLTests {
  @Test(arguments: [
    ("http://127.0.0.1:8080/a/b?c=d", "http://127.0.0.1:8080/a/b?c=d", "127.0.0.1", 8080),
    ("HTTPS://host", "https://host/", "host", 443), ("http://[::1]:81?x#y", "http://[::1]:81/?x", "::1", 81),
    ("http://h/a b\"é", "http://h/a%20b%22%C3%A9", "h", 80),
  ])
  func `A URL is taken apart, and what it cannot hold is escaped`(text: String, shown: String, host: String, port: Int) throws {
    let url = try StepURL(text)
    #expect((url.shown, url.host, url.port) == (shown, host, port))
    #expect(url.authorization == nil)
  }

  @Test(arguments: [
    ("http://us%65r:pass%3Aword@h/", "Basic dXNlcjpwYXNzOndvcmQ="), ("http://user@h/", "Basic dXNlcjo="),
    ("http://a:b@c@h/@d", "Basic YTpiQGM="),
  ])
  func `Who asks is told to the server and shown nowhere`(text: String, authorization: String) throws {
    let url = try StepURL(text)
    #expect(url.authorization == authorization)
    #expect(url.host == "h")
    let mix = Mix(name: "x", kind: .io, arrivals: .batch(items: 1), io: Mix.IOStep(.url(text)))
    #expect(mix.parameters.io?.target == url.shown)
    #expect(url.shown.hasPrefix("http://h/"))
  }

  @Test(arguments: [
    ("ftp://h/", "must begin with http:// or https://"), ("h/x", "must begin with http:// or https://"),
    ("http://", "names no host, as in http://127.0.0.1:8080/path"),
    ("http:///x", "names no host, as in http://127.0.0.1:8080/path"),
    ("http://a b/", "names no host, as in http://127.0.0.1:8080/path"),
    ("http://h:0/", "has a port that is not between 1 and 65535"),
    ("http://h:99999/", "has a port that is not between 1 and 65535"),
    ("http://h:x/", "has a port that is not between 1 and 65535"),
    ("http://[::1]x/", "has a port that is not between 1 and 65535"),
  ])
  func `What is no URL of a server says what is wrong`(text: String, problem: String) {
    let error = #expect(throws: StepURL.Problem.self) { try StepURL(text) }
    #expect(error?.description == problem)
  }
}
