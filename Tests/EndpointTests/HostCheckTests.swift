import Endpoint
import Testing

@Suite struct HostCheckTests {
  private static func check(_ names: [String] = [], hostName: String = "web1.example.org") -> HostCheck {
    HostCheck(names: names) { hostName }
  }

  @Test(
    arguments: [
      "localhost", "LOCALHOST:9873", "localhost.", "localhost.:80", "localhost:", "a.localhost", "a.localhost.", "ip6-localhost",
      "ip6-loopback", "localhost.localdomain", "localhost6", "127.0.0.1", "127.0.1.1:9873", "127.255.255.254", "127.1", "0x7f.1",
      "127.0.0.1.", "[::1]", "[::1]:9873", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::1%lo]", "[::1%25lo]:1", "[::ffff:127.0.0.1]",
      "[::FFFF:7F00:1]:80", "0.0.0.0:9873", "[::]",
    ])
  func `Loopback is known in any spelling`(host: String) { #expect(Self.check().allows(host)) }

  @Test(
    arguments: ["web1.example.org", "web1", "WEB1", "web1.", "web1:9873", "Web1.Example.Org.:9873"])
  func `So is the host's own name, full and short`(host: String) {
    #expect(Self.check().allows(host))
    #expect(!Self.check(hostName: "db").allows(host))
  }

  @Test func `A host that is renamed is known by its new name`() {
    #expect(Self.check(hostName: "vm").allows("vm:9873"))
    #expect(!Self.check(hostName: "").allows("vm"))
    // The first number of an address is no name.
    #expect(!Self.check(hostName: "10.0.0.5").allows("10"))
  }

  @Test(
    arguments: [
      "evil.example", "evil.example.", "evil.localhost.example", "localhost.evil.example", "xlocalhost", "127.0.0.1.evil.example",
      "web1.evil.example", "example.org", "web2", "128.0.0.1", "10.0.0.1", "[::2]", "[2001:db8::1]", "[::ffff:10.0.0.1]", "[::1",
      "[::1]x", "[::1]:x", "localhost:evil", "localhost..", ".", "localhost:99999", "xn--bcher-kva.example", "1.localhost1",
    ])
  func `A foreign name is refused`(host: String) { #expect(!Self.check().allows(host)) }

  @Test func `A program that names no host is answered`() {
    #expect(Self.check().allows(nil))
    #expect(Self.check().allows(""))
  }

  @Test func `Names and addresses that were given are known, as they may be written`() {
    let check = Self.check(["Calcmon.example.org.", "10.1.2.3", "2001:db8::1", "xn--bcher-kva.example"])
    for host in ["calcmon.example.org", "10.1.2.3:9873", "[2001:DB8:0::1]:1", "XN--bcher-kva.example"] {
      #expect(check.allows(host))
    }
    for host in ["example.org", "10.1.2.4", "[2001:db8::2]"] { #expect(!check.allows(host)) }
  }

  @Test func `The hosts file tells the host's other names, and no other names of loopback`() {
    let file = """
      # 127.0.0.1 commented web1
      127.0.0.1 localhost
      127.0.1.1\tWeb1.Corp.example web1 alias # web1 comment
      ::1 web1 six
      127.0.0.1 ads.example
      10.0.0.5 web1 elsewhere
      """
    #expect(HostNames.inHostsFile(file, hostName: "web1") == ["web1.corp.example", "web1", "alias", "six"])
    #expect(HostNames.inHostsFile(file, hostName: "db").isEmpty)
    #expect(HostNames.inHostsFile("", hostName: "web1").isEmpty)
  }

  @Test func `The system tells a name`() { #expect(!HostNames.hostName().isEmpty) }
}
