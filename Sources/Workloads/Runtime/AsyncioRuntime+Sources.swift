import ProbeSources

extension AsyncioRuntime {
  /// The sources of the package, and of the probe that it shares with applications. SwiftPM knows embedded files by their names alone, so no
  /// two of them may share one.
  package static var sources: [Source] {
    embedded.map { Source(path: "calcmon_runtime/\($0.path)", bytes: $0.bytes) }
      + ProbeSources.library.map { Source(path: $0.path, bytes: $0.bytes) }
  }

  private static var embedded: [(path: String, bytes: [UInt8])] {
    [
      ("__init__.py", PackageResources.__init___py),
      ("__main__.py", PackageResources.__main___py),
      ("async_io.py", PackageResources.async_io_py),
      ("backlog.py", PackageResources.backlog_py),
      ("blocking_io.py", PackageResources.blocking_io_py),
      ("calibration.py", PackageResources.calibration_py),
      ("chance.py", PackageResources.chance_py),
      ("cpu_step.py", PackageResources.cpu_step_py),
      ("event_loops.py", PackageResources.event_loops_py),
      ("execution.py", PackageResources.execution_py),
      ("giving_way.py", PackageResources.giving_way_py),
      ("hello.py", PackageResources.hello_py),
      ("idle_stack.py", PackageResources.idle_stack_py),
      ("injections.py", PackageResources.injections_py),
      ("item.py", PackageResources.item_py),
      ("kernels.py", PackageResources.kernels_py),
      ("measurements.py", PackageResources.measurements_py),
      ("merging.py", PackageResources.merging_py),
      ("order.py", PackageResources.order_py),
      ("order_reading.py", PackageResources.order_reading_py),
      ("outcomes.py", PackageResources.outcomes_py),
      ("pool.py", PackageResources.pool_py),
      ("run.py", PackageResources.run_py),
      ("server.py", PackageResources.server_py),
      ("server_run.py", PackageResources.server_run_py),
      ("servers.py", PackageResources.servers_py),
      ("sharing.py", PackageResources.sharing_py),
      ("step_error.py", PackageResources.step_error_py),
      ("strategies.py", PackageResources.strategies_py),
      ("probe/complaint.py", PackageResources.complaint_py),
      ("probe/histogram.py", PackageResources.histogram_py),
      ("probe/loop_probe.py", PackageResources.loop_probe_py),
      ("probe/messages.py", PackageResources.messages_py),
      ("probe/sighting.py", PackageResources.sighting_py),
      ("probe/turns.py", PackageResources.turns_py),
      ("probe/watcher.py", PackageResources.watcher_py),
    ]
  }
}
