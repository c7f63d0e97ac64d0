/// The control groups of a process, in v1, v2 and hybrid hierarchies.
///
/// Sources: `Documentation/admin-guide/cgroup-v2.rst`, `Documentation/admin-guide/cgroup-v1/`, `man 7 cgroups`.
///
/// A process is in one group of each hierarchy, and bound by those above it too. The paths that the kernel tells are of the
/// cgroup namespace of the reader, and a mount need not begin with its root: see `CgroupMounts`. In a tree that is no mount, a path of
/// which nothing is there names the root.
package enum Cgroup {
  /// The folders of a process's group and of all above it, in the hierarchy that has a controller.
  package struct Groups: Equatable {
    /// Which files the groups have.
    package enum Version: Equatable { case v1, v2 }

    /// Where the file systems are mounted.
    package let root: ProcRoot
    /// Of the interface.
    package let version: Version
    /// Relative to where the cgroup file systems are mounted: the process's own first, the root of the hierarchy last. Each ends
    /// in a slash, or is empty.
    package let folders: [String]

    /// What the nearest group says that has the file and says something.
    func nearest<Value>(_ file: String, _ parse: (String, String) throws(ProcError) -> Value?)
      throws(ProcError) -> Value?
    {
      for folder in folders {
        if let value = try value(folder, file, parse) { return value }
      }
      return nil
    }

    /// What all groups say that have the file and say something.
    func all<Value>(_ file: String, _ parse: (String, String) throws(ProcError) -> Value?)
      throws(ProcError) -> [Value]
    {
      var found: [Value] = []
      for folder in folders {
        if let value = try value(folder, file, parse) { found.append(value) }
      }
      return found
    }

    /// Why the quota of one of the groups is not known: it has the file, and this user does not get it.
    fileprivate var quotaThatCannotBeRead: ProcError? {
      for folder in folders {
        do {
          _ = try root.read(folder + (version == .v1 ? "cpu.cfs_quota_us" : "cpu.max"))
        } catch .gone {
          continue
        } catch {
          return error
        }
      }
      return nil
    }

    /// A group without the file, or one that this user may not read, tells nothing.
    private func value<Value>(
      _ folder: String, _ file: String, _ parse: (String, String) throws(ProcError) -> Value?
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

  /// The groups in the hierarchy of a controller; `nil` where no hierarchy has it, or none that is mounted shows the groups.
  ///
  /// A mount that was named may be the host's, which begins above the namespace of this process: then the groups are looked for where a
  /// process finds its own.
  package static func groups(
    of controller: String, _ memberships: [CgroupMembership], root: ProcRoot, mounts: CgroupMounts = .present
  ) -> Groups? {
    switch place(of: controller, memberships, root, mounts) {
    case .found(let groups): return groups
    case .absent: return nil
    case .hidden:
      guard root != .ownCgroups, case .found(let groups) = place(of: controller, memberships, .ownCgroups, mounts) else {
        return nil
      }
      return groups
    }
  }

  /// Why it is not known which quotas and groups bind a process; `nil` if it is, or if there are none.
  package static func problem(proc: ProcRoot, root: ProcRoot, pid: String = "self") -> ProcError? {
    guard let memberships = try? CgroupMembership.read(proc, pid: pid) else { return nil }
    if let groups = groups(of: "cpu", memberships, root: root) { return groups.quotaThatCannotBeRead }
    guard case .hidden = place(of: "cpu", memberships, root, .present) else { return nil }
    return .foreign(
      path: root.path,
      reason:
        "does not show the control group of this process, since it was mounted for another cgroup namespace; mount one of its own there"
    )
  }

  private enum Place {
    case found(Groups)
    /// No hierarchy has the controller.
    case absent
    /// The hierarchy is mounted, and the group is not in the part of it that is.
    case hidden
  }

  private static func place(
    of controller: String, _ memberships: [CgroupMembership], _ root: ProcRoot, _ mounts: CgroupMounts
  ) -> Place {
    let version: Groups.Version
    let mount: String
    let path: CgroupPath
    if let membership = memberships.first(where: { $0.controllers.contains(controller) }) {
      guard let name = self.mount(of: membership, controller, root) else { return .absent }
      (version, mount, path) = (.v1, "\(name)/", CgroupPath(membership.path))
    } else {
      guard let membership = memberships.first(where: \.controllers.isEmpty) else { return .absent }
      // Beside hierarchies of v1, that of v2 is mounted in a folder.
      (version, mount, path) = (
        .v2, root.has("unified/cgroup.controllers") ? "unified/" : "", CgroupPath(membership.path)
      )
    }
    let first = mounts.firstGroup(at: "\(root.path)/\(mount)").map(CgroupPath.init)
    guard let folders = first.map(path.folders(below:)) ?? path.folders else { return .hidden }
    return .found(Groups(root: root, version: version, folders: folders.map { mount + $0 }))
  }

  /// A mount of v1 is named after all its controllers, not always in the order that the kernel tells; distributions add a link
  /// with the name of each.
  private static func mount(of membership: CgroupMembership, _ controller: String, _ root: ProcRoot) -> String? {
    let controllers = membership.controllers
    return [controllers.joined(separator: ","), controller, controllers.reversed().joined(separator: ",")]
      .first { root.has($0) }
  }
}
