/// The control groups of a process, in v1, v2 and hybrid hierarchies.
///
/// Sources: `Documentation/admin-guide/cgroup-v2.rst`, `Documentation/admin-guide/cgroup-v1/`, `man 7 cgroups`.
///
/// A process is in one group of each hierarchy, and bound by those above it too. The paths that the kernel tells are of the
/// cgroup namespace of the reader: in a container they may be those of the host, and then only the group at the mount itself is
/// found.
package enum Cgroup {
  /// The folders of a process's group and of all above it, in the hierarchy that has a controller.
  struct Groups: Equatable {
    /// Which files the groups have.
    enum Version: Equatable { case v1, v2 }

    let version: Version
    /// Relative to where the cgroup file systems are mounted: the process's own first, the root of the hierarchy last. Each ends
    /// in a slash, or is empty.
    let folders: [String]

    /// What the nearest group says that has the file and says something.
    func nearest<Value>(_ root: ProcRoot, _ file: String, _ parse: (String, String) throws(ProcError) -> Value?)
      throws(ProcError) -> Value?
    {
      for folder in folders {
        if let value = try value(root, folder, file, parse) { return value }
      }
      return nil
    }

    /// What all groups say that have the file and say something.
    func all<Value>(_ root: ProcRoot, _ file: String, _ parse: (String, String) throws(ProcError) -> Value?)
      throws(ProcError) -> [Value]
    {
      var found: [Value] = []
      for folder in folders {
        if let value = try value(root, folder, file, parse) { found.append(value) }
      }
      return found
    }

    /// A group without the file, or one that this user may not read, tells nothing.
    private func value<Value>(
      _ root: ProcRoot, _ folder: String, _ file: String, _ parse: (String, String) throws(ProcError) -> Value?
    ) throws(ProcError) -> Value? {
      let text: String
      do {
        text = try root.read("\(folder)\(file)")
      } catch .gone {
        return nil
      } catch .unavailable {
        return nil
      }
      return try parse(text, "\(root.path)/\(folder)\(file)")
    }
  }

  /// The groups in the hierarchy of a controller; `nil` where no hierarchy has it.
  static func groups(of controller: String, _ memberships: [CgroupMembership], root: ProcRoot) -> Groups? {
    if let membership = memberships.first(where: { $0.controllers.contains(controller) }) {
      return mount(of: membership, controller, root).map { mount in
        Groups(version: .v1, folders: folders(from: membership.path).map { "\(mount)/\($0)" })
      }
    }
    guard let membership = memberships.first(where: \.controllers.isEmpty) else { return nil }
    // Beside hierarchies of v1, that of v2 is mounted in a folder.
    let mount = root.has("unified/cgroup.controllers") ? "unified/" : ""
    return Groups(version: .v2, folders: folders(from: membership.path).map { "\(mount)\($0)" })
  }

  /// A mount of v1 is named after all its controllers, not always in the order that the kernel tells; distributions add a link
  /// with the name of each.
  private static func mount(of membership: CgroupMembership, _ controller: String, _ root: ProcRoot) -> String? {
    let controllers = membership.controllers
    return [controllers.joined(separator: ","), controller, controllers.reversed().joined(separator: ",")]
      .first { root.has($0) }
  }

  /// The group and all above it: `a/b/`, `a/`, and empty for the root. A path that leads out of the namespace (`/../x`) names
  /// nothing below the mount.
  private static func folders(from path: String) -> [String] {
    var parts = path.split(separator: "/")
    if parts.contains("..") { parts = [] }
    var folders: [String] = []
    while !parts.isEmpty {
      folders.append(parts.joined(separator: "/") + "/")
      parts.removeLast()
    }
    return folders + [""]
  }
}
