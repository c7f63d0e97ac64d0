/// The probe for asyncio applications, embedded in the binary.
package enum ProbeSources {
  /// A file of the folder that an application gets its probe from.
  package struct File: Sendable {
    /// Relative to that folder.
    package let path: String
    package let bytes: [UInt8]
  }

  /// The folder, relative to that of all files, that comes first on PYTHONPATH. It holds nothing else that could be imported.
  package static let pathFolder = "boot"

  /// All files. SwiftPM knows embedded files by their names alone, so no two of them may share one.
  package static var files: [File] {
    [
      File(path: "boot/sitecustomize.py", bytes: PackageResources.sitecustomize_py),
      // Some launchers put a sitecustomize of their own before all others, and then this one is still found.
      File(path: "boot/usercustomize.py", bytes: PackageResources.sitecustomize_py),
      File(path: "lib/_calcmon_boot.py", bytes: PackageResources.calcmon_boot_py),
      File(path: "lib/_calcmon_attach.py", bytes: PackageResources.calcmon_attach_py),
    ] + library.map { File(path: "lib/\($0.path)", bytes: $0.bytes) }
  }

  /// The files of the package alone: of it the runtime `asyncio` has its own probe's parts.
  package static var library: [File] { package.map { File(path: "calcmon_probe/\($0.name)", bytes: $0.bytes) } }

  private static var package: [(name: String, bytes: [UInt8])] {
    [
      ("__init__.py", PackageResources.__init___py),
      ("alarm.py", PackageResources.alarm_py),
      ("attached.py", PackageResources.attached_py),
      ("budgeted.py", PackageResources.budgeted_py),
      ("clock.py", PackageResources.clock_py),
      ("descriptors.py", PackageResources.descriptors_py),
      ("endings.py", PackageResources.endings_py),
      ("executors.py", PackageResources.executors_py),
      ("forks.py", PackageResources.forks_py),
      ("gc_pauses.py", PackageResources.gc_pauses_py),
      ("histogram.py", PackageResources.histogram_py),
      ("hooks.py", PackageResources.hooks_py),
      ("lateness.py", PackageResources.lateness_py),
      ("loop_probe.py", PackageResources.loop_probe_py),
      ("making.py", PackageResources.making_py),
      ("names.py", PackageResources.names_py),
      ("originals.py", PackageResources.originals_py),
      ("other_threads.py", PackageResources.other_threads_py),
      ("process_probe.py", PackageResources.process_probe_py),
      ("queues.py", PackageResources.queues_py),
      ("running_loops.py", PackageResources.running_loops_py),
      ("sender.py", PackageResources.sender_py),
      ("settings.py", PackageResources.settings_py),
      ("sighting.py", PackageResources.sighting_py),
      ("signals.py", PackageResources.signals_py),
      ("sources.py", PackageResources.sources_py),
      ("stacks.py", PackageResources.stacks_py),
      ("standing_in.py", PackageResources.standing_in_py),
      ("steps.py", PackageResources.steps_py),
      ("tasks.py", PackageResources.tasks_py),
      ("thread_account.py", PackageResources.thread_account_py),
      ("thread_files.py", PackageResources.thread_files_py),
      ("thread_view.py", PackageResources.thread_view_py),
      ("turns.py", PackageResources.turns_py),
      ("usage.py", PackageResources.usage_py),
      ("version.py", PackageResources.version_py),
      ("watchable.py", PackageResources.watchable_py),
      ("watcher.py", PackageResources.watcher_py),
    ]
  }
}
