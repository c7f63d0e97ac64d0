import CLinux

/// The name of this process in `ps` and `/proc/<pid>/comm`.
package enum ProcessName {
  /// Sets it. The kernel keeps 15 bytes. To be called from the main thread, whose name is the process's.
  package static func set(_ name: String) { calcmon_set_process_name(name) }
}
