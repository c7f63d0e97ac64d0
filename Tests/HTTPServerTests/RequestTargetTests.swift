import HTTPServer
import Testing

@Suite struct RequestTargetTests {
  @Test(arguments: [
    ("/", "/", nil), ("/a/b", "/a/b", nil), ("/a?b=c", "/a", "b=c"), ("/a?b?c#d", "/a", "b?c"), ("/?", "/", ""), ("*", "*", nil),
    ("/a://b/c", "/a://b/c", nil), ("http://a/b?c", "/b", "c"), ("https://a:80/b", "/b", nil), ("http://a", "/", nil),
    ("http://a:80?b", "/", "b"), ("/%2e?%3f", "/%2e", "%3f"),
  ])
  func `A target is split into path and query`(_ text: String, _ path: String, _ query: String?) {
    let target = RequestTarget(text)
    #expect(target.path == path)
    #expect(target.query == query)
  }
}
