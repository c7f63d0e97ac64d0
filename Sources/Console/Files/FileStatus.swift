import CLinux
import Glibc

/// Who may do what with a file.
struct FileStatus {
  private let owner: uid_t
  private let group: gid_t
  private let mode: mode_t

  init(_ status: stat) {
    owner = status.st_uid
    group = status.st_gid
    mode = status.st_mode & 0o7777
  }

  /// Gives a new file the same, as far as this process may: the access list too. If the group cannot be kept, the new one may do no more than
  /// all others.
  func give(to descriptor: Int32, from path: String) {
    let keepsOwner = fchown(descriptor, owner, group) == 0
    let keepsGroup = keepsOwner || fchown(descriptor, uid_t.max, group) == 0
    var mode = keepsOwner ? mode : mode & 0o777
    if !keepsGroup { mode &= 0o707 | (mode & 0o007) << 3 }
    fchmod(descriptor, mode)
    if keepsGroup { calcmon_copy_access_list(path, descriptor) }
  }
}
