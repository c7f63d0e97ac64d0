import HTTPServer
import Testing

@Suite struct ListenAddressTests {
  @Test(arguments: [
    ("127.0.0.1:9873", "127.0.0.1", 9873), ("localhost:0", "localhost", 0), (":9873", "0.0.0.0", 9873), ("[::1]:80", "::1", 80),
  ])
  func `An address is read`(text: String, host: String, port: Int) {
    #expect(ListenAddress(text) == ListenAddress(host: host, port: port))
  }

  @Test(arguments: [
    "", "foo", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "::1:80", "[]:80", "a b:80", "http://a:80",
  ])
  func `Anything else is refused`(text: String) {
    #expect(ListenAddress(text) == nil)
  }

  @Test(arguments: [("127.0.0.1:1", "http://127.0.0.1:1"), ("[::1]:2", "http://[::1]:2"), (":3", "http://127.0.0.1:3")])
  func `A browser can follow its address`(text: String, url: String) {
    #expect(ListenAddress(text)?.url() == url)
  }

  @Test(arguments: ["127.0.0.1:9873", "[::1]:80"])
  func `It is written as it is read`(text: String) {
    #expect(ListenAddress(text)?.description == text)
  }
}
