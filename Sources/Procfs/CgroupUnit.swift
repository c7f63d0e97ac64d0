/// The name by which a person knows a control group: that of a systemd unit or of a container.
///
/// Sources: `man 5 systemd.unit` for the suffixes and the escapes, and the names that Docker, containerd, CRI-O, Podman and LXC give to the
/// groups of containers, with systemd as well as without it.
package enum CgroupUnit {
  /// Hexadecimal digits of a container's name, as `docker ps` shows it.
  private static let shownDigits = 12

  /// The innermost unit or container on a group's path; `nil` if there is none, or only that of a login session, which says nothing.
  package static func of(groupPath path: String) -> String? {
    let parts = path.split(separator: "/")
    for (place, part) in parts.enumerated().reversed() {
      if let container = container(part) ?? lxc(part, below: place > 0 ? parts[place - 1] : "") { return container }
      if part.hasSuffix(".service") { return unescaped(part) }
      if part.hasSuffix(".scope") { return part.hasPrefix("session-") || part == "init.scope" ? nil : unescaped(part) }
    }
    return nil
  }

  /// The name that the groups of a process have in any hierarchy; that of version 2 and of systemd come first.
  package static func of(_ memberships: [CgroupMembership]) -> String? {
    let ranked = memberships.filter(\.namesUnits) + memberships.filter { !$0.namesUnits }
    return ranked.lazy.compactMap { of(groupPath: $0.path) }.first
  }

  /// `docker-<64 digits>.scope`, `cri-containerd-<64 digits>.scope`, `kubepods-pod1.slice:cri-containerd:<64 digits>`, or the digits alone.
  private static func container(_ part: Substring) -> String? {
    let stem = part.hasSuffix(".scope") ? part.dropLast(6) : part
    let words = stem.split(whereSeparator: { $0 == "-" || $0 == ":" })
    guard let digits = words.last, digits.utf8.count == 64, digits.allSatisfy(\.isHexDigit) else { return nil }
    // Before a colon stands the slice that the container is in.
    let engine = stem.dropLast(digits.count).split(separator: ":").last.map { $0.hasSuffix("-") ? $0.dropLast() : $0 }
    return "\(engine ?? "container")-\(digits.prefix(shownDigits))"
  }

  /// `lxc.payload.web`, `lxc/web`, `lxc.payload/web`.
  private static func lxc(_ part: Substring, below parent: Substring) -> String? {
    if part.hasPrefix("lxc.payload."), part.count > 12 { return "lxc-\(part.dropFirst(12))" }
    return parent == "lxc" || parent == "lxc.payload" ? "lxc-\(part)" : nil
  }

  /// `\x2d` stands for the byte 0x2d.
  private static func unescaped(_ part: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = part.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "x"), rest.count >= 3,
        rest.dropFirst().prefix(2).allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let code = UInt8(String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(code)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension CgroupMembership {
  /// Whether the hierarchy is one in which systemd places units.
  fileprivate var namesUnits: Bool { controllers.isEmpty || controllers == ["name=systemd"] }
}
